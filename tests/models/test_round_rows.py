"""Do the rows for rounds say what rounds can do, and nothing that a good plan denies?"""

from datetime import date

import numpy as np
import pytest

from rosterer.baseline import baseline_plan
from rosterer.generate import generate
from rosterer_models.engines.highs import LinearSolver
from rosterer_models.formulation.joint import Joint, joint_model
from rosterer_models.formulation.leeway import JUDGED
from rosterer_models.formulation.useful import Useful, useful_of_case
from rosterer_models.relaxation.aggregation import relaxed_model
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import Cover
from rosterer_models.vocabulary.person import Employer, Person, Skill, Team
from rosterer_models.vocabulary.place import Place
from rosterer_models.vocabulary.plan import DutyPiece, Plan
from rosterer_models.vocabulary.settings import Limits, PriceList, Tail
from rosterer_models.vocabulary.shift import Band, Pattern, Shift
from tests.models.embedded import Embedding, assert_embeds, embedded

MONDAY = date(2026, 11, 2)


def streets(
    minutes: tuple[int, ...], *, places: int = 6, piece: int = 0, carers: int = 1, people: int = 1
) -> Case:
    """One day, one band of four hours, a place for each need, all of them next door; people whose
    line is kept and who could give 240 minutes.
    """
    return Case(
        name="streets",
        first_day=MONDAY,
        days=1,
        tail=Tail(weeks=0),
        prices=PriceList(short_hour=600, unsafe_hour=600, mile=0),
        limits=Limits(local_travel=0, places_per_duty=places, piece_minutes=piece, bed_buffer=0),
        employers=(Employer(employer="c", hourly_pay=0),),
        teams=(Team(team="t"),),
        skills=(Skill(skill="care"),),
        people=tuple(
            Person(
                person=f"p{n}",
                employer="c",
                team="t",
                skills=("care",),
                home="Z0",
                contract_hours=0,
                pattern="on",
                phase=0,
            )
            for n in range(people)
        ),
        bands=(Band(band="day", start="08:00", end="12:00"),),
        shifts=(Shift(shift="D", start="08:00", end="12:00", contact={"day": 240}),),
        patterns=(Pattern(pattern="on", cycle=("D",)),),
        places=tuple(
            Place(place=f"Z{k}", easting=400_000 + k, northing=300_000) for k in range(len(minutes))
        ),
        cover=tuple(
            Cover(
                place=f"Z{k}",
                band="day",
                skill="care",
                first_day=MONDAY,
                last_day=MONDAY,
                minutes=need,
                carers=1 if carers == 1 else 2,
            )
            for k, need in enumerate(minutes)
        ),
    )


def _short_minutes(joint: Joint) -> float:
    """Minutes short in the relaxation; ten pounds each."""
    outcome = LinearSolver(joint.programme).solve()
    assert outcome.x is not None
    short = joint.care.short
    return float(outcome.x[short[short >= 0]].sum())


def test_one_duty_serves_as_many_places_as_it_may() -> None:
    # Three places of 30 minutes, two of which somebody may serve; of three nothing is short.
    assert _short_minutes(joint_model(streets((30, 30, 30), places=2))) == pytest.approx(
        30, abs=0.1
    )
    assert _short_minutes(joint_model(streets((30, 30, 30), places=3))) == pytest.approx(0, abs=0.1)


def test_what_is_asked_for_less_than_a_piece_costs_a_piece() -> None:
    # Six places of 10 minutes: four pieces of 60 fill the 240 minutes.
    assert _short_minutes(joint_model(streets((10,) * 6, piece=60))) == pytest.approx(20, abs=0.1)
    assert _short_minutes(joint_model(streets((10,) * 6, piece=40))) == pytest.approx(0, abs=0.1)


def test_the_places_of_a_duty_are_the_same_in_all_its_bands() -> None:
    # Two bands of two hours, in each of them 30 minutes at a place of its own. One place a duty: by
    # band each is served, by duty one of them.
    case = streets((30, 0), places=1)
    bands = (
        Band(band="day", start="08:00", end="10:00"),
        Band(band="later", start="10:00", end="12:00"),
    )
    shift = case.shifts[0].model_copy(update={"contact": {"day": 120, "later": 120}})
    elsewhere = case.cover[1].model_copy(update={"band": "later", "minutes": 30})
    case = case.model_copy(
        update={"bands": bands, "shifts": (shift,), "cover": (case.cover[0], elsewhere)}
    )
    assert _short_minutes(joint_model(case)) == pytest.approx(0, abs=0.1)
    assert _short_minutes(joint_model(case, by_duty=True)) == pytest.approx(30, abs=0.1)


def test_two_carers_are_two_heads_of_the_places_that_they_serve() -> None:
    # Two places of 30 minutes for two at once, one place a duty: two people serve one of them, and
    # as no person is of use for more than 30 minutes there, 60 of 120 minutes are short.
    pairs = streets((30, 30), places=1, carers=2, people=2)
    assert _short_minutes(joint_model(pairs)) == pytest.approx(60, abs=0.5)


def test_aggregated_places_lose_part_of_it_and_never_more() -> None:
    for case in (streets((30, 30, 30), places=1), streets((10, 40, 60, 80), places=2, piece=45)):
        fine = _short_minutes(joint_model(case))
        for zones in (1, 2, 3):
            coarse = _short_minutes(relaxed_model(case, zones).joint)
            assert coarse <= fine + 1e-6
        assert _short_minutes(relaxed_model(case, 1).joint) > 1


def _give(case: Case, *pieces: tuple[str, float]) -> Plan:
    return Plan(
        duties=tuple(
            DutyPiece(person="p0", date=MONDAY, shift="D", place=place, band="day", minutes=minutes)
            for place, minutes in pieces
        ),
        reservations=(),
    )


def test_minutes_of_no_use_are_no_minutes_of_the_point() -> None:
    case = streets((10, 40), piece=30, places=2)
    found = embedded(case, _give(case, ("Z0", 30), ("Z1", 210)))
    assert_embeds(found)
    assert sum(one.minutes for one in found.embedded.idle) == pytest.approx(20 + 170)
    assert found.differences() == {}


SHIRES = [(seed, load) for seed in (1, 2, 3) for load in ("normal", "tight")]


@pytest.fixture(scope="module")
def points() -> list[Embedding]:
    """Plans of careful managers in shires of one, two and three places a duty."""
    found = []
    for seed, load in SHIRES:
        case = generate(14, 7, load, seed, family="shire")  # type: ignore[arg-type]
        found.append(embedded(case, baseline_plan(case)))
    assert len({found.joint.case.limits.places_per_duty for found in found}) > 1
    return found


def test_good_plans_keep_the_rows_and_fill_some(points: list[Embedding]) -> None:
    full = 0
    for found in points:
        assert_embeds(found)
        rows = [row for g in found.joint.deployment.classes for row in g.few_places.values()]
        activity = found.joint.programme.matrix @ found.x
        heads = np.array([_heads(found.joint, row, found.x) for row in rows])
        full += int(((activity[rows] > -1e-6) & (heads > 0)).sum())
    assert full > 10


def test_good_plans_keep_the_rows_by_duty(points: list[Embedding]) -> None:
    for found in points:
        case = found.joint.case
        joint = joint_model(case, as_judged=True, by_duty=True)
        assert_embeds(embedded(case, baseline_plan(case), joint))


def _heads(joint: Joint, row: int, x: np.ndarray) -> float:
    matrix = joint.programme.matrix
    entries = slice(matrix.indptr[row], matrix.indptr[row + 1])
    below = matrix.data[entries] < 0
    return float(x[matrix.indices[entries][below]].sum())


def test_minutes_of_use_counted_too_low_are_noticed(points: list[Embedding]) -> None:
    """A planted fault: the most minutes of use a third too low."""
    broken = 0
    for found in points:
        case = found.joint.case
        low = Useful(useful_of_case(case, JUDGED).cell * (2 / 3))
        joint = joint_model(case, useful=low, as_judged=True)
        plan = baseline_plan(case)
        broken += bool(embedded(case, plan, joint).excess().max() > 0.5)
    assert broken == len(points)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("by_duty", [False, True])
def test_zones_never_bound_more_than_places(seed: int, by_duty: bool) -> None:
    case = generate(14, 7, "tight", seed, family="shire")
    fine = LinearSolver(joint_model(case, as_judged=True, by_duty=by_duty).programme).solve().value
    for zones in (1, 3):
        model = relaxed_model(case, zones, as_judged=True, by_duty=by_duty).joint
        assert LinearSolver(model.programme).solve().value <= fine + 0.01
