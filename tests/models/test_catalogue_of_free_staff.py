"""Does each rule of free staff bind: is the optimum without it cheaper, does a solve keep it?"""

import pytest

from rosterer.referee import judge
from rosterer.solve import solve
from rosterer_models.engines.highs import solve_mixed
from rosterer_models.formulation.joint import joint_model
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import Cover
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.settings import Rules
from tests.cases import changed, day, small_case
from tests.contract_cases import eve, three_kinds
from tests.models.embedded import assert_embeds, embedded

FRED = {"person": "fred", "kind": "bank", "contract_hours": 0}


def _needs(shift: str, *numbers: int) -> tuple[Cover, ...]:
    band = "night" if shift == "N" else "morning"
    return tuple(
        Cover(place="A", band=band, skill="care", first_day=day(t), last_day=day(t), minutes=120)
        for t in numbers
    )


def _asked(cover: tuple[Cover, ...], person: Person | None = None, **changes: object) -> Case:
    """One contract person, two weeks, and need on some days."""
    quiet = {"units": (), "referrals": (), "barriers": (), "expected": (), "census": ()}
    person = eve(overtime=True) if person is None else person
    fields = {"people": (person,), "availability": (), "cover": cover, "days": 14, **quiet}
    return three_kinds(**{**fields, **changes})


SHIFTS = small_case().shifts
BINDING: dict[str, tuple[Case, Case]] = {
    "forbidden-succession": (
        _asked(
            (*_needs("D", 0), *_needs("N", 1)),
            shifts=changed(SHIFTS, "shift", "D", not_next_day=("N",)),
        ),
        _asked((*_needs("D", 0), *_needs("N", 1))),
    ),
    "rest-after-nights": (
        _asked((*_needs("N", 0), *_needs("D", 3)), rules=Rules(rest_days_after_nights=3)),
        _asked((*_needs("N", 0), *_needs("D", 3))),
    ),
    "week-duties": (
        _asked(_needs("D", 0, 2, 4), eve(overtime=True, max_week_duties=2)),
        _asked(_needs("D", 0, 2, 4)),
    ),
    "most-nights": (
        _asked(_needs("N", 0, 1), eve(overtime=True, max_nights=1)),
        _asked(_needs("N", 0, 1)),
    ),
    "most-weekends": (
        _asked(_needs("D", 5, 12), eve(overtime=True, max_weekends=1)),
        _asked(_needs("D", 5, 12)),
    ),
    "weekend-off": (
        _asked(_needs("D", 6, 12), eve(overtime=True, weekend_off_every=2)),
        _asked(_needs("D", 6, 12)),
    ),
    "days-off": (
        _asked(_needs("D", 1), eve(overtime=True, days_off=("tue",))),
        _asked(_needs("D", 1)),
    ),
    "contract-hours": (
        _asked(_needs("D", 0, 2, 4, 7, 9), eve()),
        _asked(_needs("D", 0, 2, 4, 7, 9), eve(overtime=True)),
    ),
    "period-hours": (
        _asked(_needs("D", 0, 2, 4), eve(overtime=True, max_period_hours=22)),
        _asked(_needs("D", 0, 2, 4)),
    ),
}


def _optimum(case: Case) -> float:
    outcome = solve_mixed(joint_model(case).programme, time_limit=60, absolute_gap=0.001)
    assert outcome.status == "optimal"
    return outcome.value


@pytest.mark.parametrize("rule", BINDING)
def test_the_optimum_without_the_rule_is_cheaper(rule: str) -> None:
    bound, free = BINDING[rule]
    assert _optimum(bound) > _optimum(free) + 100


@pytest.mark.parametrize("rule", BINDING)
def test_a_solve_keeps_the_rule_and_its_plan_without_the_rule_breaks_it(rule: str) -> None:
    bound, free = BINDING[rule]
    kept, unbound = solve(bound, work=1).plan, solve(free, work=1).plan
    assert judge(bound, kept).broken == ()
    assert_embeds(embedded(bound, kept))
    certificate = kept.certificate
    assert certificate is not None
    assert certificate.bound is not None
    assert certificate.bound <= _optimum(bound) + 0.5
    bare = unbound.model_copy(update={"ledger": (), "certificate": None})
    assert rule in {breach.rule for breach in judge(bound, bare).broken}


def test_a_line_has_none_of_these_limits() -> None:
    line = {**dict(eve()), "kind": "pattern", "pattern": "days", "phase": 0}
    with pytest.raises(ValueError, match="clear max_nights, days_off"):
        Person.model_validate({**line, "max_nights": 2, "days_off": ["mon"]})
    assert Person.model_validate(line).kind == "pattern"
