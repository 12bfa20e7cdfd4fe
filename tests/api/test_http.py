"""Does the service keep to HTTP where programs rely on it?"""

from importlib import import_module
from pathlib import Path

import httpx
import pytest
from starlette.datastructures import Headers

from rosterer_api.addresses import address_of, networks_of
from rosterer_api.openapi import contract
from rosterer_api.settings import Settings
from rosterer_api.tags import matches_strongly, matches_weakly
from tests.api.asgi import inside
from tests.api.test_submitting import new_case
from tests.api.web import Web, a_web, assert_problem
from tests.cases import small_plan


def test_what_can_be_read_can_be_asked_for_its_headers_alone(web: Web) -> None:
    client = web.client()
    new_case(client)
    for path in ("/v1/cases", "/healthz", "/v1/openapi.json", "/v1/library/rules"):
        whole, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (200, b""), path
        assert head.headers["content-length"] == whole.headers["content-length"]
    assert client.head("/v1/cases/none").status_code == 404
    assert web.client(None).head("/v1/cases").status_code == 401


def test_a_stream_of_events_asked_for_its_headers_ends_with_them(web: Web) -> None:
    client = web.client()
    job = client.post("/v1/jobs", json={"case": new_case(client), "kind": "wait"}).json()["id"]
    head = client.head(f"/v1/jobs/{job}/events")
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PUT", "/v1/cases", "GET, HEAD, POST"),
        ("POST", "/v1/cases/x", "DELETE, GET, HEAD"),
        ("GET", "/v1/cases/x/changes", "POST"),
        ("DELETE", "/v1/cases", "GET, HEAD, POST"),
        ("TRACE", "/healthz", "GET, HEAD"),
    ],
)
def test_a_method_that_is_not_there_is_answered_with_all_that_are(
    web: Web, method: str, path: str, allow: str
) -> None:
    answer = web.client().request(method, path)
    assert_problem(answer, 405)
    assert answer.headers["allow"] == allow


def test_every_address_of_the_contract_allows_what_the_contract_says(tmp_path: Path) -> None:
    one, asked = inside(tmp_path), {}
    for path, operations in contract()["paths"].items():
        allow = one.ask("TRACE", path.replace("{", "").replace("}", "")).headers["allow"]
        asked[path] = {method.lower() for method in allow.split(", ")} - {"head"}
        assert asked[path] == set(operations), path
    assert asked


def test_what_has_not_changed_is_not_sent_again(web: Web) -> None:
    client = web.client()
    case = new_case(client)
    job = client.post("/v1/jobs", json={"case": case, "kind": "wait"}).json()["id"]
    plan = client.post(
        f"/v1/cases/{case}/plans",
        json=small_plan().model_dump(mode="json", exclude={"certificate"}),
    ).json()["id"]
    for path in ("/v1/jobs", f"/v1/jobs/{job}", f"/v1/plans/{plan}", "/v1/plans", "/v1/cases"):
        tag = client.get(path).headers["etag"]
        again = client.get(path, headers={"If-None-Match": f'"other", {tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag), path
        assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    tag = client.get("/v1/jobs").headers["etag"]
    client.post(f"/v1/jobs/{job}/stop")
    assert client.get("/v1/jobs", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("given", "status"),
    [('"v1"', 200), ("*", 200), ('"x", "v1"', 200), ('W/"v1"', 412), ('"v2"', 412), ("v1", 412)],
)
def test_a_step_is_taken_when_the_version_is_meant(web: Web, given: str, status: int) -> None:
    client = web.client("planner")
    plan = client.post(
        f"/v1/cases/{new_case(client)}/plans",
        json=small_plan().model_dump(mode="json", exclude={"certificate"}),
    ).json()["id"]
    answer = web.client("approver").post(f"/v1/plans/{plan}/approve", headers={"If-Match": given})
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize(
    ("tag", "given", "weakly", "strongly"),
    [
        ('"a"', ['"a"'], True, True),
        ('"a"', ['W/"a"'], True, False),
        ('W/"a"', ['"a"'], True, False),
        ('"a"', ['"b","a"'], True, True),
        ('"a"', ['"b"', '"a"'], True, True),
        ('"a"', ["*"], True, True),
        ('"a"', ["a", '"a', '"b"'], False, False),
        ('"a,b"', ['"a,b"'], True, True),
        ('"a"', ['"a,b"'], False, False),
        ('"a"', [], False, False),
    ],
)
def test_tags_are_compared_as_http_says(
    tag: str, given: list[str], weakly: bool, strongly: bool
) -> None:
    assert (matches_weakly(tag, given), matches_strongly(tag, given)) == (weakly, strongly)


def test_the_connection_is_kept_after_a_fault_of_our_own(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = web.client()

    def fail(*given: object, **named: object) -> None:
        raise ArithmeticError("a fault of our own")

    monkeypatch.setattr(import_module("rosterer_api.routes.administration"), "days_kept", fail)
    opened: list[object] = []
    trace = lambda name, info: opened.append(name) if name.endswith("connect_tcp.started") else None  # noqa: E731
    for _ in range(3):
        answer = client.get("/v1/retention", extensions={"trace": trace})
        problem = assert_problem(answer, 500)
        assert "ArithmeticError" not in str(problem)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "close" not in answer.headers.get("connection", "")
    assert len(opened) == 1


FORWARDED = [
    ("", "10.0.0.5", ["203.0.113.9"], "10.0.0.5"),
    ("10.0.0.5", "10.0.0.5", ["203.0.113.9"], "203.0.113.9"),
    ("10.0.0.5", "10.0.0.5", ["198.51.100.1, 203.0.113.9"], "203.0.113.9"),
    ("10.0.0.0/24", "10.0.0.5", ["203.0.113.9, 10.0.0.7"], "203.0.113.9"),
    ("10.0.0.0/24", "10.0.0.5", ["203.0.113.9", "10.0.0.7"], "203.0.113.9"),
    ("10.0.0.5", "10.0.0.6", ["203.0.113.9"], "10.0.0.6"),
    ("10.0.0.5", "10.0.0.5", ["<script>"], "10.0.0.5"),
    ("10.0.0.5", "10.0.0.5", ["203.0.113.9, unknown"], "10.0.0.5"),
    ("10.0.0.5", "10.0.0.5", [], "10.0.0.5"),
    ("10.0.0.5", "10.0.0.5", ["203.0.113.9:4711"], "203.0.113.9"),
    ("::1", "::1", ["[2001:db8::1]:80"], "2001:db8::1"),
    ("127.0.0.1", "::ffff:127.0.0.1", ["203.0.113.9"], "203.0.113.9"),
]


@pytest.mark.parametrize(("proxies", "nearest", "given", "address"), FORWARDED)
def test_a_caller_s_address_is_what_a_trusted_proxy_says(
    proxies: str, nearest: str, given: list[str], address: str
) -> None:
    headers = Headers(raw=[(b"x-forwarded-for", text.encode()) for text in given])
    assert address_of({"client": (nearest, 1)}, headers, networks_of(proxies)) == address


@pytest.mark.parametrize(("proxies", "address"), [("", "127.0.0.1"), ("127.0.0.1", "203.0.113.9")])
def test_the_audit_log_and_the_limit_go_by_that_address(
    tmp_path: Path, proxies: str, address: str
) -> None:
    url = f"sqlite:///{tmp_path / 'proxy.sqlite'}"
    with a_web(url, trusted_proxies=proxies, failed_keys_per_minute=1) as web:
        client = web.client()
        client.headers["X-Forwarded-For"] = "203.0.113.9"
        new_case(client)
        assert client.get("/v1/audit").json()["items"][0]["address"] == address
        wrong = [
            httpx.get(
                f"{web.url}/v1/cases",
                headers={"Authorization": "Bearer rosterer_x", "X-Forwarded-For": f"203.0.113.{n}"},
                trust_env=False,
            ).status_code
            for n in (20, 21)
        ]
        assert wrong == ([401, 401] if proxies else [401, 429])


def test_a_proxy_that_is_no_address_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match="trusted_proxies"):
        Settings(trusted_proxies="everybody")


def test_a_request_without_an_address_is_answered(tmp_path: Path) -> None:
    assert inside(tmp_path).ask("GET", "/healthz", address="").status == 200
