"""Which breaches does one verdict have that another has not, or by less?"""

from collections import defaultdict
from collections.abc import Iterable

from rosterer.referee.verdict import Breach

NOISE = 1e-6
"""Of an amount by which a rule is broken."""


def worse(before: Iterable[Breach], after: Iterable[Breach]) -> list[Breach]:
    """Breaches of the second that the first has not, or has by less; what follows from a breach is
    told where that itself was there before.

    Breaches of one rule by one person, place or unit at one time are compared by size, the largest
    with the largest.
    """
    known: dict[tuple[object, ...], list[float]] = defaultdict(list)
    for one in before:
        for breach in (one, *one.follows):
            known[_key(breach)].append(_size(breach))
    for sizes in known.values():
        sizes.sort()
    heads = list(after)
    every = [breach for one in heads for breach in (one, *one.follows)]
    new: set[int] = set()
    for breach in sorted(every, key=_size, reverse=True):
        sizes = known[_key(breach)]
        if not sizes or sizes.pop() + NOISE < _size(breach):
            new.add(id(breach))
    found = []
    for one in heads:
        if id(one) in new:
            found.append(one)
        else:
            found += [breach for breach in one.follows if id(breach) in new]
    return found


def _key(breach: Breach) -> tuple[object, ...]:
    return breach.rule, breach.who, breach.when


def _size(breach: Breach) -> float:
    return 0.0 if breach.by is None else breach.by
