"""Do bands, shifts, lines and cover fit together?"""

from collections.abc import Iterator
from itertools import combinations

from rosterer.files.checks.look import entries, fault_at
from rosterer.files.faults import Fault
from rosterer.files.tables import Draft
from rosterer.referee.words import counted
from rosterer_models.vocabulary.cover import Cover
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.place import Place
from rosterer_models.vocabulary.shift import Band, Pattern, Shift
from rosterer_models.vocabulary.time import MINUTES_PER_DAY, clock_minutes


def overlapping_bands(draft: Draft) -> Iterator[Fault]:
    """Each minute of the day is in one band at most."""
    for first, second in combinations(entries(draft, "bands", Band), 2):
        if _overlap(first.fact, second.fact):
            message = f"overlaps band {first.fact.band!r} ({first.fact.start} to {first.fact.end})"
            yield fault_at(
                draft, "bands", second, "start", message, "let one end where the other starts"
            )


def ambiguous_shifts(draft: Draft) -> Iterator[Fault]:
    """The words of a wish are no shifts."""
    for entry in entries(draft, "shifts", Shift):
        if entry.fact.shift in ("off", "on"):
            message = f"{entry.fact.shift!r} is a word of requests"
            yield fault_at(draft, "shifts", entry, "shift", message, "give the shift another id")


def sleeping_cover(draft: Draft) -> Iterator[Fault]:
    """Whoever sleeps in or is on call gives no cover in a band."""
    bands = {entry.fact.band: entry.fact for entry in entries(draft, "bands", Band)}
    for entry in entries(draft, "shifts", Shift):
        for name in entry.fact.contact:
            band = bands.get(name)
            if band is None or minutes_in(entry.fact, band, works=True):
                continue
            if minutes_in(entry.fact, band, works=False):
                message = f"in band {name!r} the shift sleeps in or is on call, which is no cover"
                remedy = f"leave {name} out of contact, or give it a spell of work there"
                yield fault_at(draft, "shifts", entry, "contact", message, remedy)


def minutes_in(shift: Shift, band: Band, *, works: bool) -> int:
    """Minutes of a band in which a shift works, breaks included, or in which it does anything
    else.
    """
    start = clock_minutes(band.start)
    return sum(
        max(0, min(spell.end, first + band.minutes) - max(spell.start, first))
        for spell in shift.parts
        if (spell.kind == "work") is works
        for first in range(start - MINUTES_PER_DAY, 3 * MINUTES_PER_DAY, MINUTES_PER_DAY)
    )


def impossible_phases(draft: Draft) -> Iterator[Fault]:
    """A phase is an entry of the pattern's cycle."""
    cycles = {
        entry.fact.pattern: len(entry.fact.cycle) for entry in entries(draft, "patterns", Pattern)
    }
    for entry in entries(draft, "people", Person):
        length = cycles.get(entry.fact.pattern or "")
        if length is not None and entry.fact.phase is not None and entry.fact.phase >= length:
            message = f"the cycle of pattern {entry.fact.pattern!r} has {counted(length, 'day')}"
            yield fault_at(
                draft,
                "people",
                entry,
                "phase",
                message,
                f"use 0 to {length - 1}" if length > 1 else "use 0",
            )


def cover_out_of_reach(draft: Draft) -> Iterator[Fault]:
    """Rounds serve sectors alone."""
    kinds = {entry.fact.place: entry.fact.kind for entry in entries(draft, "places", Place)}
    for entry in entries(draft, "cover", Cover):
        kind = kinds.get(entry.fact.place or "", "sector")
        if kind != "sector":
            message = f"{entry.fact.place!r} is a {kind}, and rounds serve sectors"
            yield fault_at(
                draft,
                "cover",
                entry,
                "place",
                message,
                "name the sector, or the unit that needs the heads",
            )


def _overlap(first: Band, second: Band) -> bool:
    gap = (clock_minutes(second.start) - clock_minutes(first.start)) % MINUTES_PER_DAY
    return gap < first.minutes or gap + second.minutes > MINUTES_PER_DAY
