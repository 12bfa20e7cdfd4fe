"""What does a calendar say of a duty, in the words of the person who works it?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from rosterer.referee.words import counted, in_hours
from rosterer.report.visits import visit_lines
from rosterer.report.worked import NO_TASK, WorkedDay
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.shift import Band


@dataclass(frozen=True)
class Entry:
    """An entry of a calendar as it is compared: what changes when the plan does.

    Attributes
    ----------
    team
        Whose rota it is from; blank in files that do not say.
    """

    starts: datetime
    ends: datetime
    summary: str
    location: str
    description: str
    is_cancelled: bool = False
    team: str = ""


@dataclass(frozen=True)
class Words:
    """Names of units and times of bands, by id."""

    units: Mapping[str, str]
    bands: Mapping[str, Band]

    @classmethod
    def of(cls, case: Case) -> "Words":
        """The words of a case."""
        return cls(
            {unit.unit: unit.name or unit.unit for unit in case.units},
            {band.band: band for band in case.bands},
        )


def entries_of(worked: WorkedDay, words: Words) -> tuple[Entry, ...]:
    """An entry for each spell: the shift and the place in the title, hours and visits below it."""
    whole = entry_of(worked, words)
    return tuple(
        replace(
            whole,
            starts=spell.starts,
            ends=spell.ends,
            summary=whole.summary if spell.kind == "work" else f"{whole.summary} ({spell.kind})",
        )
        for spell in worked.spells
    )


def entry_of(worked: WorkedDay, words: Words) -> Entry:
    """When, where and what of a whole duty."""
    shift = worked.shift
    if worked.is_training:
        title, location = "training", ""
    elif worked.unit:
        title = location = words.units.get(worked.unit, worked.unit)
    elif worked.is_spare:
        title, location = NO_TASK, ""
    else:
        location = ", ".join(worked.places)
        title = f"visits in {location}"
    kind = "Night shift" if shift.is_night else "Shift"
    lines = [
        f"{kind} {shift.shift}, {shift.times}.",
        _hours(worked),
    ]
    if worked.places:
        lines += [f"Visits {line}." for line in visit_lines(worked, words.bands)]
    return Entry(
        worked.starts,
        worked.ends,
        f"{shift.shift} {title}",
        location,
        "\n".join(lines),
        team=worked.person.team,
    )


def _hours(worked: WorkedDay) -> str:
    """Paid hours and break; where the clocks change, how long it really is."""
    unpaid = worked.shift.break_minutes
    rest = f", with {counted(unpaid, 'minute')} of unpaid break" if unpaid else ""
    clocks = ""
    if worked.elapsed_hours != worked.clock_hours:
        clocks = f" The clocks change: it lasts {in_hours(60 * worked.elapsed_hours)}."
    hours = "hour" if worked.paid_hours == 1 else "hours"
    return f"{worked.paid_hours:g} paid {hours}{rest}.{clocks}"
