"""How much money of which kind?

Cash is paid. A delayed day, a short hour or a preference is priced, but nobody pays it, and what is
priced for people who are only expected is less sure than for those who are known. So these are
never added up in words: the one place that adds them is the ledger's total, which a search makes
small.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from rosterer.shown import POUND, is_nothing, pounds, to_step
from rosterer_models.vocabulary.plan import LedgerLine

MoneyKind = Literal["cash", "known", "expected", "missing", "preference"]
KINDS: tuple[MoneyKind, ...] = get_args(MoneyKind)
KIND_WORDS: dict[MoneyKind, str] = {
    "cash": "cash",
    "known": "notional bed days of people who are known",
    "expected": "notional bed days of people who are expected",
    "missing": "notional price of care, staff and beds that are missing",
    "preference": "preferences of staff",
}
"""Each kind as a sentence calls it."""
_KNOWN = ("delay", "stage-waits", "tail-delay", "standard-missed")
_EXPECTED = ("expected-delay", "expected-tail-delay")


class MixedMoneyError(TypeError):
    """Money of two kinds was to be added or compared; tell each kind by itself."""

    def __init__(self, one: MoneyKind, other: MoneyKind) -> None:
        super().__init__(f"{KIND_WORDS[one]} and {KIND_WORDS[other]} are told apart, never added")


@dataclass(frozen=True)
class Money:
    """Pounds of one kind; they add up to nothing but their own."""

    kind: MoneyKind
    pounds: float

    def __add__(self, other: "Money") -> "Money":
        return Money(self.kind, self.pounds + self._same(other))

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.kind, self.pounds - self._same(other))

    def __lt__(self, other: "Money") -> bool:
        return self.pounds < self._same(other)

    def __str__(self) -> str:
        return pounds(self.pounds)

    @property
    def is_nothing(self) -> bool:
        """Whether it is less than half a pound either way."""
        return is_nothing(self.pounds, POUND)

    def _same(self, other: "Money") -> float:
        if other.kind != self.kind:
            raise MixedMoneyError(self.kind, other.kind)
        return other.pounds


@dataclass(frozen=True)
class Purse:
    """Money of each kind, side by side. It has no total."""

    cash: Money = Money("cash", 0.0)
    known: Money = Money("known", 0.0)
    expected: Money = Money("expected", 0.0)
    missing: Money = Money("missing", 0.0)
    preference: Money = Money("preference", 0.0)

    def __iter__(self) -> Iterator[Money]:
        return iter((self.cash, self.known, self.expected, self.missing, self.preference))

    def __add__(self, other: "Purse") -> "Purse":
        return Purse(*(one + two for one, two in zip(self, other, strict=True)))

    def __sub__(self, other: "Purse") -> "Purse":
        return Purse(*(one - two for one, two in zip(self, other, strict=True)))

    @property
    def pounds(self) -> dict[str, float]:
        """Pounds by kind, for programs."""
        return {money.kind: round(money.pounds, 2) for money in self}


def kind_of(line: LedgerLine) -> MoneyKind:
    """The kind of money that a ledger line holds."""
    if line.kind != "notional":
        return line.kind
    return "known" if line.name in _KNOWN else "expected" if line.name in _EXPECTED else "missing"


def purse_of(ledger: Iterable[LedgerLine]) -> Purse:
    """What a ledger holds of each kind."""
    sums = {kind: Money(kind, 0.0) for kind in KINDS}
    for line in ledger:
        money = Money(kind_of(line), line.pounds)
        sums[money.kind] += money
    return Purse(**sums)


def told(purse: Purse) -> str:
    """Each kind that is something: ``cash £10, preferences of staff £2``."""
    parts = [f"{KIND_WORDS[money.kind]} {money}" for money in purse if not money.is_nothing]
    return ", ".join(parts) or "no money of any kind"


def differences(ours: Purse, theirs: Purse) -> list[str]:
    """Each kind in which two purses differ, as both are shown: ``cash £10 less``."""
    return [
        f"{KIND_WORDS[one.kind]} {pounds(abs(shown))} {'less' if shown < 0 else 'more'}"
        for one, two in zip(ours, theirs, strict=True)
        if (shown := to_step(one.pounds, POUND) - to_step(two.pounds, POUND))
    ]
