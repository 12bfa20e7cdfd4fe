"""Is any plan that the referee accepts, however odd, a point of the joint model?"""

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rosterer.baseline import baseline_plan
from rosterer.referee import judge
from rosterer_models.formulation.joint import Joint, joint_model
from rosterer_models.vocabulary.plan import AgencyHours, DutyPiece, Placement, Plan, Reservation
from rosterer_models.vocabulary.settings import Limits
from tests.cases import DUTIES, PLACEMENTS, day, duty, small_case
from tests.models.embedded import assert_embeds, embedded

CASE = small_case(
    limits=Limits(detour=1, piece_minutes=30, places_per_duty=2, agency_hours_per_day=2)
)
PLAN = baseline_plan(CASE)


@pytest.fixture(scope="module")
def joint() -> Joint:
    return joint_model(CASE, as_judged=True, by_duty=True)


@st.composite
def rounds(draw: Any, person: str, number: int, shift: str = "D") -> list[DutyPiece]:
    """A duty in the hub, or a round of a few pieces, some of them blank."""
    if draw(st.booleans()) and draw(st.booleans()):
        return [duty(person, number, shift, place="hub")]
    bands = ("night",) if shift == "N" else ("morning", "evening")
    # Cat is on foot and gets no further than home.
    near, found = ("A",) if person == "cat" else ("A", "B"), []
    for band in draw(st.lists(st.sampled_from(bands), min_size=1, max_size=2, unique=True)):
        for place in draw(st.lists(st.sampled_from(near), min_size=1, max_size=2, unique=True)):
            minutes = draw(st.none() | st.floats(30, 95).map(lambda m: round(m, 2)))
            found.append(duty(person, number, shift, place=place, band=band, minutes=minutes))
    return found


@st.composite
def plans(draw: Any) -> Plan:
    """Lines and bank duties of the small case with drawn rounds, placements and reservations."""
    rows: list[DutyPiece] = []
    for row in DUTIES:
        number = (row.date - day(0)).days
        if row.person != "dan" and not draw(st.integers(0, 4)):
            rows.append(row)
        elif row.person != "dan":
            rows += draw(rounds(row.person, number, row.shift))
    for number in draw(st.lists(st.integers(0, 6), max_size=3, unique=True)):
        rows += draw(rounds("dan", number))
    placements = [PLACEMENTS[2]]
    start = st.none() | st.none() | st.integers(0, 6)  # hours for many are rarely there
    starts = draw(st.lists(start, min_size=2, max_size=2))
    for name, start in zip(("r1", "r3"), starts, strict=True):
        if start is None:
            placements.append(Placement(referral=name))
        else:
            placements.append(Placement(referral=name, option="home-care", start=day(start)))
    reservations = [
        Reservation(
            arrival_class="north",
            date=day(draw(st.integers(3, 6))),
            option="home-care",
            amount=round(draw(st.floats(0, 0.25)), 6),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    agency = [
        AgencyHours(date=day(t), place="A", band="evening", skill="care", minutes=60)
        for t in draw(st.lists(st.integers(0, 6), max_size=2, unique=True))
    ]
    return Plan(
        duties=tuple(rows),
        placements=tuple(placements),
        reservations=tuple(reservations),
        agency=tuple(agency),
    )


def _delays(plan: Plan) -> Plan:
    """The same with the delays of its placements, which the referee compares."""
    ready = {row.referral: (row.ready - day(0)).days for row in CASE.referrals}
    rows = []
    for row in plan.placements:
        start = CASE.days if row.start is None else (row.start - day(0)).days
        late = max(0, start - ready[row.referral])
        rows.append(row.model_copy(update={"delay_days": late}))
    return plan.model_copy(update={"placements": tuple(rows)})


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    # Neither how many plans are refused nor how fast the machine is says anything of the model.
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(plans())
def test_any_accepted_plan_is_a_point(joint: Joint, plan: Plan) -> None:
    plan = _delays(plan)
    assume(not judge(CASE, plan).broken)
    assert_embeds(embedded(CASE, plan, joint))
