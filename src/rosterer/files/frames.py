"""How does a notebook look at the tables of a case or a plan?"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rosterer.files.case_tables import CASE_TABLES
from rosterer.files.cells import text_of
from rosterer.files.columns import Column, columns_of
from rosterer.files.plan_tables import PLAN_TABLES
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

if TYPE_CHECKING:
    from pandas import DataFrame


class Frames(Mapping[str, "DataFrame"]):
    """The tables of a case or a plan by name, as items or attributes: ``frames(plan).duties``."""

    def __init__(self, tables: Mapping[str, "DataFrame"]) -> None:
        self._tables = dict(tables)

    def __getitem__(self, name: str) -> "DataFrame":
        return self._tables[name]

    def __getattr__(self, name: str) -> "DataFrame":
        if name.startswith("_") or name not in self._tables:
            raise AttributeError(
                f"there is no table {name!r}; there are "
                f"{', '.join(self.__dict__.get('_tables', ()))}"
            )
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._tables})


def frames(source: Case | Plan) -> Frames:
    """The tables of a case or a plan as data frames.

    Returns
    -------
    Frames
        One for each table, empty ones too, with the columns of the file format: dates as
        ``datetime64``, numbers and truths as they are (missing where blank), lists and maps as the
        text of their cell.
    """
    from pandas import DataFrame

    models = CASE_TABLES if isinstance(source, Case) else PLAN_TABLES
    tables = {}
    for name, model in models.items():
        facts: tuple[Fact, ...] = getattr(source, name) or ()
        tables[name] = DataFrame(
            {column.name: _series(facts, column) for column in columns_of(model)}
        )
    return Frames(tables)


def _series(facts: tuple[Fact, ...], column: Column) -> object:
    from pandas import Series, to_datetime

    values = [getattr(fact, column.name) for fact in facts]
    if column.shape != "one":
        return Series([text_of(value, column) for value in values], dtype="str")
    if column.kind == "date":
        return to_datetime(Series(values, dtype="object"))
    kinds = {"integer": "Int64", "number": "float64", "yes/no": "bool"}
    return Series(values, dtype=kinds.get(column.kind, "str"))
