"""What can be changed, and at which price?"""

import datetime
from typing import Annotated, Literal

from pydantic import Field

from rosterer.explain.answer import WhyReferral, WhyShort
from rosterer_models.vocabulary.base import Fact, Id

Pounds = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
StepKind = Literal[
    "duty", "piece", "rule", "agency", "new-duty", "bed", "admission", "triage-slot", "barrier"
]


class Menu(Fact):
    """Pounds for what a service can change; yours will differ."""

    agency_hour: Pounds | None = None
    """Blank for the case's ``agency_hour``."""
    new_hour: Pounds = 40
    """A paid hour of somebody who is not in the bank yet."""
    rule: Pounds = 500
    """To let one rule pass once, for one person."""
    bed_day: Pounds = 150
    admission: Pounds = 50
    """One more start in a unit on a day."""
    triage_slot: Pounds = 50
    """One more, on a day."""
    barrier_day: Pounds = 100
    """A day earlier without the barriers of one person."""


class Step(Fact):
    """One change."""

    kind: StepKind
    who: Id | None = None
    """A person, or a referral."""
    where: Id | None = None
    when: datetime.date | None = None
    band: Id | None = None
    skill: Id | None = None
    shift: Id | None = None
    rule: str = ""
    """The rule that is let pass."""
    amount: float = 1
    """Minutes, beds, starts, slots, days or duties."""
    days: int = 1
    """On so many days from ``when``."""
    pounds: float
    """By the menu; of a duty within the rules what it adds in pay and preferences."""
    sentence: str


class Cure(Fact):
    """Changes that together cure it; without any one of them they do not."""

    steps: tuple[Step, ...]
    pounds: float
    sentence: str


class Takes(Fact):
    """What it would take."""

    question: WhyReferral | WhyShort
    is_so: bool
    """Whether there is anything to cure."""
    cures: tuple[Cure, ...] = ()
    """Each confirmed by the referee, the cheapest first."""
    sentence: str

    @property
    def told(self) -> list[str]:
        """The answer in lines for people."""
        return [self.sentence, *(f"  {cure.sentence}" for cure in self.cures)]
