"""Is a generated case valid, repeatable and of the promised shape?"""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from rosterer.files import check_case
from rosterer.generate import FIRST_DAY, Load, generate, generate_with_report
from rosterer.generate.report import interchangeable_share
from rosterer.generate.sizes import Sizes
from rosterer_models.library.sectors import find_sector
from rosterer_models.vocabulary.case import Case

SIZES: list[tuple[int, int, Load]] = [
    (8, 7, "easy"),
    (24, 28, "tight"),
    (60, 14, "normal"),
    (131, 28, "normal"),
    (300, 7, "tight"),
]
PERSONAL = ("caps", "absences", "requests", "fixed", "history", "availability")


@pytest.fixture(scope="module")
def derby() -> Case:
    return generate()


@pytest.mark.parametrize(("people", "days", "load"), SIZES)
def test_the_tables_of_a_case_fit_together(people: int, days: int, load: Load) -> None:
    case = generate(people, days, load, seed=11, first_day=date(2027, 3, 10))
    assert check_case(case) == ()
    assert (len(case.people), case.days) == (people, days)


def test_equal_arguments_give_equal_cases_and_another_seed_another(derby: Case) -> None:
    assert generate(131, 28, "normal", 7) == derby
    assert generate(131, 28, "normal", 7).fingerprint == derby.fingerprint
    assert generate(131, 28, "normal", 8).fingerprint != derby.fingerprint


def test_another_load_has_the_same_staff_at_the_same_places(derby: Case) -> None:
    tight = generate(131, 28, "tight", 7)
    for table in ("people", "absences", "requests", "history", "availability", "places", "units"):
        assert getattr(tight, table) == getattr(derby, table), table
    assert len(tight.referrals) > len(derby.referrals)


def test_the_shipped_case_is_called_derby_and_says_that_it_is_synthetic(derby: Case) -> None:
    assert (derby.name, derby.first_day) == ("derby", FIRST_DAY)
    assert "Synthetic" in derby.note
    assert generate(30, 28, "easy", 1).name == "30-people-28-days-easy-1"


@pytest.mark.parametrize(
    ("people", "days", "load", "message"),
    [
        (7, 28, "normal", "at least 8 people"),
        (30, 6, "normal", "7 to 84 days"),
        (30, 28, "calm", "easy, normal or tight"),
    ],
)
def test_arguments_out_of_range_are_refused(
    people: int, days: int, load: Load, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        generate(people, days, load, 1)


@pytest.mark.parametrize(("people", "sectors"), [(30, 13), (131, 48), (400, 120), (1500, 180)])
def test_sectors_grow_with_the_bank(people: int, sectors: int) -> None:
    assert Sizes(people, 28, "normal", FIRST_DAY).sectors == sectors


def test_places_are_lived_in_postcode_sectors_around_derby(derby: Case) -> None:
    sectors = [place for place in derby.places if place.kind == "sector"]
    assert len(sectors) == 48
    assert sectors[0].district == "DE1"
    for place in sectors:
        known = find_sector(place.place)
        assert known.is_lived_in
        assert (known.easting, known.northing) == (place.easting, place.northing)


def test_the_bank_is_made_up_as_documented(derby: Case) -> None:
    kinds = Counter(person.kind for person in derby.people)
    rules = Counter(person.line_rule for person in derby.people if person.kind == "pattern")
    assert kinds["bank"] / 131 == pytest.approx(0.25, abs=0.01)
    assert rules["kept"] / kinds["pattern"] == pytest.approx(0.6, abs=0.01)
    assert rules["free"] / kinds["pattern"] == pytest.approx(0.2, abs=0.01)
    assert sum(not person.mobile for person in derby.people) / 131 == pytest.approx(0.18, abs=0.03)
    assert {person.employer for person in derby.people} == {"council", "trust", "voluntary"}
    assert all("care" in person.skills for person in derby.people)


def test_about_an_eighth_of_all_days_is_away() -> None:
    shares = []
    for seed in range(6):
        case = generate(131, 28, "easy", seed)
        away = 0
        for row in case.absences:
            first, last = (
                max(row.first_day, case.first_day),
                min(row.last_day, case.first_day + timedelta(days=27)),
            )
            away += max(0, (last - first).days + 1)
        shares.append(away / 131 / 28)
    assert 0.11 <= sum(shares) / len(shares) <= 0.15


def test_everybody_is_away_for_days_of_their_own(derby: Case) -> None:
    assert {row.person for row in derby.absences} == {person.person for person in derby.people}
    assert interchangeable_share(derby) == 0


def test_twins_count_as_interchangeable(derby: Case) -> None:
    first, second, third = [person for person in derby.people if person.kind == "pattern"][:3]
    twin = first.model_copy(update={"person": "twin", "name": "Twin"})
    small = derby.model_copy(
        update={"people": (first, twin, second, third), **dict.fromkeys(PERSONAL, ())}
    )
    # Two of four people differ in nothing but id and name.
    assert interchangeable_share(small) == 0.5


def test_bank_people_offer_half_to_seven_tenths_of_the_days(derby: Case) -> None:
    offered: dict[str, int] = defaultdict(int)
    for row in derby.availability:
        offered[row.person] += (row.last_day - row.first_day).days + 1
    bank = [person for person in derby.people if person.kind == "bank"]
    assert set(offered) == {person.person for person in bank}
    assert 0.5 <= sum(offered.values()) / len(bank) / 28 <= 0.7
    at_night = {row.person for row in derby.availability if "N" in row.shifts}
    assert at_night <= {person.person for person in bank if person.nights}


def test_fewest_people_are_expected_at_the_weekend(derby: Case) -> None:
    by_weekday: dict[str, float] = defaultdict(float)
    for row in derby.expected:
        for weekday in row.weekdays:
            by_weekday[weekday] += row.amount
    assert sorted(by_weekday, key=lambda weekday: by_weekday[weekday])[:2] == ["sun", "sat"]


def test_what_really_arrives_is_of_the_expected_classes_and_about_as_many(derby: Case) -> None:
    expected = 0.0
    offered = {row.options for row in derby.expected}
    for row in derby.expected:
        days = [
            row.first_day + timedelta(days=day)
            for day in range((row.last_day - row.first_day).days + 1)
        ]
        names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        expected += row.amount * sum(names[day.weekday()] in row.weekdays for day in days)
    # Four standard deviations of a Poisson count.
    assert abs(len(derby.realised) - expected) <= 4 * expected**0.5
    assert {row.options for row in derby.realised} <= offered
    known = {row.referral for row in derby.referrals}
    assert not known & {row.referral for row in derby.realised}


def test_every_barrier_clears_within_the_horizon(derby: Case) -> None:
    assert derby.barriers
    assert all(
        row.clears <= derby.first_day + timedelta(days=derby.days - 1) for row in derby.barriers
    )


def test_two_heads_by_day_stand_ready_for_the_two_hour_response(derby: Case) -> None:
    response = next(unit for unit in derby.units if unit.unit == "response")
    assert response.beds == 0
    assert response.min_staff == {"morning": 2, "lunch": 2, "tea": 2, "bed": 1}


def test_the_report_shows_the_avoidable_share_that_a_measure_finds() -> None:
    _, silent = generate_with_report(12, 7, "easy", 1)
    _, measured = generate_with_report(12, 7, "easy", 1, measure=lambda case: (400.0, 300.0))
    assert "avoidable share of the cost: not measured" in str(silent)
    # (400 − 300) / 400 = 25 %
    assert "avoidable share of the cost: 25%" in str(measured)
