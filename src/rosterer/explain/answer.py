"""What can be asked of a plan, and what does an answer look like?

A question names what it asks about by ids; an answer holds the same ids, numbers for programs, and
a sentence for people.
"""

import datetime
from typing import Annotated, Literal

from pydantic import Field, model_validator

from rosterer_models.vocabulary.base import Fact, Id


class WhyPerson(Fact):
    """Why somebody has, or has not, a duty on a date."""

    about: Literal["person"] = "person"
    person: Id
    date: datetime.date


class WhyReferral(Fact):
    """Why somebody waits, or is not served."""

    about: Literal["referral"] = "referral"
    referral: Id


class WhyShort(Fact):
    """Why a place lacks care, or a unit staff."""

    about: Literal["short"] = "short"
    where: Id
    """A place or a unit."""
    date: datetime.date
    band: Id | None = None
    skill: Id | None = None
    """Blank for whatever is shortest."""


class WhyBed(Fact):
    """Why beds of a unit are empty on a date."""

    about: Literal["bed"] = "bed"
    unit: Id
    date: datetime.date


class InsteadDuty(Fact):
    """Somebody has this shift on a date, in place of whatever they have; with ``shift`` blank they
    are off.
    """

    about: Literal["duty"] = "duty"
    person: Id
    date: datetime.date
    shift: Id | None = None
    where: Id | None = None
    """A unit or a place; blank for the most useful."""


class InsteadPerson(Fact):
    """Somebody does another's duty of a date, and the other is off."""

    about: Literal["instead"] = "instead"
    person: Id
    instead_of: Id
    date: datetime.date


class InsteadStart(Fact):
    """A referral starts an option on a date; with ``option`` blank it is not served."""

    about: Literal["start"] = "start"
    referral: Id
    option: Id | None = None
    date: datetime.date | None = None
    units: tuple[Id, ...] = ()
    """One for each stage in a unit; blank for the first that takes the option's people."""

    @model_validator(mode="after")
    def _has_its_day(self) -> "InsteadStart":
        if (self.option is None) != (self.date is None):
            raise ValueError("give both option and date, or neither for somebody not served")
        return self


Instead = Annotated[InsteadDuty | InsteadPerson | InsteadStart, Field(discriminator="about")]
"""What could be done instead."""

Why = Annotated[WhyPerson | WhyReferral | WhyShort | WhyBed, Field(discriminator="about")]


class PlanDifference(Fact):
    """What another plan holds more; less than nothing where it holds less. Pounds of different
    kinds are told apart.
    """

    cash: float = 0
    known: float = 0
    """Notional bed days of people who are known."""
    expected: float = 0
    """Of people who are only expected."""
    missing: float = 0
    """Notional price of care, staff and beds that are missing."""
    preference: float = 0
    total: float = 0
    """The ledger's total, which a search makes small."""
    delay_days: float = 0
    short_hours: float = 0


class Reason(Fact):
    """One thing that makes it so, with its numbers."""

    limit: str
    """The rule of the catalogue that somebody's duty would break, a reason of the closed list of
    delays, or a word of the reference.
    """
    who: str = ""
    """The id of the person, place, unit, referral or arrival class."""
    when: datetime.date | None = None
    band: str = ""
    skill: str = ""
    there: float | None = None
    """What is there, or allowed."""
    asked: float | None = None
    """What is taken or needed already."""
    more: float | None = None
    """What one more would take."""
    unit: str = ""
    """What the three numbers count."""
    difference: PlanDifference | None = None
    """What doing it brings."""
    sentence: str


class Answer(Fact):
    """Why something is so, or why something else is not done."""

    question: Why | Instead
    is_so: bool
    """Whether what is asked about is there at all: somebody waits, a place is short; what could be
    done instead is something else than what the plan does.
    """
    sentence: str
    reasons: tuple[Reason, ...] = ()

    @property
    def told(self) -> list[str]:
        """The answer in lines for people."""
        return [self.sentence, *(f"  {reason.sentence}" for reason in self.reasons)]
