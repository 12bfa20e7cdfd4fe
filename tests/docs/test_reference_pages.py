"""Does the reference say what the code does?"""

import re
import tomllib
from itertools import dropwhile, takewhile
from pathlib import Path

import pytest

from rosterer.files import load_case, load_plan
from rosterer.files.case_tables import CASE_TABLES, NEEDED_TABLES
from rosterer.files.cells import text_of
from rosterer.files.columns import Column, columns_of
from rosterer.files.plan_tables import PLAN_TABLES
from rosterer.files.settings import HEADINGS, SECTIONS
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.plan import Certificate, Origin

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
CASE_PAGE, PLAN_PAGE = "case-format.md", "plan-format.md"

TYPE_WORDS = {
    "text": "text",
    "id": "id",
    "clock": "time of day",
    "yes/no": "yes · no",
    "integer": "whole number",
    "number": "number",
    "date": "date",
}
LIST_WORDS = {"id": "ids", "text": "words", "date": "dates"}


def section(page: str, title: str) -> str:
    """What stands under a heading, up to the next of its level or above."""
    text = (REFERENCE / page).read_text(encoding="utf-8")
    found = re.search(rf"^(#+) {re.escape(title)}\n", text, re.MULTILINE)
    assert found, f"{page} has no heading {title!r}"
    rest = text[found.end() :]
    end = re.search(rf"^#{{2,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def table(text: str) -> list[tuple[str, ...]]:
    """The rows of the first Markdown table of a text, without its headings."""
    lines = dropwhile(lambda line: not line.startswith("|"), text.splitlines())
    rows = list(takewhile(lambda line: line.startswith("|"), lines))
    return [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in rows[2:]]


def type_words(column: Column) -> str:
    """How the pages name what stands in a column."""
    one = " · ".join(column.choices) if column.choices else TYPE_WORDS[column.kind]
    if column.shape == "map":
        return f"id = {one}"
    if column.shape == "list":
        return LIST_WORDS.get(column.kind, f"list of {one}")
    return one


def default_words(column: Column) -> str:
    """How the pages name what an empty cell means."""
    if column.is_required:
        return "needed"
    return text_of(column.default, column) or "blank"


@pytest.mark.parametrize(
    ("page", "title", "model"),
    [
        *((CASE_PAGE, f"{name}.csv", model) for name, model in CASE_TABLES.items()),
        *((CASE_PAGE, f"[{name}]", model) for name, model in SECTIONS.items()),
        *((PLAN_PAGE, f"{name}.csv", model) for name, model in PLAN_TABLES.items()),
        (PLAN_PAGE, "plan.json", Certificate),
        (PLAN_PAGE, "[origin]", Origin),
    ],
)
def test_every_column_stands_on_its_page_with_type_default_and_meaning(
    page: str, title: str, model: type[Fact]
) -> None:
    rows = table(section(page, title))
    assert [(row[0], row[1], row[3]) for row in rows] == [
        (f"`{column.name}`", type_words(column), default_words(column))
        for column in columns_of(model)
    ]
    assert all(row[4] for row in rows)


def test_every_setting_outside_of_sections_stands_on_the_page() -> None:
    assert [row[0] for row in table(section(CASE_PAGE, "case.toml"))] == [
        f"`{name}`" for name in HEADINGS
    ]


def test_the_page_says_which_tables_are_needed() -> None:
    line = next(
        line
        for line in (REFERENCE / CASE_PAGE).read_text(encoding="utf-8").splitlines()
        if line.startswith("Needed tables")
    )
    assert re.findall(r"`(\w+)`", line) == list(NEEDED_TABLES)


def test_the_examples_of_the_case_page_are_a_case_with_a_row_in_every_table(tmp_path: Path) -> None:
    for name in ("case.toml", *(f"{table}.csv" for table in CASE_TABLES)):
        (tmp_path / name).write_text(example(CASE_PAGE, name), encoding="utf-8")
    case = load_case(tmp_path)
    assert [name for name in CASE_TABLES if not getattr(case, name)] == []
    assert set(tomllib.loads((tmp_path / "case.toml").read_text(encoding="utf-8"))) >= set(SECTIONS)


def test_the_examples_of_the_plan_page_are_a_plan_with_a_row_in_every_table(tmp_path: Path) -> None:
    for name in ("plan.json", *(f"{table}.csv" for table in PLAN_TABLES)):
        (tmp_path / name).write_text(example(PLAN_PAGE, name), encoding="utf-8")
    plan = load_plan(tmp_path)
    assert [name for name in PLAN_TABLES if not getattr(plan, name)] == []
    assert plan.certificate is not None


def example(page: str, title: str) -> str:
    """The first example under a heading."""
    block = re.search(r"```(?:csv|toml|json)\n(.*?)```", section(page, title), re.DOTALL)
    assert block, f"{title} has no example"
    return block[1]
