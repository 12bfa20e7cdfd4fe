"""What does everything cost, line by line, and who pays?

Each part of the plan gives entries; entries of the same name, payer and avoidability are one line,
summed exactly and rounded once.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rosterer_models.vocabulary.plan import LedgerLine

Kind = Literal["cash", "notional", "preference"]


class LineKind(NamedTuple):
    """What a line counts, and which kind of pounds it holds."""

    unit: str
    kind: Kind


LINES: Mapping[str, LineKind] = {
    "contract-pay": LineKind("hours", "cash"),
    "fixed-pay": LineKind("hours", "cash"),
    "enhancements": LineKind("hours", "cash"),
    "bank-pay": LineKind("hours", "cash"),
    "overtime-pay": LineKind("hours", "cash"),
    "line-changes": LineKind("people", "preference"),
    "broken-wishes": LineKind("wishes", "preference"),
    "unsocial-duties": LineKind("steps", "preference"),
    "hours-balance": LineKind("hours", "preference"),
    "carers-at-places": LineKind("carers", "preference"),
    "agency": LineKind("hours", "cash"),
    "travel": LineKind("miles", "cash"),
    "short-care": LineKind("hours", "notional"),
    "unsafe-units": LineKind("hours", "notional"),
    "delay": LineKind("days", "notional"),
    "stage-waits": LineKind("days", "notional"),
    "tail-delay": LineKind("days", "notional"),
    "standard-missed": LineKind("referrals", "notional"),
    "expected-delay": LineKind("days", "notional"),
    "expected-tail-delay": LineKind("days", "notional"),
    "options": LineKind("days", "cash"),
    "census-options": LineKind("days", "cash"),
    "tail-hours": LineKind("hours", "notional"),
    "tail-beds": LineKind("bed days", "notional"),
}
"""All lines, in the order of the reference."""


@dataclass(frozen=True)
class Entry:
    """A part of a ledger line."""

    name: str
    payer: str
    avoidable: bool
    amount: float
    pounds: float
    who: str
    """Whose it is: evidence for the line."""


LineKey = tuple[str, str, bool]
"""Name, payer, avoidable."""

HALF_UP = 1e-7
"""Pence that lift what is half a penny in exact arithmetic over the half that floating point leaves
it under.
"""

NOTHING = 1e-9
"""An amount that only floating point leaves."""


def rounded(pounds: float) -> float:
    """Pounds to the penny, halves up."""
    return math.floor(pounds * 100 + 0.5 + HALF_UP) / 100


def ledger_of(entries: Iterable[Entry]) -> tuple[LedgerLine, ...]:
    """Lines of the ledger; those of nothing are left out."""
    grouped: dict[LineKey, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.amount or entry.pounds:
            grouped[entry.name, entry.payer, entry.avoidable].append(entry)
    order = list(LINES)
    keys = sorted(grouped, key=lambda key: (order.index(key[0]), key[1], key[2]))
    lines = [_line(*key, grouped[key]) for key in keys]
    return tuple(line for line in lines if line.pounds or abs(line.amount) > NOTHING)


def _line(name: str, payer: str, avoidable: bool, parts: list[Entry]) -> LedgerLine:
    return LedgerLine(
        name=name,
        amount=math.fsum(part.amount for part in parts),
        unit=LINES[name].unit,
        pounds=rounded(math.fsum(part.pounds for part in parts)),
        kind=LINES[name].kind,
        payer=payer,
        avoidable=avoidable,
        evidence=_evidence(parts),
    )


def _evidence(parts: list[Entry]) -> str:
    """The three that weigh most, by their pounds; by their amounts where nothing is priced."""
    is_priced = any(part.pounds for part in parts)
    weight: dict[str, float] = defaultdict(float)
    for part in parts:
        weight[part.who] += part.pounds if is_priced else part.amount
    heaviest = sorted(weight, key=lambda who: (-abs(weight[who]), who))
    words = ", ".join(
        f"{who} £{rounded(weight[who]):,.2f}" if is_priced else f"{who} {weight[who]:,.4g}"
        for who in heaviest[:3]
    )
    return words if len(heaviest) <= 3 else f"{words} and {len(heaviest) - 3} more"


def cost_of(lines: Iterable[LedgerLine]) -> float:
    """Pounds of all lines."""
    return round(math.fsum(line.pounds for line in lines), 2)


def unavoidable_of(lines: Iterable[LedgerLine]) -> float:
    """Pounds of the lines that no plan avoids."""
    return round(math.fsum(line.pounds for line in lines if not line.avoidable), 2)
