"""Is want of room told as such, whatever became of it on the way, and is what the database cannot
take told elsewhere?
"""

import errno
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from rosterer.files.faults import BadInput, Fault
from rosterer_api.problems import bad_input
from rosterer_api.room import is_for_want_of_room
from rosterer_api.storage import is_away
from tests.api.asgi import Inside, inside
from tests.api.test_attempts import kept_plan
from tests.api.web import Web, assert_problem


def refused(failure: Exception, *, is_cause: bool = True) -> BadInput:
    """Bad input that comes from a failure, or was met while it was handled."""
    try:
        try:
            raise failure
        except type(failure) as first:
            wrong = BadInput([Fault("plan", "cannot be written", "choose another place")])
            if is_cause:
                raise wrong from first
            raise wrong  # noqa: B904 - the other way in which one exception hides another
    except BadInput as found:
        return found


@pytest.mark.parametrize("is_cause", [True, False])
@pytest.mark.parametrize(
    ("number", "status"), [(errno.ENOSPC, 503), (errno.EROFS, 503), (errno.ENOENT, 422)]
)
def test_want_of_room_is_found_behind_other_words(number: int, status: int, is_cause: bool) -> None:
    found = refused(OSError(number, "no"), is_cause=is_cause)
    assert is_for_want_of_room(found) == (status == 503)
    assert bad_input(found).status_code == status


def test_a_database_that_is_away_is_found_behind_other_words() -> None:
    assert is_away(refused(OperationalError("select", {}, OSError())))
    assert not is_away(refused(ValueError("no")))


def test_a_ring_of_exceptions_ends() -> None:
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one
    assert not is_for_want_of_room(one)


def test_a_plan_that_cannot_be_written_for_want_of_room_is_told_so(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: Any, **options: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    client = web.client()
    _, plan = kept_plan(client)
    monkeypatch.setattr("rosterer.files.plans.write_folder", full)
    answer = client.get(f"/v1/plans/{plan}/export/csv")
    assert_problem(answer, 503)
    assert answer.headers["retry-after"]


def full_database(one: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OperationalError("insert", {}, OSError("database or disk is full"))

    monkeypatch.setattr(one.database, "writing", full)


def test_a_refusal_that_the_database_cannot_take_is_in_the_log_of_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    one = inside(tmp_path)
    wrong = {"authorization": "Bearer rosterer_invented", "x-request-id": "r1"}
    with monkeypatch.context() as patched, caplog.at_level(logging.ERROR, "rosterer.api"):
        full_database(one, patched)
        assert one.ask("GET", "/v1/cases", wrong).status == 401
        hindered = json.loads(one.ask("GET", "/readyz").body)["hindered"]
    record = next(r for r in caplog.records if r.message == "a refusal could not be noted")
    told = vars(record)
    assert (told["who"], told["action"], told["target"]) == ("nobody", "refused", "GET /v1/cases")
    assert (told["address"], told["request_id"]) == ("192.0.2.1", "r1")
    assert told["detail"]["status"] == 401
    assert "full" in told["failure"]
    assert any("audit log" in why for why in hindered)
    assert one.ask("GET", "/v1/cases", wrong).status == 401  # there is room again
    assert json.loads(one.ask("GET", "/readyz").body)["hindered"] == []
    one.database.close()


@pytest.mark.parametrize("path", ["/v1/jobs/", "/v1/cases/", "/healthz/", "/v1/keys/"])
def test_an_address_with_a_slash_too_many_leads_nowhere(tmp_path: Path, path: str) -> None:
    one = inside(tmp_path)
    asked = one.ask("GET", path, {**one.key(), "host": "evil.example"})
    one.database.close()
    assert asked.status == 404
    assert asked.headers["content-type"] == "application/problem+json"
    assert "location" not in asked.headers
