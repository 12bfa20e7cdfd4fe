"""Are distances, reach and travel shares of the model those of the referee?"""

from hypothesis import given, settings
from hypothesis import strategies as st

from rosterer.generate import generate
from rosterer.referee.geography import Geography as Judged
from rosterer_models.formulation.sets import Geography
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.place import Place
from rosterer_models.vocabulary.settings import Limits
from tests.cases import small_case

# A coarse grid makes equal distances and distances that are exactly at a limit frequent.
GRID = st.tuples(st.sampled_from(("sector", "sector", "hub")), st.integers(0, 6), st.integers(0, 6))


def _assert_same(case: Case) -> None:
    model, judged = Geography(case), Judged(case.places, case.limits)
    names = [place.place for place in case.places]
    for i, home in enumerate(names):
        for mobile in (True, False):
            assert {names[k] for k in model.round_places(i, mobile)} == judged.round_reach(
                home, mobile
            )
            share = model.share(i, mobile)
            assert all(
                abs(share[k] - judged.share(home, name, mobile)) < 1e-12
                for k, name in enumerate(names)
            )
        in_reach = {case.units[u].unit for u in model.units_in_reach(i)}
        assert in_reach == {
            unit.unit for unit in case.units if judged.reaches_unit(home, unit.place)
        }


@settings(max_examples=100, deadline=None)
@given(
    st.lists(GRID, min_size=1, max_size=7),
    st.integers(1, 4),
    st.sampled_from((1, 1.1, 1.3)),
    st.integers(0, 30),
)
def test_any_places_are_near_or_far_as_the_referee_finds(
    places: list[tuple[str, int, int]], nearest: int, detour: float, reach: int
) -> None:
    hub = Place(place="HUB", kind="hub", easting=0, northing=900)
    rows = [
        Place(place=f"k{i}", kind=kind, easting=450 * e, northing=450 * n)
        for i, (kind, e, n) in enumerate(places)
    ]
    limits = Limits(
        nearest_places=nearest, detour=detour, reach_minutes=reach, commute_minutes=reach // 2
    )
    _assert_same(small_case(places=(*rows, hub), limits=limits))


def test_places_of_a_generated_case_are_near_or_far_as_the_referee_finds() -> None:
    _assert_same(generate(30, 7, "normal", 3))


def test_a_mile_costs_what_the_price_list_says() -> None:
    geography = Geography(small_case())
    # A to B is 4500 m, one journey for each 120 minutes: 4500 / 1609.344 / 120 × £0.45.
    assert abs(geography.pounds_per_minute(0, True)[1] - 4500 / 1609.344 / 120 * 0.45) < 1e-12
    assert not geography.pounds_per_minute(0, False).any()
