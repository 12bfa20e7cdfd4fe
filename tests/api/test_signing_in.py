"""Who comes into the pages, for how long, and who does not?"""

import re
import secrets
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from rosterer_api.auth.sessions import SESSION_SECONDS, Sessions
from rosterer_api.demonstration import LOOKING, load_demonstration
from rosterer_api.operations import Operations
from rosterer_api.pages import PAGES
from rosterer_api.pages.own_paths import own_path
from tests.api.postgres import Cluster
from tests.api.visitor import Visitor, heading, signed_in, words
from tests.api.web import Web, a_web, assert_problem
from tests.sheets.rotas import dates


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """One service for all of these tests."""
    folder = tmp_path_factory.mktemp("pages")
    with a_web(f"sqlite:///{folder / 's.sqlite'}", trusted_proxies="127.0.0.1") as one:
        yield one


@pytest.fixture(scope="module")
def somebody(web: Web) -> Visitor:
    """A manager who has signed in."""
    return signed_in(web, "manager")


FAR = {"Host": "rota.example.org"}
OVER_TLS = {**FAR, "X-Forwarded-Proto": "https"}


def test_whoever_has_not_signed_in_is_led_there_and_back(web: Web) -> None:
    visitor = Visitor(web)
    led = visitor.get("/?a=1&b=2")
    assert (led.status_code, led.headers["location"]) == (303, "/sign-in?next=/%3Fa%3D1%26b%3D2")
    asked = visitor.follow(led)
    assert heading(asked) == "Who is signing in?"
    assert 'name="next" value="/?a=1&amp;b=2"' in asked.text
    back = visitor.sign_in(web.shared_key, "/?a=1&b=2")
    assert back.headers["location"] == "/?a=1&b=2"
    assert heading(visitor.follow(back)) == "Where do things stand?"


def test_a_page_says_who_is_signed_in_and_forbids_scripts_and_frames(somebody: Visitor) -> None:
    page = somebody.get("/")
    assert "a manager rota manager Sign out" in words(page)
    assert page.headers["content-security-policy"].startswith("default-src 'self'; ")
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-frame-options"] == "DENY"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert not re.search(r"<style|<script(?! src=)|\sstyle=|\son[a-z]+=", page.text)


def test_whoever_has_signed_out_is_out_with_that_cookie_too(web: Web) -> None:
    visitor = signed_in(web)
    cookies = dict(visitor.client.cookies)
    left = visitor.send("/", "/sign-out")
    assert "You are signed out." in words(visitor.follow(left))
    visitor.client.cookies.update(cookies)
    assert visitor.get("/").headers["location"] == "/sign-in"


def test_a_session_ends_after_a_working_day(web: Web) -> None:
    moment = [1000.0]
    keys = web.app.state.service.keys
    sessions = Sessions(web.database, keys, now=lambda: moment[0])
    with web.database.writing() as session:
        text = sessions.begin(session, web.key_ids["administrator"])
    for seconds, is_known in ((SESSION_SECONDS - 1, True), (SESSION_SECONDS, False)):
        moment[0] = 1000.0 + seconds
        assert (sessions.holder(text) is not None) is is_known


def test_a_session_ends_with_its_key(web: Web) -> None:
    administrator = web.client()
    made = administrator.post("/v1/keys", json={"name": "Ann", "role": "manager"}).json()
    visitor = Visitor(web)
    visitor.sign_in(made["key"])
    assert visitor.get("/").status_code == 200
    administrator.delete(f"/v1/keys/{made['id']}")
    assert visitor.get("/").status_code == 303


@pytest.mark.parametrize("key", ["", "  ", "rosterer_wrong", "x" * 5000, "Zoë"])
def test_a_wrong_key_is_refused_in_words_and_is_not_repeated(web: Web, key: str) -> None:
    visitor = Visitor(web)
    refused = visitor.sign_in(key)
    assert refused.status_code in (401, 422)
    assert 'role="alert"' in refused.text
    assert not key.strip() or key not in refused.text
    assert visitor.get("/").status_code == 303


def test_wrong_keys_are_counted_by_address(web: Web, tmp_path: Path) -> None:
    with a_web(f"sqlite:///{tmp_path / 'few.sqlite'}", failed_keys_per_minute=2) as few:
        statuses = [Visitor(few).sign_in("rosterer_no").status_code for _ in range(3)]
        assert statuses == [401, 401, 429]
        assert "wrong keys" in words(Visitor(few).sign_in("rosterer_no"))


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out"])
def test_a_form_without_what_the_page_gave_it_is_refused(web: Web, path: str) -> None:
    visitor = signed_in(web)
    for given in ({}, {"form": "0" * 64}, {"form": "é"}):
        refused = visitor.client.post(path, data={"key": web.shared_key, **given})
        assert refused.status_code == 403
        assert "Nothing of what you sent was saved" in words(refused)
    assert visitor.get("/").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
    ],
)
def test_a_form_that_another_site_sends_is_refused(web: Web, headers: dict[str, str]) -> None:
    visitor = signed_in(web)
    assert visitor.send("/", "/sign-out", headers=headers).status_code == 403
    assert visitor.get("/").status_code == 200


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": "null"}, {}]
)
def test_a_form_of_this_service_is_taken(web: Web, headers: dict[str, str]) -> None:
    visitor = signed_in(web)
    assert visitor.send("/", "/sign-out", headers=headers).status_code == 303


@pytest.mark.parametrize(
    "text",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "",
        "/sign-in?next=/",
        "/v1/cases",
        "//[",
        "/" + "x" * 1000,
    ],
)
def test_signing_in_leads_to_no_other_place(text: str) -> None:
    assert own_path(text) == "/"


@pytest.mark.parametrize("text", ["/", "/plans", "/rota/north?from=2026-11-02"])
def test_signing_in_leads_to_pages_of_this_service(text: str) -> None:
    assert own_path(text) == text


def test_from_another_machine_plain_http_is_refused_with_a_sentence(web: Web) -> None:
    for path in ("/", "/sign-in", "/welcome/x"):
        refused = Visitor(web, **FAR).get(path)
        assert refused.status_code == 403
        assert "open over https alone" in words(refused)
        assert "set-cookie" not in refused.headers


def test_over_https_the_cookie_is_tied_to_the_host(web: Web) -> None:
    visitor = Visitor(web, **OVER_TLS)
    asked = visitor.get("/sign-in")
    assert asked.headers["set-cookie"].startswith("__Host-rosterer-form=")
    for part in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
        assert part in asked.headers["set-cookie"]
    assert "Domain" not in asked.headers["set-cookie"]


def test_only_a_trusted_proxy_is_believed_about_https(tmp_path: Path) -> None:
    with a_web(f"sqlite:///{tmp_path / 'bare.sqlite'}") as bare:
        assert Visitor(bare, **OVER_TLS).get("/sign-in").status_code == 403


def test_a_link_lets_one_browser_in_once(web: Web) -> None:
    text = web.app.state.service.invitations.make(web.key_ids["administrator"])
    visitor = Visitor(web)
    assert visitor.client.head(f"/welcome/{text}").status_code == 204
    assert heading(visitor.follow(visitor.get(f"/welcome/{text}"))) == "Where do things stand?"
    late = Visitor(web)
    assert "used already" in words(late.get(f"/welcome/{text}"))
    assert late.get("/").status_code == 303


def test_a_demonstration_is_loaded_once_and_can_be_approved_by_who_looks(web: Web) -> None:
    for _ in range(2):
        load_demonstration(web.database, "small")
    client = web.client()
    cases = client.get("/v1/cases").json()["items"]
    assert [case["external_id"] for case in cases] == ["demonstration"]
    plans = client.get("/v1/plans").json()["items"]
    assert [plan["summary"] or plan["verdict"]["standing"]["source"] for plan in plans] == [
        "baseline"
    ]
    assert plans[0]["created_by"] != LOOKING
    assert [job["state"] for job in client.get("/v1/jobs").json()["items"]] == ["queued"]


def test_a_cookie_opens_no_address_for_programs_and_a_key_no_page(web: Web) -> None:
    visitor = signed_in(web)
    assert_problem(visitor.get("/v1/cases"), 401)
    assert web.client().get("/").status_code == 303


def test_who_comes_and_goes_is_in_the_audit_log(web: Web) -> None:
    visitor = signed_in(web, "planner")
    visitor.send("/", "/sign-out")
    items = web.client().get("/v1/audit").json()["items"]
    mine = [item["action"] for item in items if item["who"] == web.key_ids["planner"]]
    assert mine[:2] == ["session.end", "session.begin"]


def test_no_cookie_can_be_read_back(web: Web) -> None:
    visitor = signed_in(web)
    with web.database.engine.connect() as connection:
        rows = str(connection.exec_driver_sql("select * from sessions").fetchall())
    assert all(value not in rows for value in visitor.client.cookies.values())


def test_what_is_not_there_is_said_in_a_page_to_people_and_as_ever_to_programs(
    web: Web, somebody: Visitor
) -> None:
    page = somebody.get("/nothing")
    assert (page.status_code, heading(page)) == (404, "Where is this page?")
    assert page.headers["x-request-id"] in words(page)
    assert_problem(somebody.get("/v1/nothing"), 404)
    assert_problem(web.client().get("/nothing"), 404)


def test_a_fault_of_the_service_is_a_page_with_the_id_of_the_request(
    somebody: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object, **named: object) -> None:
        raise ArithmeticError("a fault of our own")

    monkeypatch.setattr(import_module("rosterer_api.pages.home"), "render", fail)
    page = somebody.get("/")
    assert (page.status_code, heading(page)) == (500, "What went wrong with the service?")
    assert page.headers["x-request-id"] in words(page)
    assert "ArithmeticError" not in page.text


def test_only_files_of_the_service_are_served(somebody: Visitor) -> None:
    for name in ("frame.css", "pages.css", "mark.svg"):
        assert somebody.get(f"/static/{name}").status_code == 200
    for name in ("static.py", "..%2fstatic.py", "%2e%2e/static.py", "none.css"):
        assert somebody.get(f"/static/{name}").status_code == 404


def test_colours_stand_in_the_frame_alone(somebody: Visitor) -> None:
    for name in ("pages.css", "mark.svg"):
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb|hsl", somebody.get(f"/static/{name}").text)


def test_no_page_is_in_the_contract_for_programs(web: Web) -> None:
    paths = web.client().get("/v1/openapi.json").json()["paths"]
    own = {route.path for router in PAGES for route in router.routes}  # type: ignore[attr-defined]
    assert own
    assert not own & set(paths)


OPEN = {"get_static", "show_sign_in", "sign_in", "come_in"}
NEEDED: dict[str, frozenset[str]] = {
    "show_home": frozenset({"plans.read"}),
    "sign_out": frozenset(),
    "show_data": frozenset({"cases.read"}),
    "send_case": frozenset({"cases.write"}),
    "show_case": frozenset({"cases.read"}),
    "take_workbook": frozenset({"cases.read"}),
    **dict.fromkeys(
        ("send_rota", "show_import", "answer_import", "keep_import", "drop_import"),
        frozenset({"cases.write", "plans.write"}),
    ),
    **dict.fromkeys(
        ("show_plans", "show_plan", "show_difference", "take_export", "show_present", "show_rota"),
        frozenset({"plans.read"}),
    ),
    "approve": frozenset({"plans.approve"}),
    "publish": frozenset({"plans.publish"}),
    "work": frozenset({"plans.publish"}),
}


def test_every_page_is_closed_but_those_by_which_somebody_comes_in(web: Web) -> None:
    routes = [one for router in PAGES for one in router.routes if isinstance(one, APIRoute)]
    asked = dict(zip([route.name for route in routes], Operations((), PAGES), strict=True))
    assert {name for name, one in asked.items() if one.permissions is None} == OPEN
    assert {name: one.permissions for name, one in asked.items() if name not in OPEN} == NEEDED
    visitor = Visitor(web)
    for route in routes:
        if route.name in OPEN:
            continue
        method = sorted(route.methods or ())[0]
        answer = visitor.client.request(method, re.sub(r"\{\w+\}", "none", route.path))
        assert answer.status_code == (303 if method == "GET" else 401), route.path
        assert "location" not in answer.headers or answer.headers["location"].startswith("/sign-in")


def test_on_postgresql_people_sign_in_too(cluster: Cluster) -> None:
    with a_web(cluster.url(f"pages_{secrets.token_hex(4)}")) as other:
        visitor = signed_in(other, "manager")
        rows = [["Name", *dates(7)], ["Ann Able", *"DDNN"], ["Bob", *"EEL"]]
        text = "\n".join(",".join(str(cell) for cell in row) for row in rows)
        answer = visitor.send("/data", "/data/imports", files={"file": ("r.csv", text.encode())})
        place = answer.headers["location"]
        assert heading(visitor.get(place)) == "Is your rota read right?"
        kept = visitor.follow(visitor.send(place, f"{place}/keep"))
        assert "go out?" in heading(kept)
        assert heading(visitor.follow(visitor.get("/rota"))).startswith("Who of")
        for path in ("/data?after=%00", "/plans?after=%00", "/plans/compare?plan=%00&plan=a"):
            assert visitor.get(path).status_code == 422, path
        for path in (
            "/rota?team=%00",
            "/rota?plan=%00",
            "/rota/%00",
            "/data/%00",
            "/sign-in?next=%00",
        ):
            assert visitor.get(path).status_code in (200, 303, 404, 422), path
        files = {"file": ("r\x00\u2028.csv", text.encode())}
        assert visitor.send("/data", "/data/imports", files=files).status_code in (303, 400, 422)
        place = visitor.send(
            "/data", "/data/imports", files={"file": ("r.csv", text.encode())}
        ).headers["location"]
        for odd in ("\x00", "\u2028", '"', "\\", "]\n[codes]\nD = 'off'", "\x7f"):
            answers = {"name": odd, f"codes:{odd}D": "leave", "codes:D": odd, f"cells:{odd}": odd}
            assert visitor.send(place, place, answers).status_code in (303, 422), odd
            assert visitor.get(place).status_code in (200, 422), odd
        assert visitor.sign_in("\x00").status_code == 401
        assert visitor.send("/", "/sign-out").status_code == 303
