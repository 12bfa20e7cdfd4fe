"""What does a case look like once something in it has changed?"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Protocol, TypeVar

from rosterer_models.vocabulary import change as kinds
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import Cover, TriageSlots
from rosterer_models.vocabulary.daily_change import DailyChange
from rosterer_models.vocabulary.daily_changing import altered
from rosterer_models.vocabulary.person import Absence, Availability, Person
from rosterer_models.vocabulary.place import Closure, Unit
from rosterer_models.vocabulary.referral import ArrivalClass, Stage, StayPoint
from rosterer_models.vocabulary.refusals import (
    RefusedChangeError,
    TooMuchError,
    UnfitChangeError,
    UnknownNameError,
    known,
)
from rosterer_models.vocabulary.settings import Limits, PriceList
from rosterer_models.vocabulary.time import Weekday

ONE_DAY = timedelta(days=1)
LAST_STAY_DAY = 1000
MOST_ROWS = 250_000
"""Of a table, as in files."""
__all__ = [
    "RefusedChangeError",
    "TooMuchError",
    "UnfitChangeError",
    "UnknownNameError",
    "applied",
    "require_beds_to_close",
    "with_tables",
]
GROWING = ("cover", "expected", "triage", "people", "availability", "stays", "absences")
"""The tables whose rows a change can split or copy."""
MOST_PEOPLE = 20_000


class _Ranged(Protocol):
    @property
    def first_day(self) -> date: ...

    @property
    def last_day(self) -> date: ...


Row = TypeVar("Row", Cover, ArrivalClass, TriageSlots)


def applied(case: Case, changes: Iterable[kinds.Change]) -> Case:
    """The case after the changes, in order; those that only concern a simulation leave it as it is.

    Raises
    ------
    UnknownNameError
        When a change names a person, unit, referral, price or limit that the case does not have.
    UnfitChangeError
        When a change closes more beds than there are after all of them, or moves the case by part
        of a week.
    TooMuchError
        When a table would grow beyond all measure, or a date leave the calendar.
    """
    own = len(case.closures)
    for one in changes:
        try:
            case = _applied(case, one)
        except OverflowError as wrong:
            raise TooMuchError("this leads to a date or number that there is not") from wrong
        _require_measure(case)
    require_beds_to_close(case, own)
    return case


def require_beds_to_close(case: Case, own: int) -> None:
    """Refuse closures after the first ``own`` of more beds than their unit has: beds that a later
    change takes away cannot have been closed by an earlier one.

    Raises
    ------
    UnfitChangeError
        With the beds that are there.
    """
    for number in range(own, len(case.closures)):
        others = (*case.closures[:number], *case.closures[number + 1 :])
        _require_beds(with_tables(case, {"closures": others}), case.closures[number])


def _require_measure(case: Case) -> None:
    for table in GROWING:
        number = len(getattr(case, table))
        if number > MOST_ROWS:
            raise TooMuchError(f"this leads to {number:,} rows of {table}; at most {MOST_ROWS:,}")


def _applied(case: Case, one: kinds.Change) -> Case:
    match one:
        case kinds.DemandPercent():
            for place in one.places:
                known(place, (p.place for p in case.places), "place")
            hit = lambda row: row.place is not None and (not one.places or row.place in one.places)  # noqa: E731
            rows = _scaled(
                case.cover,
                one,
                hit,
                lambda row: row.model_copy(update={"minutes": row.minutes * _factor(one.percent)}),
            )
            return with_tables(case, {"cover": rows})
        case kinds.ArrivalsPercent():
            pathway = {stage.option: stage.pathway for stage in case.options}

            def of(row: ArrivalClass) -> bool:
                return one.pathway is None or (
                    bool(row.options) and pathway.get(row.options[0]) == one.pathway
                )

            more = _scaled(
                case.expected,
                one,
                of,
                lambda row: row.model_copy(update={"amount": row.amount * _factor(one.percent)}),
            )
            return with_tables(case, {"expected": more})
        case kinds.PersonUnavailable():
            known(one.person, (p.person for p in case.people), "person")
            first, last = one.span
            off = Absence(person=one.person, first_day=first, last_day=last, kind=one.reason)
            return with_tables(case, {"absences": (*case.absences, off)})
        case kinds.PersonAdded():
            return _with_people(case, (*case.people, one.person), {one.person.person: None})
        case kinds.BankSize():
            return _resized_bank(case, one.percent)
        case kinds.Beds():
            return _with_unit(
                case, one.unit, lambda unit: unit.model_copy(update={"beds": one.beds})
            )
        case kinds.BedClosure():
            known(one.unit, (u.unit for u in case.units), "unit")
            first, last = one.span
            shut = Closure(
                unit=one.unit,
                first_day=first,
                last_day=last,
                beds=one.beds,
                admissions=one.admissions,
            )
            _require_beds(case, shut)
            return with_tables(case, {"closures": (*case.closures, shut)})
        case kinds.Admissions():
            return _with_unit(
                case,
                one.unit,
                lambda unit: unit.model_copy(
                    update={"admissions": {**unit.admissions, **one.starts}}
                ),
            )
        case kinds.Slots():
            return with_tables(case, {"triage": _slots(case, one)})
        case kinds.ReferralAdded():
            added = {
                "referrals": (*case.referrals, one.referral),
                "barriers": (*case.barriers, *one.barriers),
            }
            return with_tables(case, added)
        case kinds.ReferralWithdrawn():
            known(one.referral, (r.referral for r in case.referrals), "referral")
            left = tuple(r for r in case.referrals if r.referral != one.referral)
            return with_tables(
                case,
                {
                    "referrals": left,
                    "barriers": tuple(b for b in case.barriers if b.referral != one.referral),
                },
            )
        case kinds.BarriersClear():
            if one.referral is not None:
                known(one.referral, (r.referral for r in case.referrals), "referral")
            earlier = timedelta(days=one.days_earlier)
            cleared = tuple(
                b.model_copy(
                    update={"clears": max(min(b.clears, case.first_day), b.clears - earlier)}
                )
                if one.referral in (None, b.referral)
                else b
                for b in case.barriers
            )
            return with_tables(case, {"barriers": cleared})
        case kinds.Price():
            known(one.name, PriceList.model_fields, "price")
            return with_tables(
                case,
                {
                    "prices": PriceList.model_validate(
                        {**case.prices.model_dump(), one.name: one.pounds}
                    )
                },
            )
        case kinds.Limit():
            known(one.name, Limits.model_fields, "limit")
            return with_tables(
                case,
                {
                    "limits": Limits.model_validate(
                        {**case.limits.model_dump(), one.name: one.value}
                    )
                },
            )
        case kinds.StaysPercent():
            _known_options(case, one.options)
            return _stretched(case, one)
        case kinds.PackageHours():
            _known_options(case, one.options)
            options = tuple(
                _with_hours(s, one.percent) if not one.options or s.option in one.options else s
                for s in case.options
            )
            return with_tables(case, {"options": options})
        case kinds.StartDate():
            return _moved(case, one.first_day)
        case _ if isinstance(one, DailyChange):
            return with_tables(case, altered(case, one))
        case _:
            return case


def with_tables(case: Case, tables: Mapping[str, object]) -> Case:
    """A case with other tables or settings, and a fingerprint of its own (a plain copy would keep
    the remembered one).
    """
    copy = case.model_copy(update=dict(tables))
    copy.__dict__.pop("fingerprint", None)
    return copy


def _require_beds(case: Case, shut: Closure) -> None:
    """Refuse to close more beds than a unit has, those closed already included."""
    beds = next(unit.beds for unit in case.units if unit.unit == shut.unit)
    others = [
        row
        for row in case.closures
        if row.unit == shut.unit
        and row.first_day <= shut.last_day
        and row.last_day >= shut.first_day
    ]
    fullest = [
        day for day in (shut.first_day, *(r.first_day for r in others)) if day >= shut.first_day
    ]
    for day in fullest:
        closed = sum(row.beds for row in others if row.first_day <= day <= row.last_day)
        if shut.beds > 0 and shut.beds + closed > beds:
            already = f", of which {closed} are closed already on {day}" if closed else ""
            raise UnfitChangeError(
                f"this closes {shut.beds} beds of {shut.unit!r}, which has {beds}{already}; close "
                f"at most {max(0, beds - closed)}"
            )


def _factor(percent: float) -> float:
    return 1 + percent / 100


def _known_options(case: Case, options: Iterable[str]) -> None:
    for option in options:
        known(option, (stage.option for stage in case.options), "option")


def _scaled(
    rows: tuple[Row, ...],
    days: kinds.Dated,
    hit: Callable[[Row], object],
    scale: Callable[[Row], Row],
) -> tuple[Row, ...]:
    """Rows that are hit are split where the range of days begins and ends, and scaled within."""
    result: list[Row] = []
    for row in rows:
        first = max(row.first_day, days.first_day or row.first_day)
        last = min(row.last_day, days.last_day or row.last_day)
        if not hit(row) or last < first:
            result.append(row)
            continue
        if row.first_day < first:
            result.append(row.model_copy(update={"last_day": first - ONE_DAY}))
        result.append(scale(row.model_copy(update={"first_day": first, "last_day": last})))
        if last < row.last_day:
            result.append(row.model_copy(update={"first_day": last + ONE_DAY}))
    return tuple(result)


def _slots(case: Case, one: kinds.Slots) -> tuple[TriageSlots, ...]:
    """Weekdays of the range lose what they had and get the new number."""
    week: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    on = one.weekdays or week

    def without(row: TriageSlots) -> TriageSlots:
        return row.model_copy(
            update={"weekdays": tuple(d for d in (row.weekdays or week) if d not in on)}
        )

    kept: list[TriageSlots] = []
    for row in _scaled(case.triage, one, lambda _: True, lambda r: r):
        inside = (one.first_day or row.first_day) <= row.first_day and row.last_day <= (
            one.last_day or row.last_day
        )
        if not inside:
            kept.append(row)
        elif without(row).weekdays:
            kept.append(without(row))
    end = case.first_day + timedelta(days=case.days - 1)
    new = TriageSlots(
        first_day=one.first_day or case.first_day,
        last_day=one.last_day or end,
        weekdays=one.weekdays,
        slots=one.slots,
    )
    return (*kept, new)


MOVES = {
    "expected": ("first_day", "last_day"),
    "cover": ("first_day", "last_day"),
    "triage": ("first_day", "last_day"),
    "availability": ("first_day", "last_day"),
    "absences": ("first_day", "last_day"),
    "caps": ("first_day", "last_day"),
    "closures": ("first_day", "last_day"),
    "requests": ("date",),
    "fixed": ("date",),
    "history": ("date",),
    "people": ("history_from",),
    "census": ("started", "until"),
    "referrals": ("referred", "ready"),
    "barriers": ("clears",),
    "realised": ("referred", "ready"),
}
"""Dates of each table that move with the first day: all of them."""


def _moved(case: Case, first_day: date) -> Case:
    delta = first_day - case.first_day
    if delta.days % 7:
        sooner = first_day - timedelta(days=delta.days % 7)
        raise UnfitChangeError(
            f"the case begins on a {case.first_day:%A} and {first_day} is a {first_day:%A}; a case "
            f"moves by whole weeks, so write {sooner} or {sooner + timedelta(days=7)}"
        )
    tables: dict[str, object] = {"first_day": first_day}
    for table, columns in MOVES.items():
        rows = getattr(case, table)
        tables[table] = tuple(
            row.model_copy(
                update={c: getattr(row, c) + delta for c in columns if getattr(row, c) is not None}
            )
            for row in rows
        )
    return with_tables(case, tables)


def _with_unit(case: Case, name: str, change: Callable[[Unit], Unit]) -> Case:
    known(name, (u.unit for u in case.units), "unit")
    return with_tables(
        case, {"units": tuple(change(u) if u.unit == name else u for u in case.units)}
    )


def _with_people(case: Case, people: tuple[Person, ...], like: dict[str, str | None]) -> Case:
    """People with, for each new one, the availability of another, or of every day."""
    rows = list(case.availability)
    end = case.first_day + timedelta(days=case.days - 1)
    bank = {p.person for p in people if p.kind == "bank"}
    for new, model in like.items():
        if model is not None:
            rows += [
                a.model_copy(update={"person": new}) for a in case.availability if a.person == model
            ]
        elif new in bank:
            rows.append(Availability(person=new, first_day=case.first_day, last_day=end))
    return with_tables(case, {"people": people, "availability": tuple(rows)})


def _resized_bank(case: Case, percent: float) -> Case:
    bank = [p for p in case.people if p.kind == "bank"]
    wanted = round(len(bank) * _factor(percent))
    if wanted > MOST_PEOPLE:
        raise TooMuchError(f"this leads to {wanted:,} bank people; at most {MOST_PEOPLE:,}")
    if wanted <= len(bank):
        gone = {p.person for p in bank[wanted:]}
        tables = ("people", "caps", "absences", "requests", "fixed", "history", "availability")
        return with_tables(
            case,
            {t: tuple(row for row in getattr(case, t) if row.person not in gone) for t in tables},
        )
    like: dict[str, str | None] = {}
    people, taken = list(case.people), {person.person for person in case.people}
    for number in range(wanted - len(bank)):
        model = bank[number % len(bank)]
        own = number + 1
        while f"{model.person[:52]}.extra-{own}" in taken:
            own += wanted - len(bank)
        name = f"{model.person[:52]}.extra-{own}"
        taken.add(name)
        like[name] = model.person
        people.append(model.model_copy(update={"person": name, "name": ""}))
    return _with_people(case, tuple(people), like)


def _with_hours(stage: Stage, percent: float) -> Stage:
    factor = _factor(percent)
    scaled = {
        field: {
            band: min(1440, round(minutes * factor))
            for band, minutes in getattr(stage, field).items()
        }
        for field in ("minutes", "minutes_end")
    }
    return stage.model_copy(update=scaled)


def _stretched(case: Case, one: kinds.StaysPercent) -> Case:
    """Known lengths and survival curves of the options, longer or shorter; curves shared with other
    options are copied.
    """
    factor = max(0.01, _factor(one.percent))
    hit = [not one.options or stage.option in one.options for stage in case.options]
    own = {s.stay for s, yes in zip(case.options, hit, strict=True) if yes and s.stay}
    shared = {s.stay for s, yes in zip(case.options, hit, strict=True) if not yes and s.stay}
    names = {stay: f"{stay[:52]}.stretched" if stay in shared else stay for stay in own}
    options = tuple(
        stage.model_copy(
            update={
                "days": None if stage.days is None else max(1, round(stage.days * factor)),
                "stay": names.get(stage.stay, stage.stay) if stage.stay else None,
            }
        )
        if yes
        else stage
        for stage, yes in zip(case.options, hit, strict=True)
    )
    stays = [p for p in case.stays if p.stay not in own or p.stay in shared]
    for old, new in sorted(names.items()):
        curve = {p.day: p.per_mille for p in case.stays if p.stay == old}
        days, last = sorted(curve), min(LAST_STAY_DAY, round((max(curve) + 1) * factor) - 1)
        for day in range(max(1, last + 1)):
            num_named = bisect_right(days, int(day / factor))
            alive = curve[days[num_named - 1]] if num_named else 1000
            stays.append(StayPoint(stay=new, day=day, per_mille=alive))
    return with_tables(case, {"options": options, "stays": tuple(stays)})
