"""Is a change that leads nowhere refused at the door, in our own words, with its place?"""

from typing import Any

import pytest

from rosterer_api import changed as changing
from rosterer_api.changed import changed_case
from rosterer_api.problems import ProblemError
from rosterer_models.vocabulary.change import DemandPercent, StaysPercent
from rosterer_models.vocabulary.changing import applied
from tests.api.test_submitting import new_case
from tests.api.web import Web, assert_problem, document_of
from tests.cases import small_case

PERSON = small_case().people[0].model_dump(mode="json")
BAD: list[tuple[dict[str, Any], str]] = [
    ({"kind": "start-date", "first_day": "9999-12-30"}, "/first_day"),
    ({"kind": "start-date", "first_day": "0001-01-01"}, "/first_day"),
    ({"kind": "barriers-clear", "days_earlier": 1_000_000_000}, "/days_earlier"),
    ({"kind": "beds", "unit": "hub", "beds": 1e30}, "/beds"),
    ({"kind": "closure", "unit": "hub", "first_day": "0001-01-01", "last_day": "9999-12-31"}, ""),
    ({"kind": "demand", "percent": 10, "first_day": "9999-12-31"}, "/first_day"),
    ({"kind": "arrivals", "percent": 1e308}, "/percent"),
    ({"kind": "price", "name": "mile", "pounds": 1e300}, "/pounds"),
    ({"kind": "limit", "name": "average_weeks", "value": 1e300}, "/value"),
    ({"kind": "spot", "unit_kind": "hub", "beds": 10**30, "pounds_per_day": 1}, "/beds"),
    ({"kind": "triage-slots", "slots": 10**30}, "/slots"),
]
UNFIT: list[dict[str, Any]] = [
    {"kind": "beds", "unit": "none", "beds": 1},
    {"kind": "price", "name": "none", "pounds": 1},
    {"kind": "person-added", "person": PERSON},
    {"kind": "price", "name": "delay_acute", "pounds": 1_000_000},
]
SOUND = {"kind": "demand", "percent": 1}
LIBRARY = ("validation error", "pydantic", "input_value", "Traceback", "Input should")


def assert_own_words(problem: dict[str, Any]) -> None:
    assert not any(word in str(problem) for word in LIBRARY), problem


@pytest.mark.parametrize(("change", "place"), BAD, ids=lambda value: str(value)[:40])
def test_a_change_beyond_all_measure_is_refused_wherever_it_is_sent(
    web: Web, change: dict[str, Any], place: str
) -> None:
    client = web.client()
    case = new_case(client)
    scenario = {"name": "wrong", "change": [SOUND, change]}
    for path, body, before in (
        (f"/v1/cases/{case}/changes", {"changes": [SOUND, change]}, "/changes/1"),
        ("/v1/scenarios", {"scenario": scenario}, "/scenario/change/1"),
        (
            "/v1/jobs",
            {"case": case, "kind": "winter", "request": {"scenarios": [scenario]}},
            "/request/scenarios/0/change/1",
        ),
    ):
        problem = assert_problem(client.post(path, json=body), 422)
        places = {error.get("pointer", "") for error in problem["errors"]}
        assert any(found.startswith(before + place) for found in places), problem
        assert_own_words(problem)


@pytest.mark.parametrize("change", UNFIT, ids=lambda change: str(change)[:40])
def test_a_change_that_does_not_fit_the_case_is_refused_with_its_place(
    web: Web, change: dict[str, Any]
) -> None:
    client = web.client()
    case = new_case(client)
    changes = [SOUND, SOUND, change, SOUND]
    answer = client.post(f"/v1/cases/{case}/changes", json={"changes": changes})
    assert_own_words(assert_problem(answer, 422, "/changes/2"))
    scenario = {"name": "wrong", "change": changes}
    kept = client.post("/v1/scenarios", json={"scenario": scenario}).json()["id"]
    for request, pointer in (
        ({"scenarios": [{"name": "base"}, scenario]}, "/request/scenarios/1/change/2"),
        ({"saved": [kept]}, "/request/saved/0"),
        (
            {"saved": [kept], "scenarios": [{**scenario, "name": "b"}]},
            "/request/scenarios/0/change/2",
        ),
    ):
        body = {"case": case, "kind": "winter", "request": request}
        assert_own_words(assert_problem(client.post("/v1/jobs", json=body), 422, pointer))


def test_a_scenario_that_sends_people_to_an_option_that_there_is_not_is_refused(web: Web) -> None:
    client = web.client()
    change = {"kind": "returning", "option": "none", "to": "none", "percent": 5}
    body = {
        "case": new_case(client),
        "kind": "winter",
        "request": {"scenarios": [{"name": "a", "change": [change]}]},
    }
    assert_problem(client.post("/v1/jobs", json=body), 422, "/request/scenarios/0/change/0")


def test_changes_that_multiply_end_before_they_fill_the_machine(web: Web) -> None:
    client = web.client()
    case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    changes = [{"kind": "bank-size", "percent": 1000}] * 30
    problem = assert_problem(
        client.post(f"/v1/cases/{case}/changes", json={"changes": changes}), 422
    )
    details = [error["detail"] for error in problem["errors"]]
    assert any("at most 20,000" in detail for detail in details), details


def test_a_sound_change_is_made(web: Web) -> None:
    client = web.client()
    answer = client.post(
        f"/v1/cases/{new_case(client)}/changes",
        json={"changes": [SOUND, {"kind": "start-date", "first_day": "2027-01-04"}]},
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["about"]["first_day"] == "2027-01-04"


def test_the_first_change_that_leaves_all_bounds_is_named_and_no_other_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[object] = []

    def counted(case: Any, changes: Any) -> Any:
        tried.append(changes)
        return applied(case, changes)

    monkeypatch.setattr(changing, "applied", counted)
    with pytest.raises(ProblemError) as refused:
        changed_case(small_case(), [DemandPercent(kind="demand", percent=1000)] * 30, "/changes")
    (error,) = refused.value.errors
    assert error.pointer == f"/changes/{len(tried) - 1}"
    assert "minutes" in error.detail
    assert len(tried) < 12  # elevenfold each time


def test_changes_that_stay_within_bounds_are_all_applied() -> None:
    longer = StaysPercent(kind="stays", percent=1)
    assert changed_case(small_case(), [longer] * 3, "/changes").options
