"""What does a case look like once something has come up?"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TypeVar

from rosterer_models.vocabulary import daily_change as kinds
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Absence, Availability, FixedDuty, Person
from rosterer_models.vocabulary.place import Closure
from rosterer_models.vocabulary.refusals import UnfitChangeError, known

ONE_DAY = timedelta(days=1)
Row = TypeVar("Row", Absence, Availability, Closure)
Tables = dict[str, object]


def altered(case: Case, change: kinds.DailyChange) -> Tables:
    """The tables that a change makes another.

    Raises
    ------
    UnknownNameError
        When a change names what the case does not have.
    UnfitChangeError
        When there is nothing for the change to act on.
    """
    match change:
        case kinds.PersonAvailable():
            return _available(case, change)
        case kinds.OfferAccepted():
            return _accepted(case, change)
        case kinds.OfferDeclined():
            return _declined(case, change)
        case kinds.ReferralReady():
            return _ready(case, change)
        case kinds.BarrierCleared():
            return _cleared(case, change)
        case kinds.Reopening():
            return _reopened(case, change)
        case kinds.CoverAdded():
            row = change.cover
            known(row.band, (one.band for one in case.bands), "band")
            known(row.skill, (one.skill for one in case.skills), "skill")
            if row.place is not None:
                known(row.place, (one.place for one in case.places), "place")
            else:
                known(str(row.unit), (one.unit for one in case.units), "unit")
            return {"cover": (*case.cover, row)}


def parted(row: Row, first: date, last: date) -> tuple[Row | None, list[Row]]:
    """What of a row lies within a range of days, and what before and after it."""
    within_first, within_last = max(row.first_day, first), min(row.last_day, last)
    if within_last < within_first:
        return None, [row]
    outside = []
    if row.first_day < within_first:
        outside.append(row.model_copy(update={"last_day": within_first - ONE_DAY}))
    if within_last < row.last_day:
        outside.append(row.model_copy(update={"first_day": within_last + ONE_DAY}))
    return row.model_copy(update={"first_day": within_first, "last_day": within_last}), outside


def _person(case: Case, name: str) -> Person:
    known(name, (one.person for one in case.people), "person")
    return next(one for one in case.people if one.person == name)


def _available(case: Case, change: kinds.PersonAvailable) -> Tables:
    _person(case, change.person)
    rows: list[Absence] = []
    is_away = False
    for row in case.absences:
        inside, outside = parted(row, *change.span)
        if row.person != change.person or inside is None:
            rows.append(row)
            continue
        is_away = True
        days = (row.last_day - row.first_day).days + 1
        for part in outside:
            hours = row.hours
            if hours is not None:
                hours = round(hours * ((part.last_day - part.first_day).days + 1) / days, 2)
            rows.append(part.model_copy(update={"hours": hours}))
    if not is_away:
        raise UnfitChangeError(f"{change.person!r} is not away on these days; leave the change out")
    return {"absences": tuple(rows)}


def _accepted(case: Case, change: kinds.OfferAccepted) -> Tables:
    _person(case, change.person)
    known(change.shift, (one.shift for one in case.shifts), "shift")
    if change.unit is not None:
        known(change.unit, (one.unit for one in case.units), "unit")
    for row in case.fixed:
        if (row.person, row.date) == (change.person, change.date):
            raise UnfitChangeError(
                f"{change.person!r} has a fixed duty ({row.shift}) on {row.date} already; leave "
                "one of the two out"
            )
    duty = FixedDuty(person=change.person, date=change.date, shift=change.shift, unit=change.unit)
    return {"fixed": (*case.fixed, duty)}


def _declined(case: Case, change: kinds.OfferDeclined) -> Tables:
    person = _person(case, change.person)
    shifts = [one.shift for one in case.shifts]
    if change.shift is not None:
        known(change.shift, shifts, "shift")
    offers = [row for row in case.availability if row.person == change.person]
    if person.kind == "pattern" or (person.kind == "contract" and not offers):
        # an absence that is worth nothing: they owe no hours for what they were free to decline
        off = Absence(
            person=change.person,
            first_day=change.date,
            last_day=change.date,
            kind="unavailable",
            hours=0,
        )
        return {"absences": (*case.absences, off)}
    rows: list[Availability] = []
    for row in case.availability:
        inside, outside = parted(row, change.date, change.date)
        left = tuple(shift for shift in row.shifts or shifts if change.shift not in (None, shift))
        is_hit = change.shift is None or not row.shifts or change.shift in row.shifts
        if row.person != change.person or inside is None or not is_hit:
            rows.append(row)
            continue
        rows += outside
        if left:
            rows.append(inside.model_copy(update={"shifts": left}))
    if tuple(rows) == case.availability:
        raise UnfitChangeError(
            f"{change.person!r} does not offer that on {change.date}; leave the change out"
        )
    return {"availability": tuple(rows)}


def _ready(case: Case, change: kinds.ReferralReady) -> Tables:
    known(change.referral, (one.referral for one in case.referrals), "referral")
    rows = [
        one.model_copy(update={"ready": change.ready, "referred": min(one.referred, change.ready)})
        if one.referral == change.referral
        else one
        for one in case.referrals
    ]
    return {"referrals": tuple(rows)}


def _cleared(case: Case, change: kinds.BarrierCleared) -> Tables:
    known(change.referral, (one.referral for one in case.referrals), "referral")

    def is_meant(name: str, referral: str) -> bool:
        return referral == change.referral and change.barrier in (None, name)

    if not any(is_meant(one.barrier, one.referral) for one in case.barriers):
        named = "no barrier" if change.barrier is None else f"no barrier {change.barrier!r}"
        raise UnfitChangeError(f"{change.referral!r} has {named}; leave the change out")
    rows = [
        one.model_copy(update={"clears": change.clears})
        if is_meant(one.barrier, one.referral)
        else one
        for one in case.barriers
    ]
    return {"barriers": tuple(rows)}


def _reopened(case: Case, change: kinds.Reopening) -> Tables:
    known(change.unit, (one.unit for one in case.units), "unit")
    first, last = change.span
    left = dict.fromkeys(_days(first, last), change.beds)
    rows: list[Closure] = []
    is_closed = False
    for row in case.closures:
        inside, outside = parted(row, first, last)
        if row.unit != change.unit or inside is None:
            rows.append(row)
            continue
        is_closed = True
        rows += outside
        for day in _days(inside.first_day, inside.last_day):
            most = left[day]
            taken = row.beds
            if most is not None:
                taken = min(row.beds, most)
                left[day] = most - taken
            if row.beds > taken:
                update = {"first_day": day, "last_day": day, "beds": row.beds - taken}
                rows.append(row.model_copy(update={**update, "admissions": True}))
    if not is_closed:
        raise UnfitChangeError(
            f"nothing of {change.unit!r} is closed on these days; leave the change out"
        )
    return {"closures": tuple(_joined(rows))}


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += ONE_DAY


def _joined(rows: Iterable[Closure]) -> list[Closure]:
    """Closures of days one after the other, alike in all else, in one row."""
    found: list[Closure] = []
    for row in rows:
        last = found[-1] if found else None
        if last is not None and row == last.model_copy(
            update={"first_day": last.last_day + ONE_DAY, "last_day": row.last_day}
        ):
            found[-1] = last.model_copy(update={"last_day": row.last_day})
        else:
            found.append(row)
    return found
