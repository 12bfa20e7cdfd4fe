"""Can nothing be kept that cannot be shown again, and is every fault told with its place, in our
own words, without keeping others waiting?
"""

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from rosterer.files.faults import MOST_FAULTS
from rosterer_api import bodies
from rosterer_api.bodies import MOST_VALUES, sound_json
from rosterer_api.problems import ProblemError
from rosterer_api.storage.ids import new_id
from rosterer_api.storage.tables import CaseRow, JobRow, ScenarioRow
from rosterer_api.words import place_of
from tests.api.asgi import inside
from tests.api.test_submitting import new_case
from tests.api.web import Web, assert_problem, document_of
from tests.cases import small_case

HALF = "\ud800"
JSON = {"Content-Type": "application/json"}


def sent(client: Any, path: str, body: object) -> Any:
    return client.post(path, content=json.dumps(body).encode(), headers=JSON)


@pytest.mark.parametrize("odd", [HALF, "a\x00b", float("nan"), float("inf")])
def test_what_cannot_be_kept_is_refused_with_its_place_wherever_it_stands(
    web: Web, odd: object
) -> None:
    client = web.client()
    case = new_case(client)
    for path, body, pointer in (
        ("/v1/jobs", {"case": case, "kind": "wait", "metadata": {"a": [1, odd]}}, "/metadata/a/1"),
        (
            "/v1/scenarios",
            {"scenario": {"name": "a", "note": odd}, "metadata": {}},
            "/scenario/note",
        ),
        ("/v1/keys", {"name": odd, "role": "service"}, "/name"),
        (
            f"/v1/cases/{case}/changes",
            {"changes": [{"kind": "beds", "unit": "hub", "beds": 1}], "metadata": {"x": odd}},
            "/metadata/x",
        ),
    ):
        assert_problem(sent(client, path, body), 422, pointer)
    assert_problem(
        sent(client, "/v1/cases", {**document_of(small_case()), "name": odd}), 422, "/name"
    )


def test_half_a_letter_is_refused_in_a_name_and_two_halves_are_a_letter(web: Web) -> None:
    client = web.client()
    scenario = {"name": "a", "note": "kept"}
    body = {"scenario": scenario, "metadata": {"a" + HALF: 1}}
    assert_problem(sent(client, "/v1/scenarios", body), 422)
    kept = client.post(
        "/v1/scenarios",
        content=rb'{"scenario": {"name": "a"}, "metadata": {"\ud83d\ude00": "\u00e9"}}',
        headers=JSON,
    )
    assert kept.json()["metadata"] == {"\U0001f600": "é"}
    assert client.get("/v1/scenarios").status_code == 200


def test_a_name_that_stands_twice_is_refused(web: Web) -> None:
    answer = web.client().post(
        "/v1/scenarios", content=b'{"scenario": {"name": "a", "name": "b"}}', headers=JSON
    )
    assert_problem(answer, 422, "/scenario/name")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe{}",
        b"[" * 90_000 + b"]" * 90_000,
        b'{"a": ' + b"9" * 5000 + b"}",
        b"[" + b"[]," * MOST_VALUES + b"[]]",
    ],
)
def test_what_is_no_json_or_too_much_of_it_is_refused_in_our_own_words(
    web: Web, body: bytes
) -> None:
    problem = assert_problem(web.client().post("/v1/scenarios", content=body, headers=JSON), 422)
    assert not any(word in str(problem) for word in ("Expecting", "codec", "recursion", "limit"))


def test_a_body_is_read_away_from_the_event_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where: list[bool] = []

    def watched(body: bytes, most_values: int) -> Any:
        where.append(threading.current_thread() is threading.main_thread())
        return sound_json(body, most_values)

    monkeypatch.setattr(bodies, "sound_json", watched)
    one = inside(tmp_path)
    asked = one.ask(
        "POST",
        "/v1/scenarios",
        {**JSON, **one.key()},
        [b'{"scenario": {"name": "a"}}'],
    )
    assert (asked.status, where) == (201, [False])


def test_a_wrong_body_tells_the_first_thousand_faults_and_counts_their_kinds(web: Web) -> None:
    document = {**document_of(small_case()), "people": [{}] * 300_000}
    problem = assert_problem(sent(web.client(), "/v1/cases", document), 422)
    assert len(problem["errors"]) == MOST_FAULTS
    assert problem["more"] is True
    assert sum(problem["kinds"].values()) == MOST_FAULTS
    assert problem["kinds"]["nothing is given"] > MOST_FAULTS / 2
    assert "and more" in problem["detail"]


def test_a_few_faults_are_all_of_them(web: Web) -> None:
    document = {**document_of(small_case()), "days": -1}
    problem = assert_problem(sent(web.client(), "/v1/cases", document), 422)
    assert "more" not in problem
    assert "kinds" not in problem


def test_checks_between_tables_end_at_the_thousandth_fault(web: Web) -> None:
    document = document_of(small_case())
    one = {"person": "nobody", "date": document["first_day"], "shift": "D"}
    document["history"] = [one] * 20_000
    problem = assert_problem(sent(web.client(), "/v1/cases", document), 422)
    assert (len(problem["errors"]), problem["more"]) == (MOST_FAULTS, True)


def test_a_list_shows_the_other_rows_and_what_it_can_of_one_that_cannot_be_sent(web: Web) -> None:
    client = web.client()
    case = new_case(client)
    kept = {"kind": "wait", "case_id": case, "created_by": "tests", "request": {}, "progress": {}}
    with web.database.writing() as session:
        session.add(JobRow(id=new_id("job"), meta={"a": HALF, "b": float("inf")}, **kept))
        session.add(
            ScenarioRow(
                id=new_id("scenario"),
                name="old",
                created_by="tests",
                meta={},
                content={"note": HALF, "programme_pounds": 0, "change": []},
            )
        )
        session.get_one(CaseRow, case).meta = {"a": [HALF]}
    sent_later = client.post("/v1/jobs", json={"case": case, "kind": "wait"}).json()["id"]
    jobs = client.get("/v1/jobs").json()["items"]
    assert [jobs[0]["id"], jobs[1]["metadata"]] == [sent_later, {"a": "�", "b": None}]
    assert client.get("/v1/scenarios").json()["items"][0]["note"] == "�"
    assert client.get("/v1/cases").json()["items"][0]["metadata"] == {"a": ["�"]}


@pytest.mark.parametrize(
    ("path", "content", "place"),
    [
        (
            ("changes", 0, "beds", "beds"),
            {"changes": [{"kind": "beds", "beds": -1}]},
            "changes.0.beds",
        ),
        (("changes", 0, "beds", "beds"), {"changes": [{"kind": "beds"}]}, "changes.0.beds"),
        (
            ("changes", 0, "person-added", "person", "pattern"),
            {"changes": [{"kind": "person-added", "person": {"kind": "pattern", "pattern": "?"}}]},
            "changes.0.person.pattern",
        ),
        (
            ("changes", 0, "admissions", "starts", "mo", "[key]"),
            {"changes": [{"kind": "admissions", "starts": {"mo": 1}}]},
            "changes.0.starts.mo",
        ),
        (("kind",), {}, "kind"),
    ],
)
def test_a_pointer_leads_to_what_is_wrong(
    path: tuple[Any, ...], content: object, place: str
) -> None:
    assert ".".join(map(str, place_of(path, content))) == place


@pytest.mark.parametrize(
    ("name", "value", "is_taken"),
    [
        ("percent", 5, True),
        ("percent", 5.5, True),
        ("percent", True, False),
        ("percent", "5", False),
        ("first_day", "2026-11-02", True),
        ("first_day", 20261102, False),
        ("beds", 3.0, True),
        ("beds", 3.5, False),
        ("beds", True, False),
    ],
)
def test_nothing_is_taken_for_something_of_another_kind(
    web: Web, name: str, value: object, is_taken: bool
) -> None:
    demand = {"kind": "demand", "percent": 1, name: value}
    change = {"kind": "beds", "unit": "hub", "beds": value} if name == "beds" else demand
    answer = sent(web.client(), "/v1/scenarios", {"scenario": {"name": "a", "change": [change]}})
    if is_taken:
        assert answer.status_code == 201, answer.text
    else:
        assert_problem(answer, 422, f"/scenario/change/0/{name}")


def test_a_moment_is_no_number(web: Web) -> None:
    body = {"name": "a", "role": "service", "expires": 0}
    assert_problem(sent(web.client(), "/v1/keys", body), 422, "/expires")


def test_values_are_counted_before_they_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json, "loads", lambda *a, **k: pytest.fail("it was read"))
    with pytest.raises(ProblemError) as refused:
        sound_json(b"[]," * 60, 50)
    assert "more than 50 values" in refused.value.errors[0].detail


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/jsonx", None])
def test_a_body_of_another_type_is_refused_for_its_type(web: Web, kind: str | None) -> None:
    headers = {} if kind is None else {"Content-Type": kind}
    for path in ("jobs", "jobs/stop", "scenarios", "keys", "webhooks", "solve"):
        answer = web.client().post(f"/v1/{path}", content=b'{"kind": "wait"}', headers=headers)
        if path == "solve" and kind is None:
            continue  # which takes what has no type for JSON
        assert "application/json" in assert_problem(answer, 415)["detail"]


@pytest.mark.parametrize(
    "kind", ["application/json", "application/JSON; charset=utf-8", "application/x+json"]
)
def test_json_by_any_of_its_names_is_read(web: Web, kind: str) -> None:
    answer = web.client().post(
        "/v1/scenarios", content=b'{"scenario": {"name": "s"}}', headers={"Content-Type": kind}
    )
    assert answer.status_code == 201, answer.text
