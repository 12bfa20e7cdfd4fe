"""What does the referee say of a plan?"""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from rosterer.money import purse_of, told
from rosterer.referee.words import counted
from rosterer.shown import days, hours
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.plan import LedgerLine, Reservation

RuleName = Literal[
    "known-names",
    "one-duty-a-day",
    "absence",
    "fixed-duty",
    "availability",
    "days-off",
    "max-duties",
    "nights",
    "line-allowed",
    "floats-owed",
    "floats-back",
    "float-spacing",
    "float-fits-line",
    "round-reach",
    "unit-reach",
    "skill",
    "contact-time",
    "places-per-duty",
    "piece-minutes",
    "rest-between-duties",
    "weekly-rest",
    "consecutive-days",
    "consecutive-nights",
    "weekly-average",
    "night-average",
    "weekly-cap",
    "contract-hours",
    "period-hours",
    "forbidden-succession",
    "rest-after-nights",
    "week-duties",
    "most-nights",
    "most-weekends",
    "weekend-off",
    "placement-known",
    "not-ready",
    "barrier",
    "stage-order",
    "beds",
    "admissions",
    "triage-slots",
    "reservations",
    "hours-are-there",
    "agency-limit",
    "delays-listed",
]
"""Every rule that a plan can break, in the order of the reference."""


class Breach(Fact):
    """One rule broken once."""

    rule: RuleName
    who: str
    """The id of the person, unit, place, referral or arrival class."""
    when: date | None = None
    by: float | None = None
    """How much is missing or too much."""
    unit: str = ""
    """What ``by`` counts."""
    sentence: str
    """What is wrong and what to do about it, in plain words."""
    follows: tuple["Breach", ...] = ()
    """What is wrong for the same cause alone, and right again once that is mended."""


class NotJudged(Fact):
    """What the case tells too little to judge; it is neither kept nor broken."""

    rule: RuleName
    what: str
    """What the rule is called among people: ``48-hour average``."""
    why: str
    """What is missing: ``4 of 17 weeks known``."""
    people: tuple[str, ...]
    """Ids, in the order of the case."""
    sentence: str
    """All of it: ``48-hour average: 4 of 17 weeks known for 6 people``."""


def gathered(rows: Iterable[NotJudged]) -> list[str]:
    """Sentences of what was not judged, those for the same reason and the same people in one."""
    alike: dict[tuple[str, tuple[str, ...]], list[NotJudged]] = {}
    for row in rows:
        alike.setdefault((row.why, row.people), []).append(row)
    return [
        ", ".join([*(row.what for row in same[:-1]), same[-1].sentence]) for same in alike.values()
    ]


class UnitOverflow(Fact):
    """How likely it is that a unit has more people than beds on a day."""

    unit: str
    date: date
    beds: int
    """Available that day."""
    expected: float
    """People expected to be there."""
    probability: float


class Verdict(Fact):
    """What the referee found: broken rules, the ledger as it should be, and whether the plan's own
    claims agree.
    """

    broken: tuple[Breach, ...]
    inherited: tuple[Breach, ...] = ()
    """Rules that history and fixed duties break already and no plan can keep; the plan adds nothing
    to them.
    """
    not_judged: tuple[NotJudged, ...] = ()
    """What the case tells too little to judge."""
    ledger: tuple[LedgerLine, ...]
    """Recomputed from the case, the duties, the placements and the reservations alone."""
    cost: float
    """Pounds; the sum of the ledger."""
    unavoidable: float
    """Pounds; the lines that no plan of this case avoids."""
    ledger_agrees: bool | None
    """None when the plan carries no ledger."""
    certificate_agrees: bool | None
    """None when the plan carries no certificate."""
    certificate_doubts: tuple[str, ...] = ()
    """Why what the certificate claims to be proven cannot be confirmed, where it cannot."""
    disagreements: tuple[str, ...]
    shortage_hours: float
    """Hours of care that nobody gives and of staff that units lack."""
    delay_days: float
    """Midnights that referrals wait from ready to their start or the horizon's end (before the
    horizon too), and expected midnights of expected arrivals.
    """
    avoidable_delay_days: float
    """The same without those that no plan avoids: an upper limit, because each person is looked at
    alone, as if nobody else needed the place.
    """
    overflow: tuple[UnitOverflow, ...]
    reservations: tuple[Reservation, ...]
    """The plan's own or, when it has no file of them, those of the default rule."""

    @property
    def every_breach(self) -> tuple[Breach, ...]:
        """What is broken, and what follows from it, one after the other."""
        return tuple(one for breach in self.broken for one in (breach, *breach.follows))

    @property
    def is_good(self) -> bool:
        """No rule is broken, and ledger and certificate agree where the plan has them."""
        return (
            not self.broken
            and self.ledger_agrees is not False
            and self.certificate_agrees is not False
        )

    @property
    def summary(self) -> str:
        """A few plain lines for a reader in a hurry."""
        rules = sorted({breach.rule for breach in self.broken})
        claims = {None: "is not given", True: "agrees", False: "does not agree"}
        # a ledger without lines is not written, so that a plan which costs nothing cannot give it
        ledger = (
            claims[self.ledger_agrees]
            if self.ledger or self.ledger_agrees is not None
            else "has no lines"
        )
        kept = (
            "Every rule that could be judged is kept." if self.not_judged else "Every rule is kept."
        )
        certificate = (
            "is not confirmed"
            if self.certificate_doubts and self.certificate_agrees
            else claims[self.certificate_agrees]
        )
        lines = [
            kept
            if not rules
            else f"{counted(len(self.broken), 'breach', 'breaches')} of "
            f"{counted(len(rules), 'rule')}: {', '.join(rules)}.",
            *(f"Not judged: {sentence}." for sentence in gathered(self.not_judged)),
            f"The ledger's total is £{self.cost:,.2f}, of which £{self.unavoidable:,.2f} no plan "
            f"avoids; by kind of money: {told(purse_of(self.ledger))}.",
            f"{days(self.delay_days)} of delay, of which a plan can avoid "
            f"at most {days(self.avoidable_delay_days)}; {hours(self.shortage_hours)} short.",
            f"The ledger {ledger}; the certificate {certificate}.",
        ]
        if self.inherited:
            lines.append(
                f"{counted(len(self.inherited), 'breach', 'breaches')} no plan can avoid: history "
                "and fixed duties break these rules already."
            )
        return "\n".join([*lines, *self.disagreements])
