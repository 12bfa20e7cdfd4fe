"""How does a plan compare with what a careful manager would have done without a solver?"""

from collections.abc import Iterable
from dataclasses import dataclass

from rosterer.referee.verdict import Verdict
from rosterer.report.words import LINE_WORDS, amount, pounds
from rosterer_models.vocabulary.plan import LedgerLine

LEAST_DIFFERENCE = 0.05
"""Smaller differences are none in the figures as they are shown."""


@dataclass(frozen=True)
class Measure:
    """A figure of both plans, less is better."""

    name: str
    unit: str
    plan: float
    baseline: float

    @property
    def difference(self) -> float:
        """Plan less baseline."""
        return self.plan - self.baseline

    @property
    def verdict(self) -> str:
        """The difference in a word, because a sign does not say which way is good."""
        if abs(self.difference) < LEAST_DIFFERENCE:
            return "the same"
        return "better" if self.difference < 0 else "worse"


def measures(plan: Verdict, baseline: Verdict) -> list[Measure]:
    """The figures that matter, then every ledger line in which the two plans differ."""
    told = [
        Measure("cost", "£", plan.cost, baseline.cost),
        Measure(
            "cost that depends on the plan",
            "£",
            plan.cost - plan.unavoidable,
            baseline.cost - baseline.unavoidable,
        ),
        Measure("delay days", "days", plan.delay_days, baseline.delay_days),
        Measure(
            "delay days that a plan can avoid",
            "days",
            plan.avoidable_delay_days,
            baseline.avoidable_delay_days,
        ),
        Measure("hours short", "hours", plan.shortage_hours, baseline.shortage_hours),
        Measure("rules broken", "times", len(plan.broken), len(baseline.broken)),
    ]
    return told


def ledger_differences(plan: Verdict, baseline: Verdict) -> list[Measure]:
    """Ledger lines by name in which the two differ by a pound or more, the greatest difference
    first.
    """
    ours, theirs = _by_name(plan.ledger), _by_name(baseline.ledger)
    lines = [
        Measure(LINE_WORDS[name], "£", ours.get(name, 0.0), theirs.get(name, 0.0))
        for name in dict.fromkeys([*ours, *theirs])
    ]
    return sorted(
        (line for line in lines if abs(line.difference) >= 1),
        key=lambda line: -abs(line.difference),
    )


def compared(plan: Verdict, baseline: Verdict, other: str) -> str:
    """The comparison with another plan in a sentence, with what is worse as well as what is
    better.
    """
    told = [
        one
        for one in measures(plan, baseline)
        if one.name in ("delay days", "hours short", "rules broken")
    ]
    parts = [
        f"{amount(one.plan)} {one.name} against {amount(one.baseline)} ({one.verdict})"
        for one in told
        if one.plan or one.baseline
    ]
    difference = baseline.cost - plan.cost
    money = f"{pounds(abs(difference))} {'less' if difference >= 0 else 'more'} than {other}"
    return f"This plan costs {money}" + (f", with {', '.join(parts)}." if parts else ".")


def _by_name(ledger: Iterable[LedgerLine]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for line in ledger:
        sums[line.name] = sums.get(line.name, 0.0) + line.pounds
    return sums
