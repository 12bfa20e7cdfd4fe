"""What does it cost when cover goes short? The cheapest of it goes short first, so each further
minute costs no less.

A cell's shortage s is one column at the price of its cheapest amount; where dearer ones begin,
after a of it, a column e ≥ s − a is charged what they cost more.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rosterer_models.matrix.model import Builder, Flags, Floats, Label

Cell = tuple[int, ...]
Rise = tuple[float, float]
"""(amount short after which it costs more, pounds an hour more)."""

NOTHING = 1e-9
"""A smaller amount is what is left over when sums differ by rounding."""


@dataclass(frozen=True)
class ShortPrices:
    """Pounds an hour of what goes short of given amounts; arrays have their shape."""

    first: Floats
    """Of what goes short first."""
    rises: Mapping[Cell, tuple[Rise, ...]]
    """Where it costs more from some amount on; only cells with several prices."""

    def has_own_price(self, usual: float) -> Flags:
        """Cells of which some amount has a price of its own."""
        found: Flags = np.asarray(self.first != usual)
        for cell in self.rises:
            found[cell] = True
        return found

    def charge(
        self, builder: Builder, label: Label, cell: Cell, short: int, hours: float = 1 / 60
    ) -> None:
        """Charge what a column short costs beyond the first price.

        Parameters
        ----------
        hours
            In a unit of the column.
        """
        for amount, pounds in self.rises.get(cell, ()):
            beyond = builder.columns(1)
            row = builder.rows(1, lower=-amount)
            builder.put(row, beyond)
            builder.put(row, short, -1.0)
            builder.charge(label, beyond, pounds * hours)
            builder.ease_after(beyond)


def short_prices(
    amounts: Floats, own: Mapping[Cell, Mapping[float, float]], usual: float
) -> ShortPrices:
    """Put prices in order.

    Parameters
    ----------
    amounts
        What is needed.
    own
        Cell → price → the part of the amount that has a price of its own; the rest has the usual
        one.
    """
    first, rises = np.full(amounts.shape, float(usual)), dict[Cell, tuple[Rise, ...]]()
    for cell, parts in own.items():
        by_price = dict(parts)
        by_price[usual] = by_price.get(usual, 0.0) + max(
            0.0, float(amounts[cell]) - sum(parts.values())
        )
        steps = sorted((price, amount) for price, amount in by_price.items() if amount > NOTHING)
        if not steps:
            continue
        first[cell] = steps[0][0]
        before = np.cumsum([amount for _, amount in steps])
        rises[cell] = tuple(
            (float(a), p - q) for a, (q, _), (p, _) in zip(before, steps, steps[1:], strict=False)
        )
    return ShortPrices(first, {cell: found for cell, found in rises.items() if found})
