"""Are cases kept as they were sent, and everything refused that is not sound?"""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from rosterer.files import save_case
from rosterer_models.vocabulary.case import Case
from tests.api.web import Web, assert_problem, document_of
from tests.cases import PEOPLE, changed, small_case

NAMED = small_case(people=changed(PEOPLE, "person", "ann", name="Ann Example"))


def zipped(**files: bytes) -> bytes:
    """A zip of files; a dot in a name is written as two underscores."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name.replace("__", "."), body)
    return content.getvalue()


def test_a_case_comes_back_as_it_was_sent(web: Web) -> None:
    client = web.client()
    made = client.post(
        "/v1/cases",
        json=document_of(NAMED),
        params={"external_id": "E-1", "metadata": '{"ward": [1, null]}'},
    )
    assert made.status_code == 201
    view = client.get(made.headers["location"]).json()
    assert (view["fingerprint"], view["external_id"], view["metadata"]) == (
        NAMED.fingerprint,
        "E-1",
        {"ward": [1, None]},
    )
    assert Case.model_validate(client.get(f"/v1/cases/{view['id']}/document").json()) == NAMED
    assert [
        item["id"]
        for item in client.get("/v1/cases", params={"external_id": "E-1"}).json()["items"]
    ] == [view["id"]]


@pytest.mark.parametrize("kind", ["zip", "xlsx"])
def test_a_case_comes_in_as_a_folder_of_csv_or_a_workbook(
    web: Web, tmp_path: Path, kind: str
) -> None:
    if kind == "zip":
        save_case(NAMED, tmp_path / "case")
        body = zipped(**{file.name: file.read_bytes() for file in (tmp_path / "case").iterdir()})
        media = "application/zip"
    else:
        save_case(NAMED, tmp_path / "case.xlsx")
        body = (tmp_path / "case.xlsx").read_bytes()
        media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    made = web.client().post("/v1/cases", content=body, headers={"Content-Type": media})
    assert made.status_code == 201, made.text
    assert made.json()["fingerprint"] == NAMED.fingerprint


def test_every_fault_of_a_case_is_told_at_once_with_its_pointer(web: Web) -> None:
    document = document_of(NAMED)
    document["people"][1]["team"] = "nowhere"
    document["units"][0]["beds"] = -1
    answer = web.client().post("/v1/cases", json=document)
    assert_problem(answer, 422, "/people/1/team", "/units/0/beds")
    valid = web.client().post("/v1/cases/validate", json=document).json()
    assert valid["valid"] is False
    assert {fault["pointer"] for fault in valid["faults"]} >= {"/people/1/team", "/units/0/beds"}


def test_changes_make_a_new_case_and_leave_the_old(web: Web) -> None:
    client = web.client()
    old = client.post("/v1/cases", json=document_of(NAMED)).json()
    made = client.post(
        f"/v1/cases/{old['id']}/changes",
        json={"changes": [{"kind": "beds", "unit": "hub", "beds": 2}]},
    )
    assert made.status_code == 201
    assert made.json()["parent"] == old["id"]
    assert client.get(f"/v1/cases/{made.json()['id']}/document").json()["units"][0]["beds"] == 2
    assert client.get(f"/v1/cases/{old['id']}").json()["fingerprint"] == NAMED.fingerprint
    unknown = client.post(
        f"/v1/cases/{old['id']}/changes",
        json={"changes": [{"kind": "beds", "unit": "no", "beds": 2}]},
    )
    assert_problem(unknown, 422)


def test_a_case_that_the_caller_has_is_not_sent_again(web: Web) -> None:
    client = web.client()
    case = client.post("/v1/cases", json=document_of(NAMED)).json()["id"]
    first = client.get(f"/v1/cases/{case}/document")
    again = client.get(
        f"/v1/cases/{case}/document", headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_lists_come_in_parts_newest_first(web: Web) -> None:
    client = web.client()
    made = [client.post("/v1/cases", json=document_of(NAMED)).json()["id"] for _ in range(5)]
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page: dict[str, Any] = client.get(
            "/v1/cases", params={"limit": 2} | ({"cursor": cursor} if cursor else {})
        ).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page.get("next")
        if cursor is None:
            break
    assert seen == sorted(made, reverse=True)


def test_names_are_shown_to_those_who_may_see_them_and_each_look_is_noted(web: Web) -> None:
    case = web.client().post("/v1/cases", json=document_of(NAMED)).json()["id"]

    def name_seen_by(client: Any) -> str:
        found: str = client.get(f"/v1/cases/{case}/document").json()["people"][0]["name"]
        return found

    assert name_seen_by(web.client("service")) == "Ann Example"
    assert name_seen_by(web.client("manager", teams=["north"])) == "Ann Example"
    assert name_seen_by(web.client("manager", teams=["south"])) == ""
    assert name_seen_by(web.client("planner")) == ""
    entries = web.client("auditor").get("/v1/audit").json()["items"]
    looks = [e for e in entries if e["action"] == "names.read"]
    assert [e["role"] for e in looks] == ["manager", "service"]
    assert [(e["detail"]["names"], e["detail"]["teams"]) for e in looks] == [
        (1, {"north": 1}),
        (1, {"north": 1}),
    ]


HARMFUL = {
    "a path that leaves the folder": zipped(**{"../../evil__csv": b"x"}),
    "an absolute path": zipped(**{"/etc/evil__csv": b"x"}),
    "a bomb": zipped(people__csv=b"0" * 20_000_000),
    "two files of one name": zipped(**{"a/people__csv": b"x", "b/people__csv": b"x"}),
    "very many files": zipped(**{f"{n}__csv": b"x" for n in range(300)}),
    "no zip": b"PK\x03\x04 and then nothing",
}


@pytest.mark.parametrize("what", HARMFUL)
def test_a_harmful_zip_is_refused(web: Web, what: str) -> None:
    assert_problem(
        web.client().post(
            "/v1/cases", content=HARMFUL[what], headers={"Content-Type": "application/zip"}
        ),
        422,
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"\xff\xfe\x00",
        b'{"name": "\\ud800"}',
        b"[" * 100_000,
        b'{"days": 1e400}',
        b'{"days": ' + b"9" * 5000 + b"}",
    ],
)
def test_a_broken_document_is_refused(web: Web, body: bytes) -> None:
    assert_problem(
        web.client().post("/v1/cases", content=body, headers={"Content-Type": "application/json"}),
        422,
    )


def test_a_body_that_is_too_large_is_refused_however_it_comes(tmp_path: Path) -> None:
    from tests.api.web import a_web

    with a_web(f"sqlite:///{tmp_path / 'small.sqlite'}", max_body_bytes=1000) as web:
        client = web.client()
        assert_problem(client.post("/v1/cases", content=b"0" * 1001), 413)
        assert_problem(client.post("/v1/cases", content=(b"0" * 100 for _ in range(11))), 413)


def test_another_type_is_refused(web: Web) -> None:
    assert_problem(
        web.client().post("/v1/cases", content=b"<case/>", headers={"Content-Type": "text/xml"}),
        415,
    )
