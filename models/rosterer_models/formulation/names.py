"""What does a row or a column of the joint model stand for, in the words of the case?

Blocks of rows: cover, unit staff, named heads, contact time and few places of rounds, duties of a
class; the others are named after the section of the model in which they stand.
"""

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from rosterer_models.formulation.joint import Joint
from rosterer_models.matrix.model import Floats, Ints
from rosterer_models.vocabulary.time import date_of

SMALLEST = 1e-9
"""A price below it is none."""


class Names:
    """Names of all rows and columns: a block, and what it is of."""

    def __init__(self, joint: Joint) -> None:
        self._joint = joint
        case = joint.case
        self._day = [date_of(case.first_day, t).isoformat() for t in range(case.days)]
        self._band = [row.band for row in case.bands]
        self._shift = [row.shift for row in case.shifts]
        self._skill = [row.skill for row in case.skills]
        self._place = [row.place for row in case.places]
        self._unit = [row.unit for row in case.units]

    def row(self, number: int) -> str:
        """Such as ``cover[Z1, 2026-11-02, morning, care]``."""
        return self._rows.get(number) or self._joint.programme.section_of_row(number)

    def column(self, number: int) -> str:
        """Such as ``line[p3, days, 2]`` or ``minutes[class 4, 2026-11-02, morning, Z1, care]``."""
        return self._columns.get(number) or self._joint.programme.section_of_column(number)

    def describe(self, row: int) -> str:
        """A row with its name, columns and sides, in a line."""
        programme = self._joint.programme
        entries = slice(programme.matrix.indptr[row], programme.matrix.indptr[row + 1])
        terms = [
            f"{value:+g} {self.column(int(column))}"
            for column, value in zip(
                programme.matrix.indices[entries], programme.matrix.data[entries], strict=True
            )
        ]
        low, high = programme.row_lower[row], programme.row_upper[row]
        sides = f"= {low:g}" if low == high else f"≥ {low:g}" if np.isfinite(low) else f"≤ {high:g}"
        if low != high and np.isfinite(low) and np.isfinite(high):
            sides = f"within {low:g} and {high:g}"
        return f"{self.row(row)}: {' '.join(terms) or '0'} {sides}"

    def prices(self, row_duals: Floats) -> dict[str, dict[str, float]]:
        """Block → what each of its rows is worth, in pounds a unit, where it is worth something."""
        found: dict[str, dict[str, float]] = {}
        for row in np.flatnonzero(np.abs(row_duals) > SMALLEST).tolist():
            name = self.row(row)
            found.setdefault(name.split("[")[0], {})[name] = float(row_duals[row])
        return found

    @cached_property
    def _rows(self) -> dict[int, str]:
        return dict(self._row_blocks())

    @cached_property
    def _columns(self) -> dict[int, str]:
        return dict(self._column_blocks())

    def _at(self, block: str, table: Ints, *axes: list[str]) -> Iterator[tuple[int, str]]:
        for at in np.argwhere(table >= 0).tolist():
            words = ", ".join(axis[i] for axis, i in zip(axes, at, strict=True))
            yield int(table[tuple(at)]), f"{block}[{words}]"

    def _row_blocks(self) -> Iterator[tuple[int, str]]:
        care, day, band = self._joint.care, self._day, self._band
        yield from self._at("cover", care.cell, self._place, day, band, self._skill)
        for block, table in (
            ("unit staff", care.staff),
            ("unit staff by occupancy", care.staff_ratio),
            ("unit staff in whole heads", care.staff_hull),
        ):
            yield from self._at(block, table, self._unit, day, band)
        yield from self._at("named heads", care.lead, self._unit, day, band, self._skill)
        for g, group in enumerate(self._joint.deployment.classes):
            for (t, b), (_, _, _, row) in group.flow.items():
                yield int(row[0]), f"contact time[class {g}, {day[t]}, {band[b]}]"
            for (t, b), few in group.few_places.items():
                yield few, f"few places[class {g}, {day[t]}, {band[b]}]"

    def _column_blocks(self) -> Iterator[tuple[int, str]]:
        yield from self._people_columns()
        yield from self._care_columns()
        yield from self._class_columns()

    def _people_columns(self) -> Iterator[tuple[int, str]]:
        for mine in self._joint.people.persons:
            who = mine.staff.person.person
            for line, column in zip(mine.lines.lines if mine.lines else (), mine.line, strict=True):
                yield int(column), f"line[{who}, {line.pattern}, {line.phase}]"
            for block, columns in (
                ("float", mine.floats),
                ("given back", mine.back),
                ("free duty", mine.free),
            ):
                for (t, s), column in columns.items():
                    yield column, f"{block}[{who}, {self._day[t]}, {self._shift[s]}]"
            for block, column in (("hours over", mine.over), ("hours under", mine.under)):
                if column >= 0:
                    yield column, f"{block}[{who}]"
            for period, over, under in mine.periods:
                yield over, f"hours over[{who}, to {self._day[period.last]}]"
                yield under, f"hours under[{who}, to {self._day[period.last]}]"

    def _care_columns(self) -> Iterator[tuple[int, str]]:
        care = self._joint.care
        yield from self._at("short", care.short, self._place, self._day, self._band, self._skill)
        groups = [wait.referral.referral for wait in care.waiting.referrals]
        groups += [one.arrival_class for one in care.waiting.classes]
        for r, column in enumerate(care.unserved.tolist()):
            yield column, f"unserved[{groups[r]}]"
        for g, arcs in enumerate(care.arcs):
            columns = care.columns(g)
            for segment, days, at in arcs.blocks:
                stages = "+".join(str(use.stage.stage) for use in segment.uses)
                units = "+".join(self._unit[u] for u in segment.units if u is not None)
                for t, column in zip(days.tolist(), columns[at].tolist(), strict=True):
                    when = self._day[t] if t < len(self._day) else f"day {t}"
                    words = [groups[g], segment.option, f"stage {stages}", when]
                    words += [units] if units else []
                    words += [f"wait {sum(segment.waits)}"] if any(segment.waits) else []
                    yield column, f"start[{', '.join(words)}]"
        first = care.num_referrals
        for c, columns in enumerate(care.line.tolist()):
            for t, column in enumerate(columns):
                yield column, f"in line[{groups[first + c]}, {self._day[t]}]"

    def _class_columns(self) -> Iterator[tuple[int, str]]:
        deployment, day, shift = self._joint.deployment, self._day, self._shift
        yield from self._at("agency", deployment.agency, self._place, day, self._band, self._skill)
        for (t, s, u), column in deployment.totals.items():
            yield column, f"heads[{day[t]}, {shift[s]}, {self._unit[u]}]"
        for g, group in enumerate(deployment.classes):
            for t, s in np.argwhere(group.on >= 0).tolist():
                yield int(group.on[t, s]), f"on duty[class {g}, {day[t]}, {shift[s]}]"
            for (t, s, u), column in group.heads.items():
                yield column, f"heads[class {g}, {day[t]}, {shift[s]}, {self._unit[u]}]"
            for (t, s), column in group.on_round.items():
                yield column, f"on rounds[class {g}, {day[t]}, {shift[s]}]"
            for (t, b), (columns, places, skills, _) in group.flow.items():
                for column, k, q in zip(columns, places, skills, strict=True):
                    words = f"{day[t]}, {self._band[b]}, {self._place[k]}, {self._skill[q]}"
                    yield int(column), f"minutes[class {g}, {words}]"
