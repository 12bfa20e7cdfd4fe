"""What stands in a calendar file already, and how is one written?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rosterer.export.calendar_words import Entry

if TYPE_CHECKING:
    from icalendar import Component, Event

DOMAIN = "@rosterer"
"""How the ids of our own entries end."""
TEAM = "x-rosterer-team"
"""The property that says from which team's rota an entry is."""
TITLE = "Rota of "
"""Before the name of a person, in the name of a calendar."""
ONE_YEAR = timedelta(days=366)
"""Clock changes that a calendar carries with it, before its first and after its last entry."""


@dataclass(frozen=True)
class Known:
    """An entry as the file has it."""

    entry: Entry
    sequence: int
    stamp: datetime


@dataclass(frozen=True)
class CalendarFile:
    """What a file holds: whose it is, our entries by id, and what somebody else put into it."""

    name: str = ""
    entries: Mapping[str, Known] = field(default_factory=dict)
    others: tuple["Component", ...] = ()


def read_calendar(path: Path) -> CalendarFile:
    """The file as it is; nothing when there is none or it is not readable as a calendar."""
    from icalendar import Calendar

    if not path.is_file():
        return CalendarFile()
    try:
        calendar = Calendar.from_ical(path.read_bytes())
        ours: dict[str, Known] = {}
        others: list[Component] = []
        zones: list[Component] = []
        for part in calendar.subcomponents:
            if part.name == "VEVENT" and str(part.get("uid", "")).endswith(DOMAIN):
                ours[str(part["uid"])] = _known(part)
            else:
                (zones if part.name == "VTIMEZONE" else others).append(part)
        if others:
            used = {str(known.entry.starts.tzinfo) for known in ours.values()}
            others = [*(zone for zone in zones if str(zone.get("tzid")) not in used), *others]
        name = str(calendar.get("x-wr-calname", "")).removeprefix(TITLE)
        return CalendarFile(name, ours, tuple(others))
    except (ValueError, KeyError, AttributeError, IndexError):
        return CalendarFile()


def calendar_bytes(
    zone: str, name: str, entries: Mapping[str, Known], others: Iterable["Component"] = ()
) -> bytes:
    """The calendar of a person: entries in the order of their ids, then what is not ours."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Rosterer//rota//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", f"{TITLE}{name}")
    calendar.add("x-wr-calname", f"{TITLE}{name}")
    calendar.add("x-wr-timezone", zone)
    for uid, known in sorted(entries.items()):
        calendar.add_component(_event(uid, known))
    for part in others:
        calendar.add_component(part)
    if entries:
        first = min(known.entry.starts for known in entries.values()).date()
        last = max(known.entry.ends for known in entries.values()).date()
        calendar.add_missing_timezones(first_date=first - ONE_YEAR, last_date=last + ONE_YEAR)
    return bytes(calendar.to_ical())


def _event(uid: str, known: Known) -> "Event":
    from icalendar import Event

    entry, event = known.entry, Event()
    event.add("uid", uid)
    event.add("sequence", known.sequence)
    event.add("dtstamp", known.stamp.astimezone(UTC))
    event.add("dtstart", entry.starts)
    event.add("dtend", entry.ends)
    event.add("summary", entry.summary)
    event.add("location", entry.location)
    event.add("description", entry.description)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    if entry.team:
        event.add(TEAM, entry.team)
    return event


def _known(event: "Component") -> Known:
    starts, ends = (
        _local(event.decoded(name), event[name].params.get("TZID", "UTC"))
        for name in ("dtstart", "dtend")
    )
    summary, location, description, team = (
        str(event.get(name, "")) for name in ("summary", "location", "description", TEAM)
    )
    is_cancelled = str(event.get("status", "")) == "CANCELLED"
    entry = Entry(starts, ends, summary, location, description, is_cancelled, team)
    return Known(entry, int(event.get("sequence", 0)), event.decoded("dtstamp"))


def _local(moment: datetime, zone: str) -> datetime:
    return moment.replace(tzinfo=ZoneInfo(str(zone)))
