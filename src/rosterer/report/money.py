"""Which organisation carries which part of the cost, and in which kind of money?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rosterer.money import KIND_WORDS, KINDS, MoneyKind, kind_of, purse_of
from rosterer.shown import POUND, to_step
from rosterer_models.vocabulary.plan import LedgerLine


@dataclass(frozen=True)
class PayerBill:
    """What one organisation carries of one kind of money, dearest line first."""

    payer: str
    kind: MoneyKind
    lines: tuple[LedgerLine, ...]

    @property
    def pounds(self) -> float:
        """The sum of its lines, all of one kind."""
        return sum(line.pounds for line in self.lines)

    @property
    def avoidable_pounds(self) -> float:
        """What depends on the plan."""
        return sum(line.pounds for line in self.lines if line.avoidable)

    @property
    def words(self) -> str:
        """Whose money of which kind it is."""
        return f"{self.payer}: {KIND_WORDS[self.kind]}"


@dataclass(frozen=True)
class KindSum:
    """What a ledger holds of one kind of money."""

    words: str
    pounds: float
    avoidable_pounds: float


def bills(ledger: Iterable[LedgerLine]) -> list[PayerBill]:
    """The ledger by payer and kind: cash first, then what is notional; in each kind the greatest
    first. Lines of nothing are left out.
    """
    found: dict[tuple[MoneyKind, str], list[LedgerLine]] = defaultdict(list)
    for line in ledger:
        if line.pounds:
            found[kind_of(line), line.payer].append(line)
    return sorted(
        (
            PayerBill(payer, kind, tuple(sorted(lines, key=lambda line: -line.pounds)))
            for (kind, payer), lines in found.items()
        ),
        key=lambda bill: (KINDS.index(bill.kind), -to_step(bill.pounds, POUND), bill.payer),
    )


def kind_sums(ledger: Iterable[LedgerLine]) -> list[KindSum]:
    """Each kind of money that a ledger holds, and what of it depends on the plan."""
    lines = list(ledger)
    whole, avoidable = purse_of(lines), purse_of(line for line in lines if line.avoidable)
    return [
        KindSum(KIND_WORDS[money.kind], money.pounds, part.pounds)
        for money, part in zip(whole, avoidable, strict=True)
        if not (money.is_nothing and part.is_nothing)
    ]
