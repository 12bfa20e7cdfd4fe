"""Is every price explained, and is their order kept?"""

import hashlib
import json

import pytest
from pydantic import ValidationError

from rosterer_models.library.prices import ORDER, USUAL_PRICES, UsualPrice, usual_price
from rosterer_models.vocabulary.settings import PriceList
from tests.cases import small_case


def test_every_price_of_the_list_is_explained_in_its_order() -> None:
    assert [entry.price for entry in USUAL_PRICES] == list(PriceList.model_fields)


@pytest.mark.parametrize("entry", USUAL_PRICES, ids=lambda entry: entry.price)
def test_a_price_has_a_source_and_shows_the_default_of_the_list(entry: UsualPrice) -> None:
    assert entry.source
    assert entry.default == PriceList.model_fields[entry.price].default


def test_a_published_price_names_its_figure() -> None:
    for entry in USUAL_PRICES:
        if entry.basis == "published":
            assert f"£{entry.default:g}" in entry.source


@pytest.mark.parametrize(
    ("changes", "law"),
    [
        ({"priority_2_percent": 160.0}, ORDER[0]),
        ({"short_hour": 500.0}, ORDER[1]),
        ({"unsafe_hour": 500.0}, ORDER[2]),
        ({"agency_hour": 901.0}, ORDER[3]),
        ({"carer_at_place": 226.0}, ORDER[4]),
    ],
)
def test_a_list_out_of_order_is_refused(changes: dict[str, float], law: str) -> None:
    # 500 is less than an acute midnight at priority 1: 395 × 1.5 = 592.50.
    with pytest.raises(ValidationError, match=law.split(" ")[0]):
        PriceList.model_validate(changes)


def test_asking_for_an_unknown_price_names_it() -> None:
    with pytest.raises(LookupError, match="'overtime'"):
        usual_price("overtime")


def test_what_came_later_leaves_the_fingerprint_where_it_has_its_default() -> None:
    case = small_case()
    document = case.model_dump(mode="json", exclude={"change_prices"})
    for name in ("carer_at_place", "split_weekend", "lone_night", "lone_duty"):
        del document["prices"][name]
    for row in document["cover"]:
        del row["short_hour"]
    for row in document["people"]:
        for name in ("night_worker", "history_from", "hours_period", "overtime", "days_off"):
            del row[name]
        for name in ("max_period_hours", "max_week_hours", "overtime_percent"):
            del row[name]
        del row["leave_hours"]
        for name in ("max_week_duties", "max_nights", "max_weekends", "weekend_off_every"):
            del row[name]
    for row in document["shifts"]:
        del row["not_next_day"]
    del document["rules"]["rest_days_after_nights"]
    for row in document["employers"]:
        del row["overtime_percent"], row["enhanced_by"], row["clock_change"]
        del row["sleep_in_pay"], row["on_call_pay"]
    for row in document["shifts"]:
        del row["break_start"], row["spells"]
    assert document["absences"] == []
    for row in document["units"]:
        del row["short"]
    del document["rules"]["unknown_weeks"], document["rules"]["absence_hours"]
    del document["rules"]["sleep_in"]
    del document["losses"]
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    assert case.fingerprint == hashlib.sha256(text.encode()).hexdigest()[:16]
    assert small_case(prices=PriceList(carer_at_place=0.0)).fingerprint == case.fingerprint
    assert small_case(prices=PriceList(carer_at_place=1.0)).fingerprint != case.fingerprint
