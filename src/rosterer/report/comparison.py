"""How does a plan compare with what a careful manager would have done without a solver?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rosterer.money import KIND_WORDS, KINDS, differences, kind_of, purse_of
from rosterer.referee.verdict import Verdict
from rosterer.report.words import LINE_WORDS
from rosterer.shown import NOISE, POUND, TENTH, amount, tenths, tenths_cell, to_step
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import LedgerLine, Plan

_IN_WORDS = ("delay days", "hours short", "breaches of rules")
"""Measures that the sentence tells, as the table shows them."""


@dataclass(frozen=True)
class Measure:
    """A figure of both plans, less is better."""

    name: str
    unit: str
    plan: float
    baseline: float

    @property
    def difference(self) -> float:
        """Plan less baseline, of the figures as they are shown."""
        return self._shown(self.plan) - self._shown(self.baseline)

    @property
    def verdict(self) -> str:
        """The difference in a word, because a sign does not say which way is good."""
        if not self.difference:
            return "the same"
        return "better" if self.difference < 0 else "worse"

    def _shown(self, figure: float) -> float:
        return to_step(figure, POUND if self.unit == "£" else TENTH)


def is_of_a_rota_alone(case: Case, *plans: Plan) -> bool:
    """Whether plans are compared in hours, breaches and cash alone: one is a rota read from a
    sheet, or nobody but staff is in the case. Then the need may be what the rota itself usually
    has, and pounds of it would say nothing.
    """
    is_read = any(plan.origin is not None and plan.origin.source == "import" for plan in plans)
    return is_read or not (case.referrals or case.expected or case.census)


def cash_alone(verdict: Verdict) -> Verdict:
    """The verdict with the ledger's lines of cash, for a comparison in nothing else."""
    return verdict.model_copy(
        update={"ledger": tuple(line for line in verdict.ledger if line.kind == "cash")}
    )


def measures(plan: Verdict, baseline: Verdict) -> list[Measure]:
    """The figures that matter: each kind of money by itself, days, hours and rules."""
    kinds = zip(purse_of(plan.ledger), purse_of(baseline.ledger), strict=True)
    told = [
        *(
            Measure(KIND_WORDS[ours.kind], "£", ours.pounds, theirs.pounds)
            for ours, theirs in kinds
            if not (ours.is_nothing and theirs.is_nothing)
        ),
        Measure("delay days", "days", plan.delay_days, baseline.delay_days),
        Measure(
            "delay days that a plan can avoid, at most",
            "days",
            plan.avoidable_delay_days,
            baseline.avoidable_delay_days,
        ),
        Measure("hours short", "hours", plan.shortage_hours, baseline.shortage_hours),
        Measure("breaches of rules", "times", len(plan.broken), len(baseline.broken)),
    ]
    return told


def figure(one: Measure, which: Literal["plan", "baseline", "difference"]) -> str:
    """A figure of a measure as the table shows it."""
    number = float(getattr(one, which))
    words = amount(to_step(number, POUND)) if one.unit == "£" else tenths_cell(number)
    return f"+{words}" if which == "difference" and number > 0 else words


def ledger_differences(plan: Verdict, baseline: Verdict) -> list[Measure]:
    """Ledger lines by name in which the two differ as shown, kind by kind, the greatest difference
    first.
    """
    ours, theirs = _by_name(plan.ledger), _by_name(baseline.ledger)
    kinds = {line.name: KINDS.index(kind_of(line)) for line in (*plan.ledger, *baseline.ledger)}
    lines = [
        (kinds[name], Measure(LINE_WORDS[name], "£", ours.get(name, 0.0), theirs.get(name, 0.0)))
        for name in dict.fromkeys([*ours, *theirs])
    ]
    ordered = sorted(lines, key=lambda line: (line[0], -abs(line[1].difference)))
    return [line for _, line in ordered if line.difference]


def compared(plan: Verdict, baseline: Verdict, other: str) -> str:
    """The comparison with another plan in a sentence, with what is worse as well as what is
    better, and each kind of money by itself.
    """
    told = [
        f"{_figure(one.plan)} {one.name} against {_figure(one.baseline)} ({one.verdict})"
        for one in measures(plan, baseline)
        if one.name in _IN_WORDS and max(one.plan, one.baseline) > NOISE
    ]
    money = differences(purse_of(plan.ledger), purse_of(baseline.ledger))
    kinds = {line.kind for line in (*plan.ledger, *baseline.ledger)}
    same = "cash the same" if kinds == {"cash"} else "money of every kind the same"
    parts = [", ".join(told), ", ".join(money) or same]
    return f"Beside {other}: {'; '.join(filter(None, parts))}."


def _figure(number: float) -> str:
    return tenths(number) if number > NOISE else "no"


def _by_name(ledger: Iterable[LedgerLine]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for line in ledger:
        sums[line.name] = sums.get(line.name, 0.0) + line.pounds
    return sums
