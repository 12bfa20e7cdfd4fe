"""What does an edit change in what the referee says of a plan?"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rosterer.referee.ledger import Kind
from rosterer.referee.verdict import Breach
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.edit import Edit
from rosterer_models.vocabulary.plan import LedgerLine


class Effect(Fact):
    """What has changed, later less before; pounds of different kinds are not added up."""

    new: tuple[Breach, ...] = ()
    """Rules broken now, as the referee tells them; one that is broken by more than before is new as
    it is now, and gone as it was.
    """
    gone: tuple[Breach, ...] = ()
    """Rules broken before."""
    cash: float = 0
    """Pounds that are paid."""
    notional: float = 0
    """Pounds of the price list for delay and for what goes short; nobody pays them."""
    preference: float = 0
    """Pounds of the price list for wishes, balance, and changes of line."""
    delay_days: float = 0
    """Of people who are known and of people who are expected."""
    hours_short: float = 0
    """Of care and of staff in units."""
    inverse: tuple[Edit, ...] = ()
    """Edits that take it back."""

    @property
    def total(self) -> float:
        """Pounds of all three kinds, as the ledger's total adds them up, paid or not."""
        return round(self.cash + self.notional + self.preference, 2)


class Figures(NamedTuple):
    """What the referee says of a plan, as far as an effect tells of it."""

    broken: Sequence[Breach]
    pence: dict[Kind, int]
    delay_days: float
    hours_short: float


def figures_of(broken: Sequence[Breach], ledger: Iterable[LedgerLine]) -> Figures:
    """Read them from rules broken and ledger."""
    pence: dict[Kind, int] = {"cash": 0, "notional": 0, "preference": 0}
    delay, short = 0.0, 0.0
    for line in ledger:
        pence[line.kind] += round(100 * line.pounds)
        if line.name in ("delay", "expected-delay"):
            delay += line.amount
        elif line.name in ("short-care", "unsafe-units"):
            short += line.amount
    return Figures(broken, pence, delay, short)


_NOTHING = 1e-9
"""Days or hours that only floating point leaves."""


def effect_of(before: Figures, after: Figures, inverse: tuple[Edit, ...]) -> Effect:
    """What is otherwise."""
    pence = {kind: after.pence[kind] - before.pence[kind] for kind in after.pence}
    return Effect(
        new=_without(after.broken, before.broken),
        gone=_without(before.broken, after.broken),
        cash=pence["cash"] / 100,
        notional=pence["notional"] / 100,
        preference=pence["preference"] / 100,
        delay_days=_clean(after.delay_days - before.delay_days),
        hours_short=_clean(after.hours_short - before.hours_short),
        inverse=inverse,
    )


def _clean(number: float) -> float:
    return 0.0 if abs(number) < _NOTHING else number


def _without(breaches: Iterable[Breach], others: Sequence[Breach]) -> tuple[Breach, ...]:
    """Breaches that are not among the others."""
    same = {id(other) for other in others}
    left = [breach for breach in breaches if id(breach) not in same]
    if not left:
        return ()
    known = set(others)
    return tuple(breach for breach in left if breach not in known)
