"""Can every plan be judged, however strange, and is what no plan avoids really the same for all?"""

from collections.abc import Mapping
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from rosterer.referee import judge
from rosterer_models.vocabulary.cover import TriageSlots
from rosterer_models.vocabulary.person import Absence, FixedDuty
from rosterer_models.vocabulary.plan import (
    AgencyHours,
    Certificate,
    ChosenLine,
    Delay,
    DutyPiece,
    LedgerLine,
    Placement,
    Plan,
    Reservation,
)
from rosterer_models.vocabulary.referral import Barrier
from tests.cases import DAYS, PLACEMENTS, REFERRALS, changed, day, duty, small_case, small_plan

CASE = small_case(
    absences=(Absence(person="ann", first_day=day(1), last_day=day(1)),),
    fixed=(
        FixedDuty(person="dan", date=day(6), shift="D", unit="hub"),
        FixedDuty(person="cat", date=day(2), shift="D", training=True),
    ),
    referrals=changed(REFERRALS, "referral", "r3", triaged=False),
    triage=(TriageSlots(first_day=day(0), last_day=day(6), slots=1),),
    # Neither of r1's options can start within the horizon.
    barriers=(Barrier(referral="r1", clears=day(DAYS)), Barrier(referral="r2", clears=day(3))),
)


def _ids(*known: str) -> st.SearchStrategy[str]:
    return st.sampled_from([*known, "nobody", "0"])


def _maybe(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.none() | strategy


DATES = st.sampled_from([day(number) for number in range(-2, DAYS + 2)] * 3 + [date.min, date.max])
AMOUNTS = st.floats(0, 600) | st.sampled_from([0.0, 1e-300, 1e300, 1.7e308])
FLOATS = st.floats(allow_nan=True, allow_infinity=True)
COUNTS = st.integers(0, 9) | st.integers(0, 10**30)
PEOPLE, PLACES, BANDS, SKILLS = (
    _ids("ann", "ben", "cat", "dan"),
    _ids("A", "B", "HUB", "hub"),
    _ids("morning", "night"),
    _ids("care", "nurse"),
)
OPTIONS, REFERRED = _ids("home-care", "hub-first"), _ids("r1", "r2", "r3")

LINES = st.builds(ChosenLine, person=PEOPLE, pattern=_ids("days", "nights"), phase=COUNTS)
DUTIES = st.builds(
    DutyPiece,
    person=PEOPLE,
    date=DATES,
    shift=_ids("D", "N"),
    place=_maybe(PLACES),
    band=_maybe(BANDS),
    skill=_maybe(SKILLS),
    minutes=st.none() | AMOUNTS,
)
AGENCY = st.builds(AgencyHours, date=DATES, place=PLACES, band=BANDS, skill=SKILLS, minutes=AMOUNTS)
STARTS = st.builds(
    Placement,
    referral=REFERRED,
    option=_maybe(OPTIONS),
    stage=st.integers(1, 3) | st.just(10**30),
    unit=_maybe(_ids("hub")),
    start=st.none() | DATES,
    end=st.none() | DATES,
    delay_days=COUNTS,
)
RESERVATIONS = st.builds(
    Reservation,
    arrival_class=_ids("north"),
    date=DATES,
    option=OPTIONS,
    units=st.lists(_ids("hub"), max_size=2).map(tuple),
    amount=AMOUNTS,
)
DELAYS = st.builds(Delay, referral=REFERRED, date=DATES, reason=st.just("price"))
LEDGER = st.builds(
    LedgerLine,
    name=_ids("delay", "options"),
    amount=FLOATS,
    unit=st.text(max_size=3),
    pounds=FLOATS,
    kind=st.just("cash"),
    payer=st.text(max_size=3),
    avoidable=st.booleans(),
)
CERTIFICATES = st.builds(
    Certificate,
    status=st.sampled_from(["optimal", "feasible", "stopped", "unproven"]),
    cost=FLOATS,
    unavoidable=FLOATS,
    bound=st.none() | FLOATS,
    gap=st.none() | FLOATS,
    gap_target=FLOATS,
)


def _rows(
    strategy: st.SearchStrategy[object], most: int = 6
) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


PLANS = st.builds(
    Plan,
    lines=_rows(LINES),
    duties=_rows(DUTIES, 12),
    agency=_rows(AGENCY),
    placements=_rows(STARTS)
    | st.tuples(STARTS, st.just(PLACEMENTS)).map(lambda rows: (rows[0], *rows[1][1:])),
    reservations=st.none() | _rows(RESERVATIONS),
    delays=_rows(DELAYS),
    ledger=_rows(LEDGER, 3),
    certificate=st.none() | CERTIFICATES,
)


def _unavoidable(plan: Plan) -> Mapping[tuple[str, str], float]:
    return {
        (line.name, line.payer): line.pounds
        for line in judge(CASE, plan).ledger
        if not line.avoidable
    }


UNAVOIDABLE = _unavoidable(Plan())


@settings(max_examples=300, deadline=None)
@given(PLANS)
def test_any_plan_is_judged_and_what_no_plan_avoids_is_the_same(plan: Plan) -> None:
    assert _unavoidable(plan) == UNAVOIDABLE


@settings(max_examples=100, deadline=None)
@given(PLANS)
def test_judging_twice_says_the_same(plan: Plan) -> None:
    assert repr(judge(CASE, plan)) == repr(judge(CASE, plan))


@settings(max_examples=100, deadline=None)
@given(PLANS)
def test_the_ledger_that_the_referee_writes_agrees_with_itself(plan: Plan) -> None:
    ledger = judge(CASE, plan).ledger
    assert judge(CASE, plan.model_copy(update={"ledger": ledger})).ledger_agrees in (True, None)


def test_a_wait_of_a_thousand_years_is_only_a_breach() -> None:
    late = (PLACEMENTS[0], PLACEMENTS[1].model_copy(update={"start": date.max}), *PLACEMENTS[2:])
    assert [breach.rule for breach in judge(small_case(), small_plan(placements=late)).broken] == [
        "stage-order"
    ]


def test_a_piece_of_astronomical_length_is_only_a_breach() -> None:
    endless = duty("dan", 3, band="morning", minutes=1.7e308)
    plan = small_plan(duties=(*small_plan().duties, endless, endless))
    assert [breach.rule for breach in judge(small_case(), plan).broken] == ["contact-time"]
