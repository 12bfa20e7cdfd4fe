"""Are zones a relaxation that tells near from far, and does a plan come from them?"""

import numpy as np
import pytest

from rosterer.generate import generate
from rosterer.referee import judge
from rosterer.solve import solve
from rosterer_models.engines.highs import LinearSolver
from rosterer_models.formulation.care import add_care
from rosterer_models.formulation.joint import joint_model
from rosterer_models.formulation.sets import Geography, Sets
from rosterer_models.heuristics import guide
from rosterer_models.heuristics.progress import Budget
from rosterer_models.heuristics.targets import amounts_of_point, demand_of
from rosterer_models.matrix.model import Builder
from rosterer_models.relaxation.aggregation import Relaxed, Travel, relaxed_model
from rosterer_models.relaxation.zones import zones_of
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.place import Place
from tests.cases import small_case


@pytest.fixture(scope="module")
def case() -> Case:
    """Of 40 people, on more sectors than a small case has."""
    return generate(40, 14, "tight", 2)


def _line(*eastings: int) -> Case:
    places = tuple(Place(place=f"P{n}", easting=at, northing=0) for n, at in enumerate(eastings))
    return small_case().model_copy(update={"places": places})


def test_places_that_are_near_share_a_zone() -> None:
    zone = zones_of(_line(0, 100, 9000, 9100, 50, 20_000), 3).tolist()
    assert zone[0] == zone[1] == zone[4]
    assert zone[2] == zone[3]
    assert len(set(zone)) == 3


def test_there_are_no_more_zones_than_places() -> None:
    assert sorted(zones_of(_line(0, 5000), 5).tolist()) == [0, 1]
    assert set(zones_of(_line(0, 0, 0), 2).tolist()) == {0}


def test_more_zones_never_bound_less_where_they_part_one_place(case: Case) -> None:
    values = [
        LinearSolver(relaxed_model(case, zones).joint.programme).solve().value
        for zones in (1, len(case.places))
    ]
    fine = LinearSolver(joint_model(case).programme).solve().value
    assert values[0] + 50 < values[1] <= fine + 0.01
    assert values[1] == pytest.approx(fine, abs=1.0)


def test_units_are_reached_as_they_are(case: Case) -> None:
    near = case.model_copy(update={"limits": case.limits.model_copy(update={"commute_minutes": 8})})
    model = relaxed_model(near).joint
    geography, number = Geography(near), {place.place: k for k, place in enumerate(near.places)}
    wanted = {tuple(geography.units_in_reach(number[person.home])) for person in near.people}
    assert len(wanted) > 1
    for group in model.deployment.classes:
        for p in group.people:
            reached = geography.units_in_reach(number[near.people[p].home])
            assert {u for _, _, u in group.heads} <= set(reached)
    apart = LinearSolver(model.programme).solve().value
    assert apart > LinearSolver(relaxed_model(case).joint.programme).solve().value + 1


def test_the_usual_travel_is_a_mean_by_care_asked_for_and_the_least_is_the_least() -> None:
    base = small_case()
    home = base.people[0].home
    where = next(place for place in base.places if place.place == home)
    far = Place(place="far", easting=where.easting + 3000, northing=where.northing)
    cover = next(row for row in base.cover if row.place is not None)
    case = base.model_copy(
        update={
            "places": (
                *(place for place in base.places if place.kind != "sector" or place.place == home),
                far,
            ),
            "people": base.people[:1],
            "units": (),
            "closures": (),
            "referrals": (),
            "barriers": (),
            "census": (),
            "expected": (),
            "cover": (
                cover.model_copy(update={"place": home}),
                cover.model_copy(update={"place": "far", "minutes": 3 * cover.minutes}),
            ),
        }
    )
    # 3000 m × 1.3 detour / 450 m a minute / 120 minutes a round; three quarters of the care is
    # there.
    there = (
        3000 * case.limits.detour / case.limits.drive_metres_per_minute / case.limits.round_minutes
    )
    shares = {}
    for travel in ("least", "usual"):
        joint = relaxed_model(case, travel=travel).joint
        (group,) = joint.deployment.classes
        columns, _, _, row = next(iter(group.flow.values()))
        shares[travel] = joint.programme.matrix[int(row[0]), int(columns[0])] - 1
    assert shares["least"] == pytest.approx(case.limits.local_travel)
    assert shares["usual"] == pytest.approx(case.limits.local_travel + 0.75 * there, rel=1e-6)


def test_the_usual_travel_costs_no_less_than_the_least(case: Case) -> None:
    least, usual = (
        LinearSolver(relaxed_model(case, travel=travel).joint.programme).solve().value
        for travel in ("least", "usual")
    )
    assert usual > least + 1


def test_what_a_zone_reserves_is_shared_by_its_own_places(case: Case) -> None:
    model = relaxed_model(case, 3)
    x = LinearSolver(model.joint.programme).solve().x
    assert x is not None
    care = add_care(Builder(), case, Sets(case))
    amounts = amounts_of_point(care, model.joint, model.zone, x)
    homes = care.waiting.homes
    reserved: dict[str, float] = {}
    for group, _, _, amount in amounts:
        if group >= len(care.waiting.referrals):
            zone = model.zone[case.places[homes[group]].place]
            reserved[zone] = reserved.get(zone, 0.0) + amount
    places = [place.place for place in model.joint.case.places]
    for zone in set(model.zone.values()):
        coarse = model.joint.care
        columns = [
            column
            for number, group in enumerate(coarse.waiting.classes, coarse.num_referrals)
            if places[group.home] == zone
            for column in coarse.columns(number)[coarse.arcs[number].is_start].tolist()
        ]
        assert reserved.get(zone, 0.0) == pytest.approx(float(x[columns].sum()), abs=1e-3)
    assert np.isfinite(demand_of(care, amounts).needs).all()


def test_only_the_guide_of_a_wide_area_counts_on_usual_travel(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def noted(case: Case, zones: int = 1, *, travel: Travel = "least") -> Relaxed:
        asked.append((zones, travel))
        return relaxed_model(case, zones, travel=travel)

    monkeypatch.setattr(guide, "relaxed_model", noted)
    for wide in (False, True):
        monkeypatch.setattr(guide, "is_wide", lambda case, wide=wide: wide)
        guide.guide_of(case, Budget(2.0), 0.1, engine="auto", seed=1)
    assert {travel for _, travel in asked[:1]} == {"least"}
    assert {travel for _, travel in asked[1:]} == {"usual"}


@pytest.mark.slow
def test_a_plan_that_comes_from_zones_is_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def noted(case: Case, zones: int = 1, *, travel: Travel = "least") -> Relaxed:
        asked.append((zones, travel))
        return relaxed_model(case, zones, travel=travel)

    monkeypatch.setattr(guide, "is_wide", lambda case: True)
    monkeypatch.setattr(guide, "ZONE_SECTORS", 6)
    monkeypatch.setattr(guide, "relaxed_model", noted)
    case = generate(50, 7, "normal", 1)
    solution = solve(case, time_limit=300, gap=1)  # the first plan is good enough
    verdict = judge(case, solution.plan)
    assert asked == [(1, "usual"), (3, "usual")]
    assert verdict.broken == ()
    assert verdict.disagreements == ()
    assert verdict.certificate_agrees
    assert solution.origin == "search"
    baseline, cost = solution.baseline_cost, solution.cost
    assert isinstance(baseline, float)
    assert isinstance(cost, float)
    assert cost < baseline
