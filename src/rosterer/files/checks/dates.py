"""Do the dates make sense?"""

from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from rosterer.files.cells import short
from rosterer.files.checks.look import days_of, entries, fault_at, first_day_of
from rosterer.files.faults import Fault
from rosterer.files.tables import Draft
from rosterer_models.vocabulary.person import Absence, FixedDuty, WorkedDuty
from rosterer_models.vocabulary.referral import Occupant, Realised, Referral

EARLIEST, LATEST = date(2000, 1, 1), date(2150, 1, 1)
"""Where a horizon may start: misspelt centuries fall outside."""
FURTHEST_DAYS = 366 * 150
"""From the first day; far enough for 'until further notice', near enough to notice 20026."""
RANGES = ("caps", "absences", "availability", "cover", "closures", "triage", "expected")


def odd_settings(draft: Draft) -> Iterator[Fault]:
    """The first day and the time zone."""
    first_day, zone = first_day_of(draft), draft.settings.get("zone")
    if first_day is not None and not EARLIEST <= first_day <= LATEST:
        message = f"{first_day} is no day to plan for"
        yield Fault(
            draft.settings_origin,
            message,
            "correct the year",
            draft.settings_lines.get("first_day"),
            "first_day",
        )
    try:
        if zone is not None:
            ZoneInfo(str(zone))
    except (KeyError, ValueError, OSError):
        remedy = "use a name such as Europe/London"
        yield Fault(
            draft.settings_origin,
            f"there is no time zone {short(str(zone))!r}",
            remedy,
            draft.settings_lines.get("zone"),
            "zone",
        )


def odd_dates(draft: Draft) -> Iterator[Fault]:
    """Dates too far away, and ranges that end before they start."""
    first_day = first_day_of(draft)
    for table, rows in draft.tables.items():
        for entry in rows.entries:
            for column in type(entry.fact).model_fields:
                value = getattr(entry.fact, column)
                if (
                    isinstance(value, date)
                    and first_day is not None
                    and abs((value - first_day).days) > FURTHEST_DAYS
                ):
                    message = f"{value} is far from the first day of the case ({first_day})"
                    yield fault_at(draft, table, entry, column, message, "correct the year")
            facts = dict(entry.fact)
            if table in RANGES and facts["last_day"] < facts["first_day"]:
                yield fault_at(
                    draft,
                    table,
                    entry,
                    "last_day",
                    "the last day is before the first",
                    "swap or correct the two",
                )


def duties_out_of_place(draft: Draft) -> Iterator[Fault]:
    """Fixed duties lie in the horizon, worked duties before it."""
    first_day, days = first_day_of(draft), days_of(draft)
    if first_day is None:
        return
    if days is not None and first_day <= LATEST:
        last_day = first_day + timedelta(days=days - 1)
        for fixed in entries(draft, "fixed", FixedDuty):
            if not first_day <= fixed.fact.date <= last_day:
                message = f"{fixed.fact.date} is outside the horizon ({first_day} to {last_day})"
                yield fault_at(
                    draft,
                    "fixed",
                    fixed,
                    "date",
                    message,
                    "duties worked before it belong in history",
                )
    for worked in entries(draft, "history", WorkedDuty):
        if worked.fact.date >= first_day:
            message = f"{worked.fact.date} is not before the first day ({first_day})"
            yield fault_at(
                draft,
                "history",
                worked,
                "date",
                message,
                "settled duties from then on belong in fixed",
            )


def overlapping_absences(draft: Draft) -> Iterator[Fault]:
    """One absence of a person at a time."""
    ordered = sorted(
        entries(draft, "absences", Absence),
        key=lambda entry: (entry.fact.person, entry.fact.first_day, entry.row),
    )
    longest = None
    for later in ordered:
        if (
            longest is not None
            and longest.fact.person == later.fact.person
            and later.fact.first_day <= longest.fact.last_day
        ):
            message = f"overlaps the absence in row {longest.row} (to {longest.fact.last_day})"
            yield fault_at(
                draft, "absences", later, "first_day", message, "end one before the other starts"
            )
            if later.fact.last_day <= longest.fact.last_day:
                continue
        longest = later


def impossible_waits(draft: Draft) -> Iterator[Fault]:
    """Nobody is ready before being referred, or in a bed before having started there."""
    for table, model in (("referrals", Referral), ("realised", Realised)):
        for entry in entries(draft, table, model):
            fact = entry.fact
            if isinstance(fact, Referral | Realised) and fact.ready < fact.referred:
                message = f"is ready on {fact.ready}, before being referred on {fact.referred}"
                yield fault_at(
                    draft, table, entry, "ready", message, "correct one of the two dates"
                )
    first_day = first_day_of(draft)
    for occupant in entries(draft, "census", Occupant) if first_day is not None else ():
        if first_day is not None and occupant.fact.started > first_day:
            message = f"starts on {occupant.fact.started}, after the first day ({first_day})"
            yield fault_at(
                draft,
                "census",
                occupant,
                "started",
                message,
                "who starts later belongs in referrals",
            )
        if (
            first_day is not None
            and occupant.fact.until is not None
            and occupant.fact.until < first_day
        ):
            message = f"is there until {occupant.fact.until}, before the first day ({first_day})"
            yield fault_at(
                draft, "census", occupant, "until", message, "remove the row, or correct the date"
            )
