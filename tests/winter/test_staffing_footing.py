"""Does every scenario of a report stand on the same rota, changed by what it says alone?"""

from datetime import date, timedelta

import numpy as np
import pytest

from rosterer.files.faults import BadInput
from rosterer.generate import generate
from rosterer.winter.study import ground_of, study
from rosterer.winter.supply import Footing, duties_of, footing_of
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Scenario
from rosterer_models.vocabulary.changing import applied, with_tables
from rosterer_models.vocabulary.plan import ChosenLine, DutyPiece, Plan
from rosterer_models.vocabulary.shift import OFF

DAYS = 70


@pytest.fixture(scope="module")
def case() -> Case:
    return generate(people=40, days=28, load="normal", seed=5)


@pytest.fixture(scope="module")
def plan(case: Case) -> Plan:
    """Everybody of the bank has two late duties; half of the lines work as they stand."""
    cycles = {p.pattern: p.cycle for p in case.patterns}
    away = {
        (row.person, row.first_day + timedelta(days=d))
        for row in case.absences
        for d in range((row.last_day - row.first_day).days + 1)
    }
    away |= {(row.person, row.date) for row in case.fixed if row.training}
    duties = []
    lines = [p for p in case.people if p.kind == "pattern"]
    for person in lines[: len(lines) // 2]:
        for day in range(case.days):
            shift = cycles[str(person.pattern)][
                (day + (person.phase or 0)) % len(cycles[str(person.pattern)])
            ]
            on = case.first_day + timedelta(days=day)
            if shift != OFF and (person.person, on) not in away:
                duties.append(DutyPiece(person=person.person, date=on, shift=shift))
    for person in case.people:
        if person.kind == "bank":
            days = [case.first_day + timedelta(days=day) for day in range(28)]
            for on in [day for day in days if (person.person, day) not in away][:2]:
                duties.append(DutyPiece(person=person.person, date=on, shift="L"))
    return Plan(duties=tuple(duties))


def changed(case: Case, *changes: dict[str, object]) -> Case:
    return applied(case, Scenario.model_validate({"name": "s", "change": changes}).change)


def totals(case: Case, footing: Footing, days: int = DAYS) -> dict[str, np.ndarray]:
    """Duties of everybody on each day, whatever the shift."""
    return {
        person: np.sum(list(shifts.values()), axis=0) if shifts else np.zeros(days)
        for person, shifts in duties_of(case, footing, days).items()
    }


def test_one_person_off_for_a_day_loses_the_duties_of_that_day_and_nothing_else(
    case: Case, plan: Plan
) -> None:
    who = plan.duties[0]
    off = changed(
        case,
        {
            "kind": "person-unavailable",
            "person": who.person,
            "first_day": str(who.date),
            "last_day": str(who.date),
        },
    )
    for rota in (plan, None):
        footing = footing_of(case, rota)
        before, after = totals(case, footing), totals(off, footing)
        day = (who.date - case.first_day).days
        assert after[who.person][day] == 0
        before[who.person][day] = 0
        for person, heads in before.items():
            assert after[person] == pytest.approx(heads), person


def test_the_plan_is_kept_and_lines_go_on_beyond_it(case: Case, plan: Plan) -> None:
    footing = footing_of(case, plan)
    duties = totals(case, footing)
    own = {(d.person, (d.date - case.first_day).days) for d in plan.duties}
    for person, heads in duties.items():
        assert np.array_equal(heads[:28] > 0, [(person, day) in own for day in range(28)]), person
    idle = next(p for p in case.people if p.kind == "pattern" and p.person not in dict(own))
    assert duties[idle.person][28:].sum() > 0
    banked = next(p for p in case.people if p.kind == "bank")
    # two late duties in four weeks: on two of 28 days, so on half a day a week
    assert duties[banked.person][28:56].sum() == pytest.approx(2.0)


def test_a_line_that_the_plan_chose_goes_on_instead_of_the_present_one(
    case: Case, plan: Plan
) -> None:
    person = next(p for p in case.people if p.pattern == "LLLL----")
    other = Plan(
        duties=plan.duties,
        lines=(ChosenLine(person=person.person, pattern="DDDD----", phase=0),),
    )
    shifts = duties_of(case, footing_of(case, other), DAYS)[person.person]
    assert shifts["D"][32] > 0  # day 32 is the first of a cycle of eight
    assert not shifts["D"][36:40].any()
    assert "L" not in shifts or not shifts["L"].any()


def test_new_people_get_lines_and_nobody_else_changes(case: Case, plan: Plan) -> None:
    model = next(p for p in case.people if p.pattern == "LLLL----")
    new = model.model_copy(update={"person": "new", "phase": 0})
    more = changed(case, {"kind": "person-added", "person": new.model_dump()})
    for rota in (plan, None):
        footing = footing_of(case, rota)
        before, after = totals(case, footing), totals(more, footing)
        line = np.array([day % 8 < 4 for day in range(DAYS)])
        assert after["new"][line] == pytest.approx(1 - footing.away)
        assert not after["new"][~line].any()
        for person, heads in before.items():
            assert after[person] == pytest.approx(heads)


def test_a_fifth_more_bank_adds_about_a_fifth_of_its_duties_with_a_plan_too(
    case: Case, plan: Plan
) -> None:
    bank = [p.person for p in case.people if p.kind == "bank"]
    more = changed(case, {"kind": "bank-size", "percent": 100})
    for rota in (plan, None):
        footing = footing_of(case, rota)
        before, after = totals(case, footing), totals(more, footing)
        known = sum(before[p].sum() for p in bank)
        new = sum(heads.sum() for name, heads in after.items() if name not in before)
        assert new == pytest.approx(known, rel=0.15)
        for person, heads in before.items():
            assert after[person] == pytest.approx(heads)
    fewer = totals(changed(case, {"kind": "bank-size", "percent": -100}), footing_of(case, plan))
    assert not set(bank) & set(fewer)


def test_the_usual_leave_goes_on_where_none_is_dated(case: Case) -> None:
    footing = footing_of(case)
    assert 0 < footing.away < 0.4
    free = with_tables(case, {"absences": ()})
    without = totals(free, footing_of(free))
    with_leave = totals(case, footing)
    lines = [p.person for p in case.people if p.kind == "pattern"]
    told = [sum(d[p][:28].sum() for p in lines) for d in (with_leave, without)]
    later = [sum(d[p][28:].sum() for p in lines) for d in (with_leave, without)]
    assert told[0] / told[1] == pytest.approx(1 - footing.away, abs=0.01)
    assert later[0] / later[1] == pytest.approx(1 - footing.away)


def test_leave_that_is_dated_later_is_part_of_the_usual_and_not_taken_twice(case: Case) -> None:
    footing = footing_of(case)
    one = next(p for p in case.people if p.kind == "pattern")
    first = case.first_day + timedelta(days=40)
    row = case.absences[0].model_copy(
        update={"person": one.person, "first_day": first, "last_day": first + timedelta(days=7)}
    )
    dated = with_tables(case, {"absences": (*case.absences, row)})
    before, after = totals(case, footing), totals(dated, footing_of(dated))
    week = slice(40, 48)
    assert after[one.person][week].sum() == 0
    assert sum(h[week].sum() for h in after.values()) == pytest.approx(
        sum(h[week].sum() for h in before.values()), rel=0.02
    )


def test_the_report_names_the_plan_or_says_that_there_was_none(case: Case, plan: Plan) -> None:
    base = Scenario(name="base")
    named = ground_of(case, 8, plan, 2).winter(base).notes[0]
    assert "given plan's" in named
    assert plan.decisions in named
    assert "No plan was given" in ground_of(case, 8, None, 2).winter(base).notes[0]


def test_localities_are_those_of_the_case_whoever_a_scenario_adds(case: Case) -> None:
    ground = ground_of(case, 4, None, 3)
    more = Scenario.model_validate(
        {"name": "more", "change": [{"kind": "bank-size", "percent": 400}]}
    )
    names = [ground.winter(one).localities.names for one in (Scenario(name="base"), more)]
    assert names[0] == names[1]


@pytest.mark.parametrize(
    "wrong",
    [
        {"shift": "X"},
        {"date": date(2025, 1, 6)},
    ],
    ids=["shift", "days"],
)
def test_a_plan_of_another_case_is_refused(case: Case, wrong: dict[str, object]) -> None:
    person = case.people[0].person
    piece = {"person": person, "date": case.first_day, "shift": "L", **wrong}
    with pytest.raises(BadInput, match=r"X|2025-01-06"):
        footing_of(case, Plan(duties=(DutyPiece.model_validate(piece),)))
    right = {"person": person, "date": case.first_day, "shift": "L"}
    footing_of(case, Plan(duties=(DutyPiece.model_validate(right),)))


def test_a_case_without_bands_or_staff_is_simulated_all_the_same(case: Case) -> None:
    beds = tuple(
        u.model_copy(update={"skill": None, "min_staff": {}, "beds_per_staff": {}})
        for u in case.units
    )
    hub = tuple(s for s in case.options if s.setting == "hub" and s.stage == 1)
    options = {s.option for s in hub}
    kept = tuple(
        row.model_copy(update={"options": tuple(o for o in row.options if o in options)})
        for row in case.expected
        if set(row.options) & options
    )
    bare = with_tables(
        case,
        {
            "bands": (),
            "shifts": (),
            "patterns": (),
            "people": (),
            "absences": (),
            "availability": (),
            "fixed": (),
            "cover": (),
            "census": (),
            "referrals": (),
            "barriers": (),
            "units": beds,
            "options": hub,
            "expected": kept,
        },
    )
    result = study(bare, [], runs=5, weeks=4).base
    assert result.checks[0].passed
    assert result.outcome.tally.started.sum() > 0
