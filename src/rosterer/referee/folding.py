"""Which breaches have one cause, so that one sentence is enough?"""

from collections.abc import Callable, Hashable, Iterable

from rosterer.referee.verdict import Breach


def folded(told: Iterable[tuple[Hashable, Breach]], *, by_worst: bool = False) -> list[Breach]:
    """Breaches of one cause as one, with the others below it.

    Parameters
    ----------
    told
        Breaches, each with its cause.
    by_worst
        Tell the one that lacks most, not the first.
    """
    causes: dict[Hashable, list[Breach]] = {}
    for cause, breach in told:
        causes.setdefault(cause, []).append(breach)
    heads = []
    for same in causes.values():
        head = max(same, key=lambda breach: breach.by or 0) if by_worst else same[0]
        follows = tuple(breach for breach in same if breach is not head)
        heads.append(head.model_copy(update={"follows": follows}))
    return heads


def in_stretches(
    breaches: Iterable[Breach], of: Callable[[Breach], Hashable]
) -> list[tuple[Hashable, Breach]]:
    """Each breach with the stretch of days in a row to which it belongs."""
    starts: dict[Hashable, tuple[int, int]] = {}
    found: list[tuple[Hashable, Breach]] = []
    for breach in breaches:
        day = breach.when.toordinal() if breach.when else 0
        start, last = starts.get(of(breach), (day, day))
        start = start if day - last <= 1 else day
        starts[of(breach)] = (start, day)
        found.append(((of(breach), start), breach))
    return found
