"""Does each kind of change alter what it names, and nothing else?"""

from datetime import date
from typing import get_args

import pytest
from pydantic import ValidationError

from rosterer.generate import generate
from rosterer_models.vocabulary import change as kinds
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Scenario
from rosterer_models.vocabulary.changing import UnknownNameError, applied


@pytest.fixture(scope="module")
def case() -> Case:
    return generate(people=24, days=14, load="normal", seed=3)


def changed(case: Case, **change: object) -> Case:
    return applied(case, Scenario.model_validate({"name": "s", "change": [change]}).change)


def tables_that_differ(one: Case, other: Case) -> set[str]:
    return {name for name in Case.model_fields if getattr(one, name) != getattr(other, name)}


def daily(case: Case, day: date, pathway: int | None = None) -> float:
    ways = {s.option: s.pathway for s in case.options}
    weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day.weekday()]
    return sum(
        row.amount
        for row in case.expected
        if row.first_day <= day <= row.last_day and (not row.weekdays or weekday in row.weekdays)
        if pathway is None or ways[row.options[0]] == pathway
    )


def test_arrivals_rise_on_the_days_and_pathway_named_alone(case: Case) -> None:
    start = case.expected[0].first_day
    inside, outside = (
        date.fromordinal(start.toordinal() + 3),
        date.fromordinal(start.toordinal() + 1),
    )
    new = changed(case, kind="arrivals", percent=20, pathway=1, first_day=inside)
    assert daily(new, inside, 1) == pytest.approx(1.2 * daily(case, inside, 1))
    assert daily(new, inside, 2) == pytest.approx(daily(case, inside, 2))
    assert daily(new, outside) == pytest.approx(daily(case, outside))
    assert tables_that_differ(case, new) == {"expected"}


def test_demand_changes_care_at_places_and_no_heads_in_units(case: Case) -> None:
    new = changed(case, kind="demand", percent=-50)
    assert sum(c.minutes for c in new.cover) == pytest.approx(
        0.5 * sum(c.minutes for c in case.cover)
    )
    assert sum(c.heads for c in new.cover) == sum(c.heads for c in case.cover)


def test_the_bank_grows_with_availability_and_shrinks_with_everything_of_the_person(
    case: Case,
) -> None:
    bank = [p.person for p in case.people if p.kind == "bank"]
    more = changed(case, kind="bank-size", percent=100)
    assert sum(p.kind == "bank" for p in more.people) == 2 * len(bank)
    assert len(more.availability) == 2 * len(case.availability)
    none = changed(case, kind="bank-size", percent=-100)
    assert not [p for p in none.people if p.kind == "bank"]
    assert not [a for a in none.availability if a.person in bank]
    assert not [a for a in none.history if a.person in bank]


def test_a_bank_that_grows_twice_has_nobody_twice(case: Case) -> None:
    twice = changed(changed(case, kind="bank-size", percent=100), kind="bank-size", percent=50)
    bank = sum(p.kind == "bank" for p in case.people)
    names = [p.person for p in twice.people if p.kind == "bank"]
    assert len(names) == len(set(names)) == round(1.5 * 2 * bank)
    offered = {row.person for row in case.availability}
    assert {n.split(".extra")[0] in offered for n in names} >= {
        n in {row.person for row in twice.availability} for n in names
    }


def test_longer_stays_stretch_the_curves_they_name(case: Case) -> None:
    def mean(one: Case, option: str) -> float:
        stage = next(s for s in one.options if s.option == option)
        points = {p.day: p.per_mille for p in one.stays if p.stay == stage.stay}
        return sum(
            points[max(d for d in points if d <= day)] / 1000 for day in range(max(points) + 1)
        )

    option = next(s.option for s in case.options if s.stay)
    new = changed(case, kind="stays", percent=50, options=[option])
    assert mean(new, option) == pytest.approx(1.5 * mean(case, option), rel=0.03)
    for other in {s.option for s in case.options if s.stay and s.stage == 1} - {option}:
        assert mean(new, other) == pytest.approx(mean(case, other))


def test_triage_slots_replace_what_was_there_on_the_weekdays_named(case: Case) -> None:
    new = changed(case, kind="triage-slots", slots=7, weekdays=["sat", "sun"])

    def slots(one: Case, weekday: str) -> set[int]:
        return {row.slots for row in one.triage if not row.weekdays or weekday in row.weekdays}

    assert slots(new, "sat") == {7}
    assert slots(new, "mon") == slots(case, "mon")


def test_units_closures_prices_and_limits_are_set(case: Case) -> None:
    unit = next(u for u in case.units if u.beds)
    assert (
        next(
            u
            for u in changed(case, kind="beds", unit=unit.unit, beds=99).units
            if u.unit == unit.unit
        ).beds
        == 99
    )
    shut = changed(
        case,
        kind="closure",
        unit=unit.unit,
        beds=3,
        first_day=case.first_day,
        last_day=case.first_day,
    )
    assert shut.closures[-1].beds == 3
    open_longer = changed(case, kind="admissions", unit=unit.unit, starts={"sun": 4})
    assert next(u for u in open_longer.units if u.unit == unit.unit).admissions["sun"] == 4
    assert changed(case, kind="price", name="mile", pounds=0.5).prices.mile == 0.5
    assert changed(case, kind="price", name="carer_at_place", pounds=3).prices.carer_at_place == 3
    assert changed(case, kind="limit", name="standard_days", value=3).limits.standard_days == 3
    with pytest.raises(ValidationError):
        changed(case, kind="price", name="short_hour", pounds=1)


def test_referrals_come_and_go_with_their_barriers(case: Case) -> None:
    barred = case.barriers[0].referral
    gone = changed(case, kind="referral-withdrawn", referral=barred)
    assert barred not in {r.referral for r in gone.referrals} | {b.referral for b in gone.barriers}
    new = case.referrals[0].model_copy(update={"referral": "new"})
    back = changed(case, kind="referral-added", referral=new.model_dump())
    assert back.referrals[-1] == new
    sooner = changed(case, kind="barriers-clear", days_earlier=100)
    assert all(b.clears <= max(case.first_day, b.clears) for b in sooner.barriers)
    assert max(b.clears for b in sooner.barriers) <= case.first_day


def test_a_name_that_is_not_there_is_refused(case: Case) -> None:
    for change in (
        {"kind": "beds", "unit": "nowhere", "beds": 1},
        {"kind": "referral-withdrawn", "referral": "nobody"},
        {"kind": "price", "name": "nothing", "pounds": 1},
        {"kind": "barriers-clear", "days_earlier": 1, "referral": "nobody"},
        {"kind": "demand", "percent": 1, "places": ["nowhere"]},
        {"kind": "stays", "percent": 1, "options": ["nothing"]},
        {"kind": "package-hours", "percent": 1, "options": ["nothing"]},
        {
            "kind": "person-unavailable",
            "person": "nobody",
            "first_day": "2026-11-02",
            "last_day": "2026-11-03",
        },
    ):
        with pytest.raises(UnknownNameError):
            changed(case, **change)


def test_changes_of_a_simulation_leave_the_case_as_it_is(case: Case) -> None:
    for change in (
        {"kind": "sickness", "percent": 10},
        {"kind": "winter", "spread_percent": 20},
        {"kind": "spot", "unit_kind": "hub", "beds": 5, "pounds_per_day": 200},
        {"kind": "leaving", "die": 0.2},
        {"kind": "ageing", "days": 5},
        {"kind": "turn-round", "hours": 6},
        {"kind": "returning", "option": "home-small", "to": "hub-home", "percent": 5},
    ):
        assert changed(case, **change) == case


def test_every_kind_has_a_name_of_its_own_and_an_unknown_one_is_refused() -> None:
    union = get_args(kinds.Change)[0]
    names = [member.model_fields["kind"].default for member in get_args(union)]
    assert len(set(names)) == len(names) == 31
    with pytest.raises(ValidationError):
        Scenario.model_validate({"name": "s", "change": [{"kind": "wishful"}]})


def test_a_changed_case_has_a_fingerprint_of_its_own(case: Case) -> None:
    before = case.fingerprint
    unit = next(u for u in case.units if u.beds)
    assert changed(case, kind="beds", unit=unit.unit, beds=99).fingerprint != before
    assert changed(case, kind="beds", unit=unit.unit, beds=unit.beds).fingerprint == before


def test_a_later_start_takes_the_situation_and_all_dated_tables_along(case: Case) -> None:
    start = date(2027, 1, 4)
    new = changed(case, kind="start-date", first_day=start)
    delta = start - case.first_day
    assert daily(new, start + (case.expected[0].first_day - case.first_day)) == pytest.approx(
        daily(case, case.expected[0].first_day)
    )
    assert [r.ready - delta for r in new.referrals] == [r.ready for r in case.referrals]
    assert [o.started - delta for o in new.census] == [o.started for o in case.census]
    assert [c.first_day - delta for c in new.closures] == [c.first_day for c in case.closures]
    assert [a.last_day - delta for a in new.absences] == [a.last_day for a in case.absences]
    assert new.holidays == case.holidays
