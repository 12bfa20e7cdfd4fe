"""Do the notes of workbooks say what the reference says?"""

import re
from pathlib import Path

from rosterer.files.case_tables import CASE_TABLES
from rosterer.files.columns import columns_of
from rosterer.files.meanings import meanings, note_on
from rosterer.files.plan_tables import PLAN_TABLES
from rosterer.files.settings import HEADINGS, SECTIONS
from rosterer_models.vocabulary.person import Person

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
NAMES = {"case.toml": "case", "plan.json": "certificate"}


def test_notes_and_reference_pages_agree() -> None:
    told = {}
    for page in ("case-format.md", "plan-format.md"):
        text = (REFERENCE / page).read_text(encoding="utf-8")
        for title, body in re.findall(
            r"^#+ (\S+)\n(.*?)(?=^#+ |\Z)", text, re.MULTILINE | re.DOTALL
        ):
            table = NAMES.get(title, title.strip("[]").removesuffix(".csv"))
            for row in re.findall(r"^\| (`\w+` \|.*)\|$", body, re.MULTILINE):
                cells = [cell.strip().replace("`", "") for cell in row.split("|")]
                if len(cells) == 5:
                    told[table, cells[0]] = (cells[2], cells[4])
    assert {key: (meaning.unit, meaning.words) for key, meaning in meanings().items()} == told


def test_every_column_and_setting_has_a_meaning() -> None:
    columns = {
        (table, column.name)
        for table, model in {**CASE_TABLES, **PLAN_TABLES, **SECTIONS}.items()
        for column in columns_of(model)
    }
    assert columns | {("case", name) for name in HEADINGS} <= set(meanings())


def test_a_note_says_meaning_kind_and_what_an_empty_cell_means() -> None:
    columns = {column.name: column for column in columns_of(Person)}
    assert note_on("people", columns["contract_hours"]).splitlines() == [
        "paid hours of the contract; 0 for bank staff",
        "number, hours a week",
        "Empty: 0.",
    ]
    assert note_on("people", columns["home"]).endswith("Needed.")
