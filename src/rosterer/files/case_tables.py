"""Which tables does a case have, which must be there, and how does a draft of them become a
case?
"""

from collections.abc import Mapping
from itertools import chain, islice
from typing import get_args

from rosterer.files.cells import text_of
from rosterer.files.checks import check_draft
from rosterer.files.columns import columns_of
from rosterer.files.faults import MOST_FAULTS, BadInput, Fault
from rosterer.files.settings import HEADINGS, SECTIONS
from rosterer.files.tables import Draft, Entry, Rows
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.case import Case

CASE_TABLES: Mapping[str, type[Fact]] = {
    name: get_args(field.annotation)[0]
    for name, field in Case.model_fields.items()
    if name not in HEADINGS and name not in SECTIONS
}
"""The model of a row of each table, in the order of the case."""

NEEDED_TABLES = ("employers", "teams", "skills", "people", "bands", "shifts", "places")
"""They must be there, if only with their headings; any other may be left out."""


def case_of(draft: Draft) -> Case:
    """The case that a draft amounts to.

    Raises
    ------
    BadInput
        With every fault of the draft and of how its tables fit together.
    """
    refused = BadInput(chain(draft.faults, check_draft(draft)))
    if refused.faults:
        raise refused
    tables = {
        name: tuple(entry.fact for entry in rows.entries) for name, rows in draft.tables.items()
    }
    return Case.model_validate({**draft.settings, **tables})


def check_case(case: Case) -> tuple[Fault, ...]:
    """What does not fit together in a case that was not read from files; rows count from 1, files
    are named by table.
    """
    return tuple(islice(check_draft(draft_of(case)), MOST_FAULTS + 1))


def draft_of(case: Case) -> Draft:
    """A case that is already in memory as a draft, so that it can be checked; rows count from 1."""
    tables: dict[str, Rows[Fact]] = {}
    for name in CASE_TABLES:
        facts: tuple[Fact, ...] = getattr(case, name)
        tables[name] = Rows(
            name, tuple(Entry(fact, row) for row, fact in enumerate(facts, start=1))
        )
    return Draft("case", settings_of(case), tables)


def settings_of(case: Case) -> dict[str, object]:
    """Everything of a case that is no table."""
    return {name: getattr(case, name) for name in (*HEADINGS, *SECTIONS)}


def text_rows(
    facts: tuple[Fact, ...], model: type[Fact]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Headings and cells of facts, for any kind of sheet."""
    columns = columns_of(model)
    rows = [
        tuple(text_of(getattr(fact, column.name), column) for column in columns) for fact in facts
    ]
    return tuple(column.name for column in columns), rows
