"""Is what is probably not meant told, without refusing the case?"""

from rosterer.cautions import cautions_of
from tests.cases import OPTIONS, PEOPLE, REFERRALS, changed, day, small_case
from tests.contract_cases import eve, three_kinds


def _with_price(pounds: float) -> list[str]:
    options = (OPTIONS[0], OPTIONS[1].model_copy(update={"cost_per_day": pounds}), OPTIONS[2])
    return [str(caution) for caution in cautions_of(small_case(options=options))]


def test_an_option_dearer_than_the_delay_of_somebody_whom_triage_allows_it_is_told() -> None:
    # r1 is allowed the hub and waits in an acute hospital with priority 1, the class with 2
    (caution,) = _with_price(5000)
    assert caution.startswith("options row 3, cost_per_day of hub-first stage 1: £5,000 a day")
    assert "people who wait in an acute hospital with priority 1 (£593)" in caution
    assert "r1, north" in caution


def test_an_option_that_costs_as_much_as_the_delay_is_not_told() -> None:
    prices = small_case().prices
    cheapest = prices.delay_acute * prices.priority_2_percent / 100
    assert _with_price(cheapest) == []
    assert len(_with_price(cheapest + 1)) == 1


def test_an_option_that_nobody_is_allowed_is_not_told() -> None:
    options = (*OPTIONS, OPTIONS[1].model_copy(update={"option": "dear", "cost_per_day": 9999}))
    assert cautions_of(small_case(options=options)) == []


def test_a_priority_that_halves_the_price_of_delay_is_counted() -> None:
    options = (OPTIONS[0].model_copy(update={"cost_per_day": 300}), *OPTIONS[1:])
    low = changed(REFERRALS, "referral", "r3", where="home", priority=3)
    told = [str(one) for one in cautions_of(small_case(options=options, referrals=low))]
    assert any("at home with priority 3" in one and "r3" in one for one in told)


def test_a_number_of_duties_beside_a_line_is_told_since_nothing_holds_the_line_to_it() -> None:
    first = next(row for row in PEOPLE if row.kind == "pattern")
    people = changed(PEOPLE, "person", first.person, max_duties=3)
    (told,) = [str(one) for one in cautions_of(small_case(people=people))]
    assert told.startswith(f"people row {PEOPLE.index(first) + 2}, max_duties: {first.person}")


def test_a_number_of_duties_of_bank_staff_is_as_it_should_be() -> None:
    first = next(row for row in PEOPLE if row.kind == "bank")
    people = changed(PEOPLE, "person", first.person, max_duties=3)
    assert cautions_of(small_case(people=people)) == []


def test_what_only_a_line_has_is_told_of_who_has_none() -> None:
    told = [str(one) for one in cautions_of(three_kinds(eve(line_rule="free")))]
    assert [text.split(";")[0] for text in told] == [
        "people row 6, line_rule: eve is contract staff, of whom this says nothing"
    ]
    assert cautions_of(three_kinds()) == []


def test_a_balance_of_bank_staff_is_told() -> None:
    first = next(row for row in PEOPLE if row.kind == "bank")
    people = changed(PEOPLE, "person", first.person, balance_hours=4)
    (told,) = cautions_of(small_case(people=people))
    assert "balance_hours" in told.place


def test_records_that_begin_within_the_horizon_are_told() -> None:
    late, first = (three_kinds(eve(history_from=day(number))) for number in (3, 0))
    (told,) = cautions_of(late)
    assert "'not-employed'" in told.remedy
    assert cautions_of(first) == []


def test_contact_beyond_the_times_of_a_shift_is_told() -> None:
    shifts = small_case().shifts
    name = next(iter(shifts[0].contact))
    more = (shifts[0].model_copy(update={"contact": {name: 2000}}), *shifts[1:])
    (told,) = cautions_of(small_case(shifts=more))
    assert told.place == "shifts row 2, contact"
    assert "2000 minutes" in told.message
