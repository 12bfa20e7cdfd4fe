"""Is every number of a size that anything of this world has, so that sums and products of them stay
numbers?
"""

from collections.abc import Iterator, Mapping
from functools import cache

from rosterer.files.columns import columns_of
from rosterer.files.faults import Fault
from rosterer.files.rows import shown_value
from rosterer.files.tables import Draft
from rosterer_models.vocabulary.base import Fact

LARGEST_NUMBER = 1_000_000_000
"""A thousand million: beyond any distance in metres, price in pounds or minutes of care; far below
where arithmetic loses pence.
"""
_REMEDY = f"write a number up to {LARGEST_NUMBER:,}"


def too_large_numbers(draft: Draft) -> Iterator[Fault]:
    """Numbers of tables and settings that only a slip or malice writes."""
    for section, values in draft.settings.items():
        if isinstance(values, Fact):
            for name, value in _too_large(values):
                row = draft.settings_lines.get(f"{section}.{name}")
                yield Fault(
                    draft.settings_origin,
                    f"{value} is too large",
                    _REMEDY,
                    row,
                    f"{section}.{name}",
                    value,
                )
    for rows in draft.tables.values():
        for entry in rows.entries:
            for name, value in _too_large(entry.fact):
                yield Fault(rows.origin, f"{value} is too large", _REMEDY, entry.row, name, value)


def _too_large(fact: Fact) -> Iterator[tuple[str, str]]:
    for name in _numbers(type(fact)):
        value = getattr(fact, name)
        for one in (
            value.values()
            if isinstance(value, Mapping)
            else value
            if isinstance(value, tuple)
            else (value,)
        ):
            if one is not None and abs(one) > LARGEST_NUMBER:
                yield name, shown_value(one)


@cache
def _numbers(model: type[Fact]) -> tuple[str, ...]:
    return tuple(
        column.name for column in columns_of(model) if column.kind in ("integer", "number")
    )
