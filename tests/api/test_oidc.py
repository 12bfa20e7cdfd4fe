"""Does a token of the issuer let in whom it names, and nobody else?"""

import base64
import hmac
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from rosterer_api.auth import oidc
from rosterer_api.auth.oidc import Issuer
from tests.api.issuer import AUDIENCE, FakeIssuer
from tests.api.service import settings_for
from tests.api.web import Web, a_web, assert_problem, document_of
from tests.cases import PEOPLE, changed, small_case


@pytest.fixture
def issuer() -> Iterator[FakeIssuer]:
    one = FakeIssuer()
    yield one
    one.close()


@pytest.fixture
def site(tmp_path: Path, issuer: FakeIssuer) -> Iterator[Web]:
    with a_web(
        f"sqlite:///{tmp_path / 'oidc.sqlite'}", oidc_issuer=issuer.url, oidc_audience=AUDIENCE
    ) as web:
        yield web


def asked(site: Web, token: str, path: str = "/v1/cases") -> httpx.Response:
    client = site.client(None)
    return client.get(path, headers={"Authorization": f"Bearer {token}"})


def test_a_token_lets_in_with_the_role_and_teams_that_it_names(
    site: Web, issuer: FakeIssuer
) -> None:
    named = small_case(people=changed(PEOPLE, "person", "ann", name="Ann Example"))
    case = site.client().post("/v1/cases", json=document_of(named)).json()["id"]
    path = f"/v1/cases/{case}/document"
    assert "Ann Example" in asked(site, issuer.token(teams=["north"]), path).text
    assert "Ann Example" not in asked(site, issuer.token(teams=["south"]), path).text
    assert "Ann Example" in asked(site, issuer.token(roles="rosterer.approver other"), path).text
    assert_problem(asked(site, issuer.token(), "/v1/audit"), 403)


def test_a_token_that_was_let_in_is_not_held_up_by_what_others_try_from_there(
    tmp_path: Path, issuer: FakeIssuer
) -> None:
    with a_web(
        f"sqlite:///{tmp_path / 'oidc.sqlite'}",
        oidc_issuer=issuer.url,
        oidc_audience=AUDIENCE,
        failed_keys_per_minute=2,
    ) as site:
        good = issuer.token()
        assert asked(site, good).status_code == 200
        assert [asked(site, f"a.b.{number}").status_code for number in range(3)] == [401, 401, 429]
        assert asked(site, good).status_code == 200


def test_keys_go_on_working_beside_tokens(site: Web) -> None:
    assert site.client("auditor").get("/v1/cases").status_code == 200


def test_what_is_done_is_audited_under_the_subject(site: Web, issuer: FakeIssuer) -> None:
    headers = {"Authorization": f"Bearer {issuer.token(preferred_username='jo')}"}
    assert (
        site.client(None)
        .post("/v1/cases", json=document_of(small_case()), headers=headers)
        .status_code
        == 201
    )
    entry = site.client().get("/v1/audit").json()["items"][0]
    assert (entry["who"], entry["role"], entry["detail"]["name"]) == ("oidc:u1", "manager", "jo")


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another-service"},
        {"iss": "https://elsewhere.example.org"},
        {"exp": 1},
        {"exp": None},
        {"sub": None},
        {"sub": ""},
        {"sub": "  "},
        {"sub": "a\nb"},
        {"exp": 4_102_444_800},
        {"typ": "ID"},
        {"typ": "Refresh"},
        {"token_use": "id"},
        {"iat": 4_102_444_800},
        {"roles": []},
        {"roles": None},
        {"roles": ["manager"]},
        {"roles": ["rosterer.king"]},
        {"roles": ["rosterer.manager", "rosterer.auditor"]},
        {"roles": {"rosterer.manager": True}},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_here_lets_nobody_in(
    site: Web, issuer: FakeIssuer, claims: dict[str, Any]
) -> None:
    assert_problem(asked(site, issuer.token(**claims)), 401)


@pytest.mark.parametrize(
    ("typ", "status"),
    [
        ("JWT", 200),
        ("at+jwt", 200),
        ("application/at+jwt", 200),
        ("logout+jwt", 401),
        ("dpop+jwt", 401),
        (7, 401),
    ],
)
def test_only_access_tokens_let_in(site: Web, issuer: FakeIssuer, typ: Any, status: int) -> None:
    assert asked(site, issuer.token(header={"typ": typ})).status_code == status


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 200),
        ({"use": "enc"}, 401),
        ({"use": None, "key_ops": ["encrypt"]}, 401),
        ({"use": None, "key_ops": ["verify"]}, 200),
        ({"use": None}, 200),
    ],
    ids=str,
)
def test_only_keys_that_are_there_to_sign_count(
    site: Web, issuer: FakeIssuer, fields: dict[str, Any], status: int
) -> None:
    issuer.fields = fields
    assert asked(site, issuer.token()).status_code == status


@pytest.mark.parametrize(("hours", "status"), [(23, 200), (25, 401)])
def test_a_token_that_counts_for_more_than_a_day_lets_nobody_in(
    site: Web, issuer: FakeIssuer, hours: int, status: int
) -> None:
    token = issuer.token(exp=int(time.time()) + hours * 3600)
    assert asked(site, token).status_code == status


def test_why_a_token_is_refused_is_said_in_our_own_words(site: Web, issuer: FakeIssuer) -> None:
    problem = assert_problem(asked(site, issuer.token(exp=1)), 401)
    assert problem["detail"] == "the token has expired"


def signed_with_what_is_public(issuer: FakeIssuer, claims: dict[str, Any]) -> str:
    """The public key taken for a shared secret: written by hand, since the library refuses to sign
    so.
    """
    public = issuer.keys["first"].public_key()
    pem = public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )

    def packed(content: bytes) -> str:
        return base64.urlsafe_b64encode(content).rstrip(b"=").decode()

    header = {"alg": "HS256", "typ": "JWT", "kid": "first"}
    text = ".".join(packed(json.dumps(part).encode()) for part in (header, claims))
    return f"{text}.{packed(hmac.new(pem, text.encode(), 'sha256').digest())}"


def test_a_token_that_somebody_else_signed_lets_nobody_in(site: Web, issuer: FakeIssuer) -> None:
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    claims = jwt.decode(issuer.token(), options={"verify_signature": False})
    forged = [
        jwt.encode(claims, stranger, algorithm="RS256", headers={"kid": "first"}),
        jwt.encode(claims, stranger, algorithm="RS256", headers={"kid": "stranger"}),
        jwt.encode(claims, "", algorithm="none"),
        signed_with_what_is_public(issuer, claims),
        issuer.token()[:-8] + "AAAAAAAA",
        "a.b.c",
    ]
    for token in forged:
        assert_problem(asked(site, token), 401)


def test_new_keys_of_the_issuer_are_fetched_but_strangers_cannot_make_it_busy(
    site: Web, issuer: FakeIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked(site, issuer.token()).status_code == 200
    issuer.keys["second"] = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    for _ in range(5):
        asked(site, issuer.token("second"))
    assert issuer.fetched == 1  # unknown so soon after a look: refused without another
    monkeypatch.setattr(oidc, "AGAIN_SECONDS", 0.0)
    assert asked(site, issuer.token("second")).status_code == 200
    assert issuer.fetched == 2


def test_an_issuer_that_is_away_is_said_to_be_away_and_known_keys_go_on(
    site: Web, issuer: FakeIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    issuer.is_away = True
    answer = asked(site, issuer.token())
    assert_problem(answer, 503)
    assert answer.headers["retry-after"]
    issuer.is_away = False
    monkeypatch.setattr(oidc, "AGAIN_SECONDS", 0.0)
    assert asked(site, issuer.token()).status_code == 200
    issuer.is_away = True
    monkeypatch.setattr(oidc, "KEYS_SECONDS", 0.0)
    assert asked(site, issuer.token()).status_code == 200


def test_an_issuer_that_is_away_is_not_asked_for_every_request(
    site: Web, issuer: FakeIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    issuer.is_away = True
    for _ in range(5):
        assert_problem(asked(site, issuer.token()), 503)
    assert issuer.asked == 1
    issuer.is_away = False
    with monkeypatch.context() as again:
        again.setattr(oidc, "AGAIN_SECONDS", 0.0)
        assert asked(site, issuer.token()).status_code == 200
    issuer.is_away, before = True, issuer.asked
    monkeypatch.setattr(oidc, "KEYS_SECONDS", 0.0)  # the keys are old at once
    for _ in range(5):
        assert asked(site, issuer.token()).status_code == 200
    assert issuer.asked == before


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"exp": -10}, 200),
        ({"exp": -60}, 401),
        ({"iat": 10}, 200),
        ({"iat": 60}, 401),
        ({"nbf": 10}, 200),
        ({"nbf": 60}, 401),
    ],
    ids=str,
)
def test_clocks_may_differ_by_half_a_minute(
    site: Web, issuer: FakeIssuer, claims: dict[str, int], status: int
) -> None:
    now = int(time.time())
    moments: dict[str, Any] = {name: now + seconds for name, seconds in claims.items()}
    assert asked(site, issuer.token(**moments)).status_code == status


def test_roles_may_lie_deeper_in_the_token(tmp_path: Path, issuer: FakeIssuer) -> None:
    fields: dict[str, Any] = {
        "oidc_issuer": issuer.url,
        "oidc_audience": AUDIENCE,
        "oidc_roles": "realm.roles",
        "oidc_role_prefix": "",
    }
    with a_web(f"sqlite:///{tmp_path / 'deep.sqlite'}", **fields) as web:
        assert (
            asked(web, issuer.token(realm={"roles": ["auditor"]}), "/v1/audit").status_code == 200
        )


@pytest.mark.parametrize(
    "fields",
    [
        {"oidc_issuer": "http://issuer.example.org", "oidc_audience": AUDIENCE},
        {"oidc_issuer": "https://issuer.example.org"},
        {"oidc_issuer": "file:///etc/passwd", "oidc_audience": AUDIENCE},
    ],
)
def test_unsafe_settings_are_refused_at_the_start(fields: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"AUDIENCE|https"):
        Issuer(settings_for("sqlite:///x", **fields))
