"""How is a mathematical programme written down as arrays, so that any engine can take it?

minimise    constant + c·x
subject to  row_lower ≤ A·x ≤ row_upper,  lower ≤ x ≤ upper,  x_j integer where said.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csc_matrix, csr_matrix

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
INFINITY = float("inf")


Label = tuple[str, ...]
"""Name of what is paid for, and of who pays."""


@dataclass(frozen=True)
class Charge:
    """Part of the objective: so much a unit of each column, or (no columns) a constant."""

    label: Label
    columns: Ints
    cost: Floats


class Section(NamedTuple):
    """A part of a model that has a name."""

    name: str
    first_row: int
    first_column: int


@dataclass(frozen=True)
class Programme:
    """A finished array model: n columns, m rows."""

    cost: Floats
    lower: Floats
    upper: Floats
    integer: Flags
    row_lower: Floats
    row_upper: Floats
    matrix: csr_matrix
    """m × n."""
    constant: float = 0.0
    charges: tuple[Charge, ...] = ()
    """What ``cost`` and ``constant`` are made of."""
    derived: tuple[tuple[Ints, Ints], ...] = ()
    """(columns, rows): each column is what its equality row says once the columns before it are
    known.
    """
    filled: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """Columns that an optimum has as large as their rows allow, once the derived are known."""
    slack: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """Columns that an optimum has as small as their rows allow, once all others are known; none is
    kept up by a row in which another of them is.
    """
    excess: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """The same for columns that follow from slack."""

    sections: tuple[Section, ...] = ()
    """Parts of the model in the order in which they were built."""

    def section_of_row(self, row: int) -> str:
        """The section in which a row stands, and its number there."""
        at = bisect_right([section.first_row for section in self.sections], row) - 1
        if at < 0:
            return f"row[{row}]"
        return f"{self.sections[at].name}[row {row - self.sections[at].first_row}]"

    def section_of_column(self, column: int) -> str:
        """The section in which a column stands, and its number there."""
        at = bisect_right([section.first_column for section in self.sections], column) - 1
        if at < 0:
            return f"column[{column}]"
        return f"{self.sections[at].name}[column {column - self.sections[at].first_column}]"

    @property
    def num_columns(self) -> int:
        """n."""
        return len(self.cost)

    @property
    def num_rows(self) -> int:
        """m."""
        return len(self.row_lower)

    def value(self, x: Floats) -> float:
        """Objective of a point, constant included."""
        return float(self.cost @ x) + self.constant

    def reduced_costs(self, row_prices: Floats) -> Floats:
        """n: what one unit more of each column costs, its use of rows paid for at m prices."""
        return np.asarray(self.cost - self.matrix.T @ row_prices)

    def by_label(self, x: Floats) -> dict[Label, float]:
        """The objective of a point, itemised."""
        found: dict[Label, float] = {}
        for charge in self.charges:
            amount = (
                float(charge.cost @ x[charge.columns])
                if len(charge.columns)
                else float(charge.cost.sum())
            )
            found[charge.label] = found.get(charge.label, 0.0) + amount
        return found

    def settled(self, x: Floats) -> Floats:
        """The point with its decisions kept and derived, filled and slack columns computed anew
        from them.
        """
        x = self.with_derived(x)
        by_column = self.by_column()
        for columns, kind in ((self.filled, "fill"), (self.slack, "slack"), (self.excess, "slack")):
            activity = self.matrix @ x
            for column in columns:
                entries = slice(by_column.indptr[column], by_column.indptr[column + 1])
                rows, value = by_column.indices[entries], by_column.data[entries]
                up = (self.row_upper[rows] - activity[rows]) / value
                low = (self.row_lower[rows] - activity[rows]) / value
                if kind == "fill":
                    x[column] = max(0.0, min(up[value > 0], default=0.0))
                else:
                    x[column] = max(
                        [
                            0.0,
                            *low[(value > 0) & np.isfinite(low)],
                            *up[(value < 0) & np.isfinite(up)],
                        ]
                    )
        return x

    def with_derived(self, x: Floats) -> Floats:
        """The point with its decisions kept, derived columns computed anew and filled and slack
        ones nothing.
        """
        x = x.copy()
        x[self.filled] = 0.0
        x[self.slack] = 0.0
        x[self.excess] = 0.0
        for columns, rows in self.derived:
            for column, row in zip(columns, rows, strict=True):
                entries = slice(self.matrix.indptr[row], self.matrix.indptr[row + 1])
                at, value = self.matrix.indices[entries], self.matrix.data[entries]
                own = at == column
                x[column] = (self.row_lower[row] - value[~own] @ x[at[~own]]) / value[own][0]
        return x

    def with_bounds(self, columns: Ints, lower: ArrayLike, upper: ArrayLike) -> "Programme":
        """The same programme with other bounds on some columns."""
        new_lower, new_upper = self.lower.copy(), self.upper.copy()
        new_lower[columns] = lower
        new_upper[columns] = upper
        return replace(self, lower=new_lower, upper=new_upper)

    def relaxed(self) -> "Programme":
        """The linear relaxation."""
        return replace(self, integer=np.zeros(self.num_columns, dtype=bool))

    def by_column(self) -> csc_matrix:
        """The matrix stored by columns."""
        return self.matrix.tocsc()


class BuildingStoppedError(Exception):
    """Building was told to stop before the model was whole."""


class Builder:
    """Collects blocks of columns and rows and the coefficients between them.

    Parameters
    ----------
    stop
        Asked with every block; once it says so, ``BuildingStoppedError`` is raised.
    """

    def __init__(self, stop: Callable[[], bool] | None = None) -> None:
        self._stop = stop
        self._sections: list[Section] = []
        self._charges: list[Charge] = []
        self._derived: list[tuple[Ints, Ints]] = []
        self._filled: list[Ints] = []
        self._slack: list[Ints] = []
        self._excess: list[Ints] = []
        self._lower: list[Floats] = []
        self._upper: list[Floats] = []
        self._integer: list[Flags] = []
        self._row_lower: list[Floats] = []
        self._row_upper: list[Floats] = []
        self._entries: list[tuple[Ints, Ints, Floats]] = []
        self.num_columns = 0
        self.num_rows = 0

    def columns(
        self,
        count: int,
        *,
        lower: ArrayLike = 0.0,
        upper: ArrayLike = INFINITY,
        integer: bool = False,
    ) -> Ints:
        """Add ``count`` columns and return their numbers."""
        self.look()
        for store, values in ((self._lower, lower), (self._upper, upper)):
            store.append(_of_length(values, count))
        self._integer.append(np.full(count, integer))
        first = self.num_columns
        self.num_columns += count
        return np.arange(first, first + count)

    def rows(
        self, count: int, *, lower: ArrayLike = -INFINITY, upper: ArrayLike = INFINITY
    ) -> Ints:
        """Add ``count`` rows and return their numbers."""
        self.look()
        for store, values in ((self._row_lower, lower), (self._row_upper, upper)):
            store.append(_of_length(values, count))
        first = self.num_rows
        self.num_rows += count
        return np.arange(first, first + count)

    def section(self, name: str) -> None:
        """Name what is added from here on."""
        self._sections.append(Section(name, self.num_rows, self.num_columns))

    def look(self) -> None:
        """Stop where told to."""
        if self._stop is not None and self._stop():
            raise BuildingStoppedError

    def charge(self, label: Label, columns: Ints, cost: ArrayLike) -> None:
        """Add a cost a unit of each column."""
        columns = np.asarray(columns, dtype=np.int64).ravel()
        if len(columns):
            self._charges.append(
                Charge(
                    label,
                    columns,
                    np.broadcast_to(np.asarray(cost, dtype=float).ravel(), columns.shape),
                )
            )

    def charge_constant(self, label: Label, cost: float) -> None:
        """Add a cost that no column changes."""
        self._charges.append(Charge(label, np.zeros(0, dtype=np.int64), np.array([cost])))

    def derive(self, columns: Ints, rows: Ints) -> None:
        """Note that columns follow from others through equality rows, in this order."""
        self._derived.append((columns, rows))

    def fill(self, columns: Ints) -> None:
        """Note that columns are as large as their rows allow."""
        self._filled.append(columns)

    def ease(self, columns: Ints) -> None:
        """Note that columns are slack: as small as their rows allow."""
        self._slack.append(columns)

    def ease_after(self, columns: Ints) -> None:
        """Note that columns are as small as their rows allow once slack is known."""
        self._excess.append(columns)

    def put(self, rows: ArrayLike, columns: ArrayLike, values: ArrayLike = 1.0) -> None:
        """Set coefficients; shapes broadcast, and repeated entries add up."""
        r, c, v = (
            np.asarray(rows, dtype=np.int64),
            np.asarray(columns, dtype=np.int64),
            np.asarray(values, dtype=float),
        )
        shape = np.broadcast(r, c, v)
        if shape.size:
            self._entries.append((_spread(r, shape), _spread(c, shape), _spread(v, shape)))

    def build(self) -> Programme:
        """The finished programme."""
        self.look()

        def joined(parts: list[NDArray[np.generic]], kind: type) -> NDArray[np.generic]:
            return np.concatenate(parts).astype(kind) if parts else np.zeros(0, dtype=kind)

        rows, columns, values = (
            (np.concatenate([entry[i] for entry in self._entries]) for i in range(3))
            if self._entries
            else (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))
        )
        matrix = csr_matrix((values, (rows, columns)), shape=(self.num_rows, self.num_columns))
        matrix.sum_duplicates()
        matrix.eliminate_zeros()
        cost, constant = np.zeros(self.num_columns), 0.0
        for charge in self._charges:
            if len(charge.columns):
                np.add.at(cost, charge.columns, charge.cost)
            else:
                constant += float(charge.cost.sum())
        return Programme(
            cost=cost,
            lower=joined(self._lower, np.float64),  # type: ignore[arg-type]
            upper=joined(self._upper, np.float64),  # type: ignore[arg-type]
            integer=joined(self._integer, np.bool_),  # type: ignore[arg-type]
            row_lower=joined(self._row_lower, np.float64),  # type: ignore[arg-type]
            row_upper=joined(self._row_upper, np.float64),  # type: ignore[arg-type]
            matrix=matrix,
            constant=constant,
            charges=tuple(self._charges),
            derived=tuple(self._derived),
            filled=joined(self._filled, np.int64),  # type: ignore[arg-type]
            slack=joined(self._slack, np.int64),  # type: ignore[arg-type]
            excess=joined(self._excess, np.int64),  # type: ignore[arg-type]
            sections=tuple(self._sections),
        )


def _of_length(values: ArrayLike, count: int) -> Floats:
    given = np.asarray(values, dtype=float)
    return np.full(count, given) if given.ndim == 0 else np.broadcast_to(given, (count,))


def _spread(values: NDArray[Any], shape: np.broadcast) -> NDArray[Any]:
    """As many values as the shape has, in its order; ``np.broadcast_arrays`` takes ten times as
    long for the few of a row.
    """
    if values.size == shape.size:
        return values.flatten()
    return (
        np.full(shape.size, values.item())
        if values.size == 1
        else np.broadcast_to(values, shape.shape).flatten()
    )
