"""Is who asks settled before a byte of the body is read, and can nobody try keys by the
thousand?
"""

from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from rosterer_api.auth.keys import KnownKeys
from rosterer_api.bodies import JsonRoute
from rosterer_api.operations import SMALL_BODY_BYTES, Operations
from rosterer_api.rate import MOST_CALLERS, Allowance
from rosterer_api.routes import ROUTERS
from tests.api.asgi import Inside, inside
from tests.api.test_authorisation import ROUTES
from tests.api.web import Web, assert_problem

JSON = {"content-type": "application/json"}
MEBIBYTE = b"[]," * (1024 * 1024 // 3)
BODIES = sorted(
    name for name, route in ROUTES.items() if route.methods and route.methods & {"POST", "PATCH"}
)


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("key", [{}, {"authorization": "Bearer rosterer_invented"}])
def test_nothing_is_read_of_a_body_without_a_key(
    tmp_path: Path, name: str, key: dict[str, str]
) -> None:
    route = ROUTES[name]
    path = route.path.replace("{", "").replace("}", "")
    asked = inside(tmp_path).ask(
        sorted(route.methods or ())[0], path, {**JSON, **key}, [MEBIBYTE] * 60
    )
    assert (asked.status, asked.bytes_read) == (401, 0)


def test_nothing_is_read_of_a_body_whose_sender_may_not_send_it(tmp_path: Path) -> None:
    one = inside(tmp_path)
    asked = one.ask("POST", "/v1/cases", {**JSON, **one.key("auditor")}, [MEBIBYTE])
    assert (asked.status, asked.bytes_read) == (403, 0)


@pytest.mark.parametrize(
    ("path", "length", "status"),
    [
        ("/v1/scenarios", SMALL_BODY_BYTES + 1, 413),
        ("/v1/scenarios", SMALL_BODY_BYTES, 422),
        ("/v1/cases", SMALL_BODY_BYTES + 1, 422),
        ("/v1/cases", 64 * 1024 * 1024 + 1, 413),
        ("/nowhere", SMALL_BODY_BYTES + 1, 413),
    ],
)
def test_only_a_document_may_be_large(tmp_path: Path, path: str, length: int, status: int) -> None:
    one = inside(tmp_path)
    headers = {**JSON, **one.key(), "content-length": str(length)}
    asked = one.ask("POST", path, headers, [b"{"])
    assert asked.status == status
    assert (asked.bytes_read == 0) is (status == 413)


def test_a_body_that_does_not_say_how_long_it_is_is_read_no_further_than_its_limit(
    tmp_path: Path,
) -> None:
    one = inside(tmp_path)
    asked = one.ask("POST", "/v1/scenarios", {**JSON, **one.key()}, [MEBIBYTE] * 60)
    assert asked.status == 413
    assert asked.bytes_read <= 2 * len(MEBIBYTE)


def test_every_route_reads_its_body_in_the_one_way() -> None:
    routes = [r for router in ROUTERS for r in router.routes if isinstance(r, APIRoute)]
    others = [r for r in routes if r.body_field is not None and not isinstance(r, JsonRoute)]
    assert [route.path for route in others] == []


def test_documents_are_what_uploads_carry() -> None:
    large = {op.path for op in Operations(ROUTERS) if op.carries_document}
    assert large >= {"/v1/cases", "/v1/cases/validate", "/v1/cases/{case_id}/plans"}
    assert "/v1/jobs" not in large


class Looks:
    """Counts how often a key is looked up."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.number = 0
        look = KnownKeys._looked_up

        def counted(keys: KnownKeys, hash_: str) -> Any:
            self.number += 1
            return look(keys, hash_)

        monkeypatch.setattr(KnownKeys, "_looked_up", counted)


def try_keys(one: Inside, number: int, address: str = "192.0.2.1") -> list[int]:
    return [
        one.ask(
            "GET", "/v1/cases", {"authorization": f"Bearer rosterer_{n}"}, address=address
        ).status
        for n in range(number)
    ]


def test_invented_keys_of_one_address_are_soon_looked_up_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, looks = inside(tmp_path, failed_keys_per_minute=5), Looks(monkeypatch)
    assert try_keys(one, 20) == [401] * 5 + [429] * 15
    assert looks.number == 5
    assert try_keys(one, 1, "192.0.2.2") == [401], "another address has its own allowance"


def test_who_was_let_in_before_is_not_held_up_by_what_others_try_from_there(
    tmp_path: Path,
) -> None:
    one = inside(tmp_path, failed_keys_per_minute=5)
    good = one.key()
    assert one.ask("GET", "/v1/cases", good).status == 200
    assert try_keys(one, 6)[-1] == 429
    assert one.ask("GET", "/v1/cases", good).status == 200


def test_addresses_of_one_site_count_as_one(tmp_path: Path) -> None:
    one = inside(tmp_path, failed_keys_per_minute=2)
    assert try_keys(one, 2, "2001:db8::1") == [401, 401]
    assert try_keys(one, 1, "2001:db8::ffff") == [429]
    assert try_keys(one, 1, "2001:db8:0:1::1") == [401]


def test_an_allowance_fills_with_time_and_remembers_so_many_callers() -> None:
    now = [0.0]
    allowance = Allowance(2, lambda: now[0])
    assert ["Retry-After" in allowance.take("a") for _ in range(3)] == [False, False, True]
    now[0] = 30.0
    assert ["Retry-After" in allowance.take("a") for _ in range(2)] == [False, True]
    for number in range(3 * MOST_CALLERS):
        allowance.take(f"caller {number}")
    assert len(allowance._left) <= MOST_CALLERS


def refusals(web: Web) -> list[dict[str, Any]]:
    items = web.client("auditor").get("/v1/audit", params={"limit": 200}).json()["items"]
    return [item for item in items if item["action"] == "refused"]


def test_a_refused_attempt_is_in_the_audit_log_with_the_id_of_the_key(web: Web) -> None:
    administrator = web.client()
    made = administrator.post("/v1/keys", json={"name": "old", "role": "service"}).json()
    administrator.delete(f"/v1/keys/{made['id']}")
    for headers in (
        {"Authorization": f"Bearer {made['key']}"},
        {"Authorization": "Bearer rosterer_invented"},
    ):
        assert_problem(web.client(None).get("/v1/cases", headers=headers), 401)
    planner = web.client("planner")
    assert_problem(planner.get("/v1/keys"), 403)
    latest = refusals(web)
    assert [(item["who"], item["target"]) for item in latest] == [
        (web.key_ids["planner"], "GET /v1/keys"),
        ("nobody", "GET /v1/cases"),
        (made["id"], "GET /v1/cases"),
    ]
    assert latest[2]["detail"]["key"] == "revoked"
    assert latest[0]["role"] == "planner"
    assert all(item["address"] == "127.0.0.1" for item in latest)


def test_a_flood_of_refusals_is_counted_rather_than_told_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rosterer_api.auth.door.NOTED_PER_MINUTE", 2)
    one = inside(tmp_path, failed_keys_per_minute=0)
    try_keys(one, 10)
    with one.database.reading() as session:
        from rosterer_api.storage.tables import AuditRow

        assert session.query(AuditRow).filter_by(action="refused").count() == 2


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (OperationalError("select", {}, Exception("the server shuts down")), 503),
        (InterfaceError("select", {}, Exception("the connection is closed")), 503),
        (DBAPIError("select", {}, Exception("gone"), connection_invalidated=True), 503),
        (PoolTimeoutError("no connection is free"), 503),
        (DBAPIError("select", {}, Exception("no such column")), 500),
        (ValueError("a fault of ours"), 500),
    ],
)
def test_whoever_asks_while_the_database_is_away_is_told_to_come_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception, status: int
) -> None:
    one = inside(tmp_path)
    key = one.key()

    async def fails(service: object, token: str) -> None:
        raise failure

    monkeypatch.setattr("rosterer_api.auth.door.holder", fails)
    asked = one.ask("GET", "/v1/jobs", key)
    assert asked.status == status
    assert ("retry-after" in asked.headers) == (status == 503)


UNREAD = [
    ("POST", "/v1/cases", {}, 401),
    ("POST", "/v1/cases", {"authorization": "Bearer rosterer_invented"}, 401),
    ("POST", "/v1/cases", "auditor", 403),
    ("PUT", "/v1/cases", "administrator", 405),
    ("POST", "/v1/nowhere", "administrator", 404),
    ("POST", "/v1/scenarios", "administrator", 413),
    ("POST", "/v1/cases", "of another type", 415),
]


@pytest.mark.parametrize(("method", "path", "key", "status"), UNREAD)
@pytest.mark.parametrize("framed", ["content-length", "transfer-encoding"])
def test_whoever_is_refused_before_the_body_is_read_is_hung_up_on(
    tmp_path: Path, method: str, path: str, key: Any, status: int, framed: str
) -> None:
    one = inside(tmp_path)
    headers = {**JSON, framed: "chunked" if framed.startswith("t") else str(60 * len(MEBIBYTE))}
    if key == "of another type":
        headers["content-type"], key = "text/html", "administrator"
    role: Any = key
    headers |= one.key(role) if isinstance(key, str) else key
    asked = one.ask(method, path, headers, [MEBIBYTE] * 60)
    assert asked.status == status or (asked.status, framed) == (413, "content-length")
    assert asked.headers["connection"] == "close"
    assert asked.bytes_read <= 2 * len(MEBIBYTE)


def test_whoever_is_refused_without_a_body_or_after_it_may_go_on(tmp_path: Path) -> None:
    one = inside(tmp_path)
    assert "connection" not in one.ask("GET", "/v1/cases").headers
    headers = {**JSON, **one.key(), "content-length": "2"}
    asked = one.ask("POST", "/v1/scenarios", headers, [b"{}"])
    assert (asked.status, asked.headers.get("connection")) == (422, None)
