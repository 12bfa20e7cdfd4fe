"""Does somebody's rota repeat, and in which cycle?"""

from collections.abc import Sequence

LONGEST_CYCLE = 28
"""Days; longer cycles cannot be told from chance on the weeks that a sheet shows."""
REPETITIONS = 2
"""A cycle is believed when it is seen so often."""


def line_of(days: Sequence[str | None]) -> tuple[tuple[str, ...], int] | None:
    """The shortest cycle that a row of days repeats, and its phase on the first day.

    Parameters
    ----------
    days
        A shift, ``-`` for a day off, or None for a day that says nothing (leave, training).

    Returns
    -------
    tuple or None
        The cycle, turned so that it starts with its first duty after a day off where it has one,
        and the phase; None when the days do not repeat, when a day of the cycle is never seen, or
        when it has no duty.
    """
    for length in range(1, min(LONGEST_CYCLE, len(days) // REPETITIONS) + 1):
        cycle = _cycle(days, length)
        if cycle is not None and any(entry != "-" for entry in cycle):
            turn = _turn(cycle)
            return (*cycle[turn:], *cycle[:turn]), (length - turn) % length
    return None


def _cycle(days: Sequence[str | None], length: int) -> tuple[str, ...] | None:
    cycle: list[str] = []
    for place in range(length):
        seen = {day for day in days[place::length] if day is not None}
        if len(seen) != 1:
            return None
        cycle.append(seen.pop())
    return tuple(cycle)


def _turn(cycle: Sequence[str]) -> int:
    """Where the first run of duties begins, so that equal cycles at different phases are one
    pattern.

    Of several beginnings the one with the longest stretch of days off before it, then the smallest
    in writing.
    """
    starts = [
        place for place, entry in enumerate(cycle) if entry != "-" and cycle[place - 1] == "-"
    ] or [0]

    def rest_before(place: int) -> int:
        rest = 0
        while rest < len(cycle) and cycle[place - 1 - rest] == "-":
            rest += 1
        return rest

    return min(
        starts,
        key=lambda place: (-rest_before(place), tuple(cycle[place:]) + tuple(cycle[:place]), place),
    )
