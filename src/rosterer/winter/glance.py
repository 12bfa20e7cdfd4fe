"""What does a board see first: what happens, what helps most for its cash, and what it costs whom?

Scenarios are columns. Cash, notional bed days and lives stand in rows of their own and are never
added.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from rosterer.shown import signed
from rosterer.winter.costs import cost_lines
from rosterer.winter.intervals import summarised
from rosterer.winter.prices import CapacityPrices
from rosterer.winter.settling import slope_of
from rosterer.winter.study import Result, Study
from rosterer.winter.waiting import delay_days, share_within
from rosterer_models.simulation.network import CAUSES, Floats

Form = Literal["number", "percent", "pounds"]
LEAST_CASH = 1000.0
"""Pounds below which nothing is said per pound."""


@dataclass(frozen=True)
class Row:
    """A measure over all scenarios: means, and the range of each winter where it has one."""

    name: str
    form: Form
    values: tuple[float, ...]
    ranges: tuple[tuple[float, float] | None, ...]


@dataclass(frozen=True)
class Help:
    """What a scenario does against the base for its cash.

    Attributes
    ----------
    days
        Delayed days fewer (more, when negative), had nobody left while waiting, with its interval.
    cash
        Pounds of cash more (less, when negative).
    """

    name: str
    days: float
    days_low: float
    days_high: float
    cash: float

    @property
    def per_thousand(self) -> float | None:
        """Delayed days fewer for each £1,000 of cash; None where nothing is paid or won."""
        if self.days <= 0 or self.cash < LEAST_CASH:
            return None
        return self.days / (self.cash / 1000)

    @property
    def words(self) -> str:
        """What that comes to."""
        if self.days_low == 0 == self.days_high:
            return "no difference"
        if self.days_low <= 0 <= self.days_high:
            return "may be chance"
        if self.days < 0:
            return "more delay" + (" for less cash" if self.cash < -LEAST_CASH else "")
        if self.per_thousand is not None:
            return f"{self.per_thousand:,.1f} delayed days fewer for each £1,000 of cash"
        return "less delay and less cash" if self.cash < -LEAST_CASH else "less delay for no cash"


def helps(study: Study, prices: CapacityPrices) -> tuple[Help, ...]:
    """Every scenario but the base, the most delayed days for a pound of cash first; those that cost
    nothing before, those that do not help after.
    """
    base_days, base_cash = _staying_days(study.base), _cash(study.base, prices)
    found = []
    for result in study.results[1:]:
        fewer = summarised(base_days - _staying_days(result))
        cash = _cash(result, prices) - base_cash + result.scenario.programme_pounds
        found.append(
            Help(
                result.scenario.name,
                fewer["mean"],
                fewer["mean_low"],
                fewer["mean_high"],
                float(cash.mean()),
            )
        )

    def order(one: Help) -> tuple[int, float]:
        if one.days <= 0:
            return 2, -one.days
        per = one.per_thousand
        return (0, -one.days) if per is None else (1, -per)

    return tuple(sorted(found, key=order))


def columns(study: Study, prices: CapacityPrices) -> tuple[Row, ...]:
    """Measures as rows, scenarios as columns."""
    days = study.base.winter.network.days
    rows = [
        _row("People delayed on an average day", "number", [
            delay_days(r) / days for r in study.results
        ]),
        _row("… past the standard", "number", [
            r.outcome.tally.past.sum(axis=1) / days for r in study.results
        ]),
        _row("Share within the standard", "percent", [
            share_within(r, list(range(len(r.winter.streams)))) for r in study.results
        ]),
        _row("Waiting at the end", "number", [
            r.outcome.tally.queue[:, :, -1].sum(axis=1, dtype=np.float64) for r in study.results
        ]),
        Row("Growth of the queue a week, second half", "number", tuple(
            slope_of("all", r.outcome.tally.queue.sum(axis=1, dtype=np.float64)).mean
            for r in study.results
        ), tuple(None for _ in study.results)),
    ]  # fmt: skip
    for number, cause in enumerate(CAUSES):
        left = [r.outcome.tally.left[:, :, number].sum(axis=1) for r in study.results]
        if any(one.any() for one in left):
            rows.append(_row(f"People who {_WORDS[cause]} while waiting", "number", left))
    payers = sorted(
        {payer for r in study.results for _, payer, kind, _ in cost_lines(r, prices) if kind}
    )
    for kind in ("cash", "notional"):
        for payer in payers:
            sums = [_sum(r, prices, kind, payer) for r in study.results]
            if any(np.abs(one).max() > 0.5 for one in sums):
                what = "cash" if kind == "cash" else "notional, no money"
                rows.append(_row(f"{payer}: pounds, {what}", "pounds", sums))
    return tuple(rows)


_WORDS = {"recovered": "recovered", "readmitted": "were readmitted", "died": "died"}


def _row(name: str, form: Form, values: "list[Floats]") -> Row:
    means, ranges = [], []
    for one in values:
        known = np.asarray(one, dtype=np.float64)
        known = known[~np.isnan(known)]
        means.append(float(known.mean()) if len(known) else float("nan"))
        low, high = np.quantile(known, [0.05, 0.95]) if len(known) else (np.nan, np.nan)
        ranges.append((float(low), float(high)))
    return Row(name, form, tuple(means), tuple(ranges))


def _staying_days(result: Result) -> Floats:
    queue = (result.stayed or result.outcome).tally.queue
    return np.asarray(queue.sum(axis=(1, 2), dtype=np.float64))


def _cash(result: Result, prices: CapacityPrices) -> Floats:
    zero = np.zeros(result.outcome.runs)
    return sum((p for _, _, kind, p in cost_lines(result, prices) if kind == "cash"), zero)


def _sum(result: Result, prices: CapacityPrices, kind: str, payer: str) -> Floats:
    zero = np.zeros(result.outcome.runs)
    lines = cost_lines(result, prices)
    return sum((p for _, who, of, p in lines if (who, of) == (payer, kind)), zero)


def alarms(study: Study, slopes: pd.DataFrame) -> list[tuple[str, str]]:
    """Of each scenario whose queue has not settled one sentence, with the pathways that move."""
    found = []
    for result in study.results:
        name = result.scenario.name
        failed = [c.sentence for c in result.checks if c.name == "settled" and not c.passed]
        if not failed:
            continue
        moving = [
            f"{row['group']} {signed(float(row['mean']))}"
            for row in slopes[slopes["scenario"] == name].to_dict("records")
            if _is_pathway(str(row["group"])) and not row["has_settled"]
        ]
        more = f" In people a week: {', '.join(moving)}." if len(failed) > 1 else ""
        found.append((name, failed[0] + more))
    return found


def _is_pathway(group: str) -> bool:
    return group.startswith("pathway") and "," not in group
