"""Which organisation carries which part of the cost?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rosterer_models.vocabulary.plan import LedgerLine


@dataclass(frozen=True)
class PayerBill:
    """What one organisation pays, dearest first."""

    payer: str
    lines: tuple[LedgerLine, ...]

    @property
    def pounds(self) -> float:
        """The sum of its lines."""
        return sum(line.pounds for line in self.lines)

    @property
    def avoidable_pounds(self) -> float:
        """What depends on the plan."""
        return sum(line.pounds for line in self.lines if line.avoidable)


def bills(ledger: Iterable[LedgerLine]) -> list[PayerBill]:
    """The ledger by payer, the greatest first; lines of nothing are left out."""
    by_payer: dict[str, list[LedgerLine]] = defaultdict(list)
    for line in ledger:
        if line.pounds:
            by_payer[line.payer].append(line)
    found = [
        PayerBill(payer, tuple(sorted(lines, key=lambda line: -line.pounds)))
        for payer, lines in by_payer.items()
    ]
    return sorted(found, key=lambda bill: -bill.pounds)
