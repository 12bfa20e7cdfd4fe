"""What would another plan break, and what would it cost more or less? Kinds of money apart."""

from dataclasses import dataclass

from rosterer.explain.answer import PlanDifference
from rosterer.explain.grounds import Grounds
from rosterer.explain.worse import worse
from rosterer.money import KIND_WORDS, Purse, purse_of
from rosterer.referee.judge import judge
from rosterer.referee.verdict import Breach, Verdict
from rosterer.shown import NOISE, days, hours, pounds_or_pence
from rosterer_models.vocabulary.plan import Plan


@dataclass(frozen=True)
class Weighed:
    """A change of a plan, as the referee finds it.

    Attributes
    ----------
    broken, mended
        Breaches that it brings, and those that it takes away.
    money
        What the ledger holds more, by kind of money.
    pounds, delay_days, short_hours
        What the ledger's total, delay and shortage are more; less than nothing where it is better.
    """

    broken: tuple[Breach, ...]
    mended: tuple[Breach, ...]
    money: Purse
    pounds: float
    delay_days: float
    short_hours: float

    @property
    def difference(self) -> PlanDifference:
        """The same for programs."""
        return PlanDifference(
            **{one.kind: round(one.pounds, 2) for one in self.money},
            total=self.pounds,
            delay_days=round(self.delay_days, 6),
            short_hours=round(self.short_hours, 6),
        )

    @property
    def told(self) -> str:
        """The differences in words, kinds of money apart."""
        parts = [
            f"{KIND_WORDS[one.kind]} {pounds_or_pence(abs(one.pounds))} "
            f"{'more' if one.pounds > 0 else 'less'}"
            for one in self.money
            if abs(one.pounds) >= 0.005
        ]
        for number, words, what in (
            (self.delay_days, days, "delay"),
            (self.short_hours, hours, "shortage"),
        ):
            if abs(number) > NOISE:
                parts.append(f"{what} {words(abs(number))} {'more' if number > 0 else 'less'}")
        return ", ".join(parts) or "no difference in money, delay or shortage"


def weighed(grounds: Grounds, other: Plan) -> Weighed:
    """Another plan of the same case beside the one that is asked about."""
    verdict = judge(grounds.case, silent(other), show_names=grounds.show_names)
    return compared(grounds.verdict, verdict)


def silent(plan: Plan) -> Plan:
    """A plan that was changed, without what it says of itself, which no longer holds."""
    stages = tuple(row.model_copy(update={"delay_days": 0}) for row in plan.placements)
    return plan.model_copy(
        update={"ledger": (), "certificate": None, "delays": (), "placements": stages}
    )


def compared(before: Verdict, after: Verdict) -> Weighed:
    """What differs between two verdicts, of one case or of two."""
    ours, theirs = purse_of(after.ledger), purse_of(before.ledger)
    return Weighed(
        broken=tuple(worse(before.broken, after.broken)),
        mended=tuple(
            one for one in worse(after.broken, before.broken) if one.rule != "delays-listed"
        ),
        money=Purse(*(one - two for one, two in zip(ours, theirs, strict=True))),
        pounds=round(after.cost - before.cost, 2),
        delay_days=after.delay_days - before.delay_days,
        short_hours=after.shortage_hours - before.shortage_hours,
    )
