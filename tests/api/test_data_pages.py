"""Do cases and rotas come in through the pages, with every fault and question told?"""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.visitor import Visitor, heading, signed_in, words
from tests.api.web import Web, a_web, document_of
from tests.cases import PEOPLE, changed, small_case
from tests.sheets.rotas import MONDAY, Cell, dates, saved, simple

MARKUP = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """One service for all of these tests."""
    folder = tmp_path_factory.mktemp("pages")
    with a_web(f"sqlite:///{folder / 's.sqlite'}") as one:
        yield one


@pytest.fixture(scope="module")
def manager(web: Web) -> Visitor:
    """A manager who has signed in."""
    return signed_in(web, "manager", teams=["north"])


def sent(visitor: Visitor, path: str, name: str, content: bytes) -> httpx.Response:
    return visitor.send("/data", path, files={"file": (name, content)})


def week(*people: list[Cell]) -> list[list[Cell]]:
    """Rows of a rota."""
    return [["Name", *dates(7)], *people]


def imported(visitor: Visitor, file: Path) -> tuple[str, str]:
    """The address of a sheet that was sent, and what is read there."""
    answer = sent(visitor, "/data/imports", file.name, file.read_bytes())
    page = visitor.follow(answer)
    return answer.headers["location"], page.text


def test_without_a_case_the_page_says_what_to_do(tmp_path: Path) -> None:
    with a_web(f"sqlite:///{tmp_path / 'empty.sqlite'}") as empty:
        visitor = signed_in(empty, "manager")
        assert "No case is here yet. Send one below" in words(visitor.get("/data"))
        reader = signed_in(empty, "auditor").get("/data")
        assert "<form" not in reader.text.partition("<main")[2]
        assert "sending cases is for" in words(reader)


def test_a_case_is_kept_and_shown(manager: Visitor) -> None:
    content = json.dumps(document_of(small_case())).encode()
    page = manager.follow(sent(manager, "/data/cases", "case.json", content))
    assert heading(page) == f"What does {small_case().name} say?"
    assert "Nothing in it looks as if it was not meant" in words(page)
    assert heading(manager.get("/data")) == "Is what it knows right?"
    assert f">{small_case().name}</a>" in manager.get("/data").text
    taken = manager.get(page.url.path + "/workbook")
    assert zipfile.is_zipfile(io.BytesIO(taken.content))
    again = manager.follow(sent(manager, "/data/cases", "case.xlsx", taken.content))
    assert heading(again) == heading(page)


def test_every_fault_stands_in_a_table_with_its_place(manager: Visitor) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("people.csv", f"person,team\nann,{MARKUP}\n")
    page = sent(manager, "/data/cases", "case.zip", archive.getvalue())
    assert page.status_code == 422
    assert heading(page) == "What is wrong with this file?"
    assert "people.csv" in words(page)
    assert MARKUP not in page.text


@pytest.mark.parametrize("content", [b"", b"{", b"PK\x03\x04broken", b'{"a": NaN}', b"\x00" * 99])
def test_what_is_no_case_is_refused_in_words(manager: Visitor, content: bytes) -> None:
    page = sent(manager, "/data/cases", "x.json", content)
    assert page.status_code == 422
    assert heading(page) == "What is wrong with this file?"


def test_markup_in_names_and_notes_is_text(manager: Visitor, web: Web) -> None:
    people = changed(PEOPLE, "person", "ann", name=MARKUP)
    case = small_case(people=people, note=MARKUP)
    made = web.client().post("/v1/cases", json=document_of(case)).json()["id"]
    page = manager.get(f"/data/{made}")
    assert MARKUP not in page.text
    assert MARKUP in words(page)


def test_whoever_may_not_send_cases_is_told_so(web: Web) -> None:
    auditor = signed_in(web, "auditor")
    for path in ("/data/cases", "/data/imports"):
        answer = auditor.client.post(path, data={"form": auditor.token("/data")})
        assert (answer.status_code, heading(answer)) == (403, "May you do this?")


def test_a_planner_takes_a_workbook_without_names(web: Web) -> None:
    case = small_case(people=changed(PEOPLE, "person", "ann", name="Ann Secret"))
    made = web.client().post("/v1/cases", json=document_of(case)).json()["id"]
    for role, is_seen in (("planner", False), ("administrator", True)):
        content = signed_in(web, role).get(f"/data/{made}/workbook").content  # type: ignore[arg-type]
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            text = b"".join(book.read(name) for name in book.namelist())
        assert (b"Ann Secret" in text) is is_seen


def test_a_rota_is_read_looked_through_and_kept(manager: Visitor, tmp_path: Path) -> None:
    place, text = imported(manager, simple(tmp_path / "My rota.xlsx"))
    assert "Is your rota read right?" in text
    assert "2 people" in text
    code = re.search(r'name="codes:D" type="text" value="([^"]*)"', text)
    assert code
    assert code[1] == "07:00-19:30 break 30"
    again = manager.send(place, place, {"codes:D": "08:00-20:00 break 45", "name": "ward-9"})
    page = manager.follow(again)
    assert 'value="08:00-20:00 break 45"' in page.text
    kept = manager.send(place, f"{place}/keep")
    assert kept.headers["location"].startswith("/plans/plan-")
    assert manager.get(place).status_code == 404
    assert ">ward-9</a>" in manager.get("/data").text


def test_questions_are_answered_on_the_page(manager: Visitor, tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Name", *dates(7)],
        ["Ann Able", "D", "QQ", "", "N", "N", "QQ", "AL"],
        ["Bob", "D"],
    ]
    place, text = imported(manager, saved(tmp_path / "asked.xlsx", ("Rota", rows)))
    assert "What does your rota mean?" in text
    assert 'name="codes:QQ"' in text
    assert manager.send(place, f"{place}/keep").status_code == 409
    wrong = manager.follow(manager.send(place, place, {"codes:QQ": "whatever"}))
    assert wrong.status_code == 422
    assert "is no meaning" in words(wrong)
    page = manager.follow(manager.send(place, place, {"codes:QQ": "leave"}))
    assert heading(page) == "Is your rota read right?"


def test_a_rota_is_kept_with_what_was_left_out_when_that_is_accepted(
    manager: Visitor, tmp_path: Path
) -> None:
    rows: list[list[Cell]] = [
        ["Name", *dates(7)],
        ["Ann Able", "D", "QQ", "", "N", "N", "OFF", "AL"],
        ["Bob", "D"],
    ]
    place, _ = imported(manager, saved(tmp_path / "loss.xlsx", ("Rota", rows)))
    page = manager.follow(manager.send(place, place, {"accept": "1"}))
    assert "Left out, as you accepted" in words(page)


def test_where_no_code_is_known_each_is_asked_for(manager: Visitor, tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Name", *dates(7)],
        ["Ann Able", "Q1", "Q2", "", "Q1"],
        ["Bob", "Q1"],
    ]
    place, text = imported(manager, saved(tmp_path / "none.xlsx", ("Rota", rows)))
    fields = set(re.findall(r'name="(codes:[^"]+)"', text))
    assert fields == {"codes:Q1", "codes:Q2"}
    answers = {"codes:Q1": "07:00-15:00", "codes:Q2": "off"}
    assert (
        heading(manager.follow(manager.send(place, place, answers))) == "Is your rota read right?"
    )


def test_nobody_else_sees_a_rota_that_is_being_read(
    web: Web, manager: Visitor, tmp_path: Path
) -> None:
    place, _ = imported(manager, simple(tmp_path / "own.xlsx"))
    assert signed_in(web).get(place).status_code == 404
    assert manager.follow(manager.send(place, f"{place}/drop")).url.path == "/data"
    assert manager.get(place).status_code == 404


@pytest.mark.parametrize("name", ["rota.pdf", "rota", "", "../../etc/passwd"])
def test_what_is_no_rota_is_refused_in_words(manager: Visitor, name: str) -> None:
    page = sent(manager, "/data/imports", name, b"words")
    assert page.status_code in (400, 422)


def test_a_damaged_rota_is_refused_in_words(manager: Visitor) -> None:
    answer = sent(manager, "/data/imports", "rota.xlsx", b"PK\x03\x04 no workbook")
    page = manager.follow(answer)
    assert (page.status_code, heading(page)) == (422, "What is wrong with this file?")


def test_the_first_day_may_be_said(manager: Visitor, tmp_path: Path) -> None:
    place, _ = imported(manager, simple(tmp_path / "later.xlsx"))
    page = manager.follow(manager.send(place, place, {"first_day": str(MONDAY.replace(day=4))}))
    assert "days from Wed 4 Nov 2026" in words(page)
