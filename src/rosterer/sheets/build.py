"""How does a rota that was read become a case and a plan that can be checked and improved?

A sheet says who works when; it knows no places, prices or demand. So everybody works in one unit of
their team at one place, and the demand is what its rows of requirements say, or else what the rota
usually gives: the middle number of heads by weekday and band. All that is assumed is told.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rosterer.sheets.bands import bands_of, shift_with_bands
from rosterer.sheets.cover import cover_of, heads_there
from rosterer.sheets.cycles import line_of
from rosterer.sheets.entries import Entry, OpenEntry
from rosterer.sheets.found import FoundPerson
from rosterer.sheets.meanings import ABSENCES, Meaning
from rosterer.sheets.names import ids_of
from rosterer.sheets.needs import Need
from rosterer_models.library.holidays import bank_holidays
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.loss import Loss
from rosterer_models.vocabulary.person import (
    Absence,
    Availability,
    Employer,
    FixedDuty,
    Person,
    Skill,
    Team,
    WorkedDuty,
)
from rosterer_models.vocabulary.place import Place, Unit
from rosterer_models.vocabulary.plan import DutyPiece, Plan
from rosterer_models.vocabulary.shift import Pattern

HOURLY_PAY = 15.0
"""Pounds with on-costs, until the service fills in its own: the order of a care assistant's pay."""
HOURS_APART = 0.001
"""Days of leave whose hours differ by less are worth the same."""
BASE, SKILL, EMPLOYER = "base", "care", "employer"


@dataclass(frozen=True)
class Frame:
    """Name and days of the case."""

    name: str
    first_day: date
    last_day: date
    has_numbered_people: bool = False
    """Ids of people are numbers, in the order of the sheet."""

    @property
    def days(self) -> int:
        """Length of the horizon."""
        return (self.last_day - self.first_day).days + 1


def build(
    frame: Frame,
    people: Sequence[FoundPerson],
    entries: Iterable[Entry],
    unread: frozenset[tuple[str, date]],
    without_line: frozenset[str],
    needs: Sequence[Need] = (),
    unfilled: Sequence[OpenEntry] = (),
    losses: Sequence[Loss] = (),
    other_shifts: Mapping[str, Meaning] | None = None,
) -> tuple[Case, Plan]:
    """A case and the plan that the sheet is.

    Parameters
    ----------
    unread
        People and dates of cells that nobody understands: they say nothing of a line.
    without_line
        Ids of people who are to be free of any pattern, because theirs breaks a rule.
    needs
        What rows of requirements say.
    unfilled
        Shifts that nobody of the rota does: need beyond those who are there; what an agency does
        costs its price where nobody else does it.
    losses
        What was not read, and accepted so.
    other_shifts
        By code what the file explains besides.
    """
    ids = ids_of([person.number or person.name for person in people])
    if frame.has_numbered_people:
        ids = [f"p{number:03d}" for number in range(1, len(people) + 1)]
    person_ids = {person.key: one for person, one in zip(people, ids, strict=True)}
    team_names = list(
        dict.fromkeys([*(person.team for person in people), *(one.team for one in unfilled)])
    )
    team_ids = dict(zip(team_names, ids_of(team_names), strict=True))
    entries = list(entries)
    codes = {entry.code: entry.meaning for entry in entries if entry.meaning.hours is not None}
    for need in needs:
        codes.setdefault(need.code, need.meaning)
    for one in unfilled:
        codes.setdefault(one.code, one.meaning)
    codes = {**(other_shifts or {}), **codes}
    shift_ids = dict(zip(codes, ids_of(list(codes)), strict=True))
    bands = bands_of(list(codes.values()))
    shift_of = {
        code: shift_with_bands(shift_ids[code], meaning, bands) for code, meaning in codes.items()
    }

    days: dict[str, dict[date, Entry]] = defaultdict(dict)
    for entry in entries:
        days[entry.person][entry.date] = entry
    members, patterns = _members(
        frame, people, person_ids, team_ids, days, shift_ids, unread, without_line
    )
    inside = [entry for entry in entries if frame.first_day <= entry.date <= frame.last_day]
    duties = [entry for entry in inside if entry.meaning.kind == "shift"]
    team_of = {person.key: team_ids[person.team] for person in people}
    is_bank = {member.person: member.kind == "bank" for member in members}
    case = Case(
        losses=tuple(losses),
        name=frame.name,
        note="Read from a rota sheet; places, pay and demand are assumed."
        + (f" Not read, as accepted: {len(losses)}." if losses else ""),
        first_day=frame.first_day,
        days=frame.days,
        holidays=bank_holidays(frame.first_day, frame.days),
        employers=(Employer(employer=EMPLOYER, hourly_pay=HOURLY_PAY),),
        teams=tuple(Team(team=one, name=name) for name, one in team_ids.items()),
        skills=(Skill(skill=SKILL),),
        people=tuple(members),
        absences=tuple(_absences(entries, person_ids)),
        fixed=tuple(
            FixedDuty(
                person=person_ids[entry.person],
                date=entry.date,
                shift=shift_ids[entry.code],
                training=True,
            )
            for entry in inside
            if entry.meaning.kind == "training"
        ),
        history=tuple(
            WorkedDuty(
                person=person_ids[entry.person], date=entry.date, shift=shift_ids[entry.code]
            )
            for entry in sorted(entries, key=lambda entry: (entry.person, entry.date))
            if entry.date < frame.first_day and entry.meaning.hours is not None
        ),
        availability=tuple(
            Availability(person=one, first_day=frame.first_day, last_day=frame.last_day)
            for one in is_bank
            if is_bank[one]
        ),
        bands=tuple(bands),
        shifts=tuple(shift_of.values()),
        patterns=tuple(patterns),
        # a sector, so that whoever the unit does not need may be there without a task instead of
        # breaking the reach of rounds
        places=(Place(place=BASE, kind="sector", easting=400_000, northing=300_000),),
        units=tuple(
            Unit(unit=f"{one}-unit", name=name, place=BASE, kind="team", skill=SKILL)
            for name, one in team_ids.items()
        ),
        cover=tuple(
            row
            for name, team in team_ids.items()
            for row in cover_of(
                team,
                [frame.first_day + timedelta(days=number) for number in range(frame.days)],
                heads_there(
                    [(entry.date, entry.code) for entry in duties if team_of[entry.person] == team],
                    shift_of,
                ),
                [need for need in needs if need.team == name],
                [
                    one
                    for one in unfilled
                    if one.team == name and frame.first_day <= one.date <= frame.last_day
                ],
                shift_of,
                bands,
                SKILL,
            )
        ),
    )
    plan = Plan(
        duties=tuple(
            DutyPiece(
                person=person_ids[entry.person],
                date=entry.date,
                shift=shift_ids[entry.code],
                place=f"{team_of[entry.person]}-unit" if entry.meaning.kind == "shift" else None,
                source="manual" if entry.meaning.kind == "shift" else "fixed",
            )
            for entry in inside
            if entry.meaning.hours is not None
        ),
        losses=tuple(losses),
    )
    return case, plan.made("import", "read from a rota sheet")


def _members(
    frame: Frame,
    people: Sequence[FoundPerson],
    person_ids: Mapping[str, str],
    team_ids: Mapping[str, str],
    days: dict[str, dict[date, Entry]],
    shift_ids: Mapping[str, str],
    unread: frozenset[tuple[str, date]],
    without_line: frozenset[str],
) -> tuple[list[Person], list[Pattern]]:
    """People with a repeating line as pattern staff, others with contract hours as contract staff,
    and all others as bank staff who can work on any day.
    """
    patterns: dict[tuple[str, ...], str] = {}
    members = []
    for person in people:
        one = person_ids[person.key]
        about: dict[str, object] = {
            "person": one,
            "name": person.name,
            "employer": EMPLOYER,
            "home": BASE,
        }
        about |= {"team": team_ids[person.team], "grade": person.grade, "skills": (SKILL,)}
        line = (
            None
            if one in without_line
            else line_of(_cells(frame, person.key, days[person.key], shift_ids, unread))
        )
        hours = person.contract_hours or 0
        if line is None:
            kind = "contract" if hours > 0 else "bank"
            members.append(Person.model_validate({**about, "kind": kind, "contract_hours": hours}))
            continue
        cycle, phase = line
        pattern = patterns.setdefault(cycle, f"cycle-{len(patterns) + 1}")
        members.append(
            Person.model_validate(
                {**about, "contract_hours": hours, "pattern": pattern, "phase": phase}
            )
        )
    return members, [Pattern(pattern=name, cycle=cycle) for cycle, name in patterns.items()]


def _cells(
    frame: Frame,
    key: str,
    days: Mapping[date, Entry],
    shift_ids: Mapping[str, str],
    unread: frozenset[tuple[str, date]],
) -> list[str | None]:
    """A shift, ``-`` or, on days that say nothing of the line, None."""
    cells: list[str | None] = []
    for number in range(frame.days):
        on = frame.first_day + timedelta(days=number)
        entry = days.get(on)
        if entry is None and (key, on) in unread:
            cells.append(None)
        elif entry is None or entry.meaning.kind == "off":
            cells.append("-")
        else:
            cells.append(shift_ids[entry.code] if entry.meaning.kind == "shift" else None)
    return cells


def _absences(entries: Iterable[Entry], person_ids: Mapping[str, str]) -> list[Absence]:
    """Days of leave and of other absence, those that follow one another put together."""
    away = sorted(
        (entry for entry in entries if entry.meaning.kind in ABSENCES),
        key=lambda one: (one.person, one.date),
    )
    rows: list[Absence] = []
    for entry in away:
        one, last = person_ids[entry.person], rows[-1] if rows else None
        if (
            last
            and last.person == one
            and last.kind == entry.meaning.kind
            and last.last_day + timedelta(days=1) == entry.date
            and _is_worth(last, entry.meaning.worth_hours)
        ):
            worth = entry.meaning.worth_hours
            hours = None if worth is None else round((last.hours or 0) + worth, 4)
            rows[-1] = last.model_copy(update={"last_day": entry.date, "hours": hours})
        else:
            rows.append(
                Absence.model_validate(
                    {
                        "person": one,
                        "first_day": entry.date,
                        "last_day": entry.date,
                        "kind": entry.meaning.kind,
                        "hours": entry.meaning.worth_hours,
                    }
                )
            )
    return rows


def _is_worth(row: Absence, hours: float | None) -> bool:
    """Whether each day of an absence is worth so many hours, or does not say them."""
    if row.hours is None or hours is None:
        return row.hours == hours
    days = (row.last_day - row.first_day).days + 1
    return abs(row.hours / days - hours) < HOURS_APART
