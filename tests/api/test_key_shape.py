"""Is a key that the service refuses refused on the command line as well, and does a list survive
what an older one let in?
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from rosterer.files.faults import BadInput
from rosterer_api.commands.keys import keys
from rosterer_api.storage import open_database
from rosterer_api.storage.tables import AuditRow, CaseRow, KeyRow, WebhookRow
from rosterer_api.views import moment_of
from tests.api.web import Web, assert_problem, document_of
from tests.cases import small_case

ODD: list[tuple[dict[str, Any], str]] = [
    ({"name": "a\nb"}, "/name"),
    ({"name": ""}, "/name"),
    ({"name": "a\u2028b"}, "/name"),
    ({"name": " "}, "/name"),
    ({"name": "\u200b"}, "/name"),
    ({"name": "a\u202eb"}, "/name"),
    ({"name": "a" * 101}, "/name"),
    ({"teams": ["a b"]}, "/teams/0"),
    ({"teams": ["a" * 65]}, "/teams/0"),
]
ENDS = [
    "2999-12-31T23:59:59-14:00",
    "9999-12-31T23:59:59-14:00",
    "3000-01-01T00:00:00Z",
    "2001-01-01T00:00:00Z",
    "2030-01-01",
]


@pytest.mark.parametrize(("odd", "pointer"), ODD)
def test_an_odd_key_is_refused_over_http(web: Web, odd: dict[str, Any], pointer: str) -> None:
    body = {"name": "a", "role": "manager", **odd}
    assert_problem(web.client().post("/v1/keys", json=body), 422, pointer)


@pytest.mark.parametrize(("odd", "pointer"), ODD[:1] + ODD[2:])
def test_the_same_key_is_refused_on_the_command_line(
    tmp_path: Path, odd: dict[str, Any], pointer: str
) -> None:
    asked = {"name": "a", "teams": None, **odd}
    url = f"sqlite:///{tmp_path / 'own.sqlite'}"
    with pytest.raises(BadInput) as refused:
        keys("create", asked["name"], role="manager", team=asked["teams"], database=url)
    words = {"name": "NAME", "teams": "--team"}
    assert words[pointer.split("/")[1]] in refused.value.faults[0].message


@pytest.mark.parametrize("days", [2_920_000, 10**9, 10**12, 400_000])
def test_days_beyond_the_calendar_are_refused(tmp_path: Path, days: int) -> None:
    with pytest.raises(BadInput, match="--days"):
        keys("create", "a", days=days, database=f"sqlite:///{tmp_path / 'own.sqlite'}")


def test_a_key_of_the_command_line_is_noted_with_all_that_it_may(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'own.sqlite'}"
    keys("create", "a", role="manager", team=["north"], days=30, database=url)
    database = open_database(url)
    with database.reading() as session:
        row = session.query(AuditRow).filter_by(action="key.create").one()
        assert row.detail["teams"] == ["north"]
        assert row.detail["key_name"] == "a"
        assert row.detail["expires"] is not None
    database.close()


@pytest.mark.parametrize("end", ENDS)
def test_an_end_that_is_none_is_refused(web: Web, end: str) -> None:
    body = {"name": "a", "role": "planner", "expires": end}
    client = web.client()
    assert_problem(client.post("/v1/keys", json=body), 422, "/expires")
    assert client.get("/v1/keys").status_code == 200


def test_a_key_with_an_end_to_come_is_made(web: Web) -> None:
    body = {"name": "a", "role": "planner", "expires": "2999-12-31T23:59:59+14:00"}
    assert web.client().post("/v1/keys", json=body).status_code == 201


def test_a_list_of_keys_shows_an_end_beyond_the_calendar_as_the_last_moment(web: Web) -> None:
    client = web.client()
    with web.database.writing() as session:
        session.execute(update(KeyRow).values(expires=253_402_351_199.0))
    assert client.get("/v1/keys").json()[0]["expires"].startswith("9999-12-31")


@pytest.mark.parametrize("seconds", [1e300, -1e300, float("inf"), float("-inf"), float("nan")])
def test_every_moment_can_be_shown(seconds: float) -> None:
    assert moment_of(seconds).tzinfo is UTC
    assert moment_of(0.0) == datetime(1970, 1, 1, tzinfo=UTC)


def test_a_row_that_cannot_be_shown_takes_no_other_with_it(web: Web) -> None:
    client = web.client()
    ids = [
        client.post("/v1/cases", json=document_of(small_case().model_copy(update={"name": n})))
        for n in ("one", "two")
    ]
    one, two = (answer.json()["id"] for answer in ids)
    with web.database.writing() as session:
        session.execute(update(CaseRow).where(CaseRow.id == one).values(about=7))
    listed = client.get("/v1/cases")
    assert listed.status_code == 200
    assert [row["id"] for row in listed.json()["items"]] == [two]


def test_half_a_character_in_an_old_row_spoils_no_list_and_no_export(web: Web) -> None:
    client = web.client()
    hook = client.post("/v1/webhooks", json={"url": "https://8.8.8.8/"}).json()["id"]
    with web.database.writing() as session:
        session.execute(update(KeyRow).values(teams=["\ud800"]))
        session.execute(update(WebhookRow).values(kinds=["\ud800"], matching={"a": float("nan")}))
        session.add(AuditRow(who="a", role="b", action="c", detail={"name": "\ud800"}))
    assert client.get("/v1/keys").status_code == 200
    assert [row["id"] for row in client.get("/v1/webhooks").json()] == [hook]
    assert client.get("/v1/audit").json()["items"][0]["action"] == "c"
    assert json.dumps("\ud800")[1:-1] in client.get("/v1/audit/export").text
