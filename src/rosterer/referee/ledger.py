"""What does everything cost, line by line, and who pays?

Each part of the plan gives entries; entries of the same name, payer and avoidability are one line,
summed exactly and rounded once.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from heapq import nsmallest
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
    "split-weekends": LineKind("weekends", "preference"),
    "lone-nights": LineKind("nights", "preference"),
    "lone-duties": LineKind("duties", "preference"),
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


class _Share(NamedTuple):
    """What one part brings to a line."""

    amount: int
    pounds: int
    """Exact, in units of ``_LEAST``."""
    num_priced: int
    weights: dict[str, tuple[float, float]]
    """Pounds and amount of each whose entries they are."""


class _Sum:
    """A line as it stands."""

    def __init__(self) -> None:
        self.amount = self.pounds = self.num_priced = 0
        self.shares: dict[Hashable, _Share] = {}

    def put(self, part: Hashable, share: _Share | None) -> None:
        was = self.shares.pop(part, None)
        for sign, one in ((-1, was), (1, share)):
            if one is not None:
                self.amount += sign * one.amount
                self.pounds += sign * one.pounds
                self.num_priced += sign * one.num_priced
        if share is not None:
            self.shares[part] = share

    def evidence(self) -> str:
        """The three that weigh most, by their pounds; by their amounts where nothing is priced."""
        is_priced = self.num_priced > 0
        weight: dict[str, float] = defaultdict(float)
        for share in self.shares.values():
            for who, (pounds, amount) in share.weights.items():
                weight[who] += pounds if is_priced else amount
        heaviest = nsmallest(3, weight, key=lambda who: (-abs(weight[who]), who))
        words = ", ".join(
            f"{who} £{rounded(weight[who]):,.2f}" if is_priced else f"{who} {weight[who]:,.4g}"
            for who in heaviest
        )
        return words if len(weight) <= 3 else f"{words} and {len(weight) - 3} more"


_LEAST_BITS = 1074
_LEAST = 1 << _LEAST_BITS
"""Every floating point number is a whole number of parts of this size."""


def _exact(number: float) -> int:
    whole, part = number.as_integer_ratio()
    return whole << (_LEAST_BITS + 1 - part.bit_length())


class Account:
    """The ledger by the part of the plan that brings its entries.

    Sums are whole numbers, exact in any order, so that one part can be replaced and the rest left
    as it is. Of a line, whose an entry is says to which part it belongs.
    """

    def __init__(self) -> None:
        self._keys: dict[Hashable, tuple[LineKey, ...]] = {}
        self._sums: dict[LineKey, _Sum] = {}
        self._lines: dict[LineKey, LedgerLine] = {}

    def put(self, part: Hashable, entries: Iterable[Entry]) -> None:
        """Let a part bring these entries and no others."""
        shares = _shares(entries)
        for key in self._keys.get(part, ()):
            if key not in shares:
                self._sums[key].put(part, None)
                self._lines.pop(key, None)
        for key, share in shares.items():
            line = self._sums.get(key)
            if line is None:
                line = self._sums[key] = _Sum()
            if line.shares.get(part) != share:
                line.put(part, share)
                self._lines.pop(key, None)
        self._keys[part] = tuple(shares)

    def lines(self) -> tuple[LedgerLine, ...]:
        """Lines of the ledger; those of nothing are left out."""
        found = []
        for key in sorted(self._sums, key=lambda key: (_ORDER[key[0]], key[1], key[2])):
            if not self._sums[key].shares:
                continue
            if key not in self._lines:
                self._lines[key] = _line(*key, self._sums[key])
            line = self._lines[key]
            if line.pounds or abs(line.amount) > NOTHING:
                found.append(line)
        return tuple(found)


_ORDER = {name: number for number, name in enumerate(LINES)}


def _shares(entries: Iterable[Entry]) -> dict[LineKey, _Share]:
    grouped: dict[LineKey, list[Entry]] = {}
    for entry in entries:
        if entry.amount or entry.pounds:
            grouped.setdefault((entry.name, entry.payer, entry.avoidable), []).append(entry)
    return {key: _share(own) for key, own in grouped.items()}


def _share(entries: list[Entry]) -> _Share:
    weights: dict[str, tuple[float, float]] = {}
    for entry in entries:
        pounds, amount = weights.get(entry.who, (0.0, 0.0))
        weights[entry.who] = pounds + entry.pounds, amount + entry.amount
    return _Share(
        sum([_exact(entry.amount) for entry in entries]),
        sum([_exact(entry.pounds) for entry in entries]),
        sum([bool(entry.pounds) for entry in entries]),
        weights,
    )


def ledger_of(entries: Iterable[Entry]) -> tuple[LedgerLine, ...]:
    """Lines of the ledger of entries that are all known."""
    account = Account()
    account.put("all", entries)
    return account.lines()


def _line(name: str, payer: str, avoidable: bool, whole: _Sum) -> LedgerLine:
    return LedgerLine(
        name=name,
        amount=whole.amount / _LEAST,
        unit=LINES[name].unit,
        pounds=rounded(whole.pounds / _LEAST),
        kind=LINES[name].kind,
        payer=payer,
        avoidable=avoidable,
        evidence=whole.evidence(),
    )


def cost_of(lines: Iterable[LedgerLine]) -> float:
    """Pounds of all lines."""
    return round(math.fsum(line.pounds for line in lines), 2)


def unavoidable_of(lines: Iterable[LedgerLine]) -> float:
    """Pounds of the lines that no plan avoids."""
    return round(math.fsum(line.pounds for line in lines if not line.avoidable), 2)
