"""How does a duty get into the calendar of the person who works it, and stay right when the plan
changes?

One file a person. A duty keeps its id (person and date) from plan to plan, so that a calendar that
has seen the old file changes its entry. When the old file is still there, a duty that fell away is
written as cancelled, and a changed one counts up its sequence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rosterer.files.atomic import write_file
from rosterer.report.worked import WorkedDay, worked_days
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

if TYPE_CHECKING:
    from icalendar import Component, Event

ONE_YEAR = timedelta(days=366)
"""Clock changes that a calendar carries with it, before its first and after its last entry."""


@dataclass(frozen=True)
class Entry:
    """An entry of a calendar as it is compared: what changes when the plan does."""

    starts: datetime
    ends: datetime
    summary: str
    location: str
    description: str
    is_cancelled: bool = False


@dataclass(frozen=True)
class Known:
    """An entry of the old file."""

    entry: Entry
    sequence: int
    stamp: datetime


def write_calendars(case: Case, plan: Plan, directory: Path, now: datetime) -> list[Path]:
    """Write one calendar file for each person of the case.

    Parameters
    ----------
    directory
        Files are named after the person's id; older files there are brought up to date.
    now
        The time stamp of entries that are new or changed.

    Returns
    -------
    list of Path
        The files, in the order of the case's people.

    Raises
    ------
    OSError
        When nothing can be written there.
    """
    duties: dict[str, list[WorkedDay]] = {person.person: [] for person in case.people}
    for worked in worked_days(case, plan):
        duties[worked.person.person].append(worked)
    names = {unit.unit: unit.name or unit.unit for unit in case.units}
    written = []
    for person, worked_by in duties.items():
        path = directory / f"{person}.ics"
        entries = {uid_of(worked): entry_of(worked, names) for worked in worked_by}
        write_file(path, calendar_bytes(case, person, entries, _known_entries(path), now))
        written.append(path)
    return written


def uid_of(worked: WorkedDay) -> str:
    """The id of a duty: it has one duty a day, so person and date are enough, whatever the plan."""
    return f"{worked.date:%Y%m%d}.{worked.person.person}@rosterer"


def entry_of(worked: WorkedDay, unit_names: Mapping[str, str]) -> Entry:
    """What the calendar says of a duty."""
    shift, unpaid = worked.shift, worked.shift.unpaid_break
    place = "training" if worked.is_training else unit_names.get(worked.unit, "") or "round"
    lines = [
        f"Shift {shift.shift}, {shift.start} to {shift.end}, {worked.paid_hours:g} paid hours, "
        f"{unpaid} minutes unpaid break."
    ]
    for piece in worked.pieces:
        if worked.places and piece.minutes is not None:
            lines.append(
                f"{piece.band or 'all day'}: {piece.place or worked.person.home}, "
                f"{piece.minutes:.0f} minutes of care"
            )
    return Entry(
        worked.starts, worked.ends, f"{shift.shift} {place}", worked.where, "\n".join(lines)
    )


def calendar_bytes(
    case: Case, person: str, entries: Mapping[str, Entry], known: Mapping[str, Known], now: datetime
) -> bytes:
    """The calendar of a person."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Rosterer//rota//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Rota of {person}")
    calendar.add("x-wr-timezone", case.zone)
    fallen = {
        uid: replace(old.entry, is_cancelled=True)
        for uid, old in known.items()
        if uid not in entries
    }
    for uid, entry in sorted({**fallen, **entries}.items()):
        old = known.get(uid)
        is_same = old is not None and old.entry == entry
        sequence = 0 if old is None else old.sequence + (not is_same)
        calendar.add_component(
            _event(uid, entry, sequence, old.stamp if old is not None and is_same else now)
        )
    if entries or fallen:
        first = min(entry.starts for entry in (*entries.values(), *fallen.values())).date()
        last = max(entry.ends for entry in (*entries.values(), *fallen.values())).date()
        calendar.add_missing_timezones(first_date=first - ONE_YEAR, last_date=last + ONE_YEAR)
    return bytes(calendar.to_ical())


def _event(uid: str, entry: Entry, sequence: int, stamp: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", entry.starts)
    event.add("dtend", entry.ends)
    event.add("summary", entry.summary)
    event.add("location", entry.location)
    event.add("description", entry.description)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    return event


def _known_entries(path: Path) -> dict[str, Known]:
    """Entries of an older file of ours; nothing when there is none or it is not readable as one."""
    from icalendar import Calendar

    if not path.is_file():
        return {}
    try:
        events = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
        return {
            str(event["uid"]): _known(event)
            for event in events
            if str(event["uid"]).endswith("@rosterer")
        }
    except (ValueError, KeyError, AttributeError, IndexError):
        return {}


def _known(event: "Component") -> Known:
    starts, ends = (
        _local(event.decoded(name), event[name].params.get("TZID", "UTC"))
        for name in ("dtstart", "dtend")
    )
    summary, location, description = (
        str(event.get(name, "")) for name in ("summary", "location", "description")
    )
    is_cancelled = str(event.get("status", "")) == "CANCELLED"
    entry = Entry(starts, ends, summary, location, description, is_cancelled)
    return Known(entry, int(event.get("sequence", 0)), event.decoded("dtstamp"))


def _local(moment: datetime, zone: str) -> datetime:
    return moment.replace(tzinfo=ZoneInfo(str(zone)))
