"""What is said of somebody who could take a duty, and of leaving it uncovered?"""

from typing import Literal

from rosterer.candidates.asked import Asked
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.edit import Edit

Group = Literal["suitable", "breaks-a-wish", "needs-a-swap", "not-possible"]
"""In the order in which people are asked."""


class Candidate(Fact):
    """Somebody, and what it would mean if they took the duty. Pounds are the difference to the plan
    as it is, with the duty where it is now; those of different kinds are not added up.
    """

    person: str
    group: Group
    edits: tuple[Edit, ...] = ()
    """What would be done, beside taking the duty from whom it is of now."""
    cash: float | None = None
    notional: float | None = None
    preference: float | None = None
    total: float | None = None
    """All three, as the ledger's total adds them up: people of a group are ranked by it."""
    hours_short: float | None = None
    visits: int = 0
    """Visits that the person would do."""
    balance_before: float | None = None
    """Hours beyond contract at the end of the horizon (negative: owed); None of bank staff."""
    balance_after: float | None = None
    travel_miles: float = 0
    """By car to the visits."""
    known_places: int = 0
    """Places among those visited where the person gives care on another day of that week."""
    rest_before_hours: float | None = None
    """From the end of the duty before; None where none is within a week."""
    rest_after_hours: float | None = None
    rule: str = ""
    """The rule that is in the way of somebody who is not possible; blank where there is nothing
    that they could do.
    """
    sentence: str


class Agency(Fact):
    """Care that an agency could give instead, within what may be bought that day."""

    hours: float
    cash: float
    hours_left_short: float
    sentence: str


class Uncovered(Fact):
    """What is so when nobody takes the duty."""

    visits: int
    """Visits of the duty that nobody does."""
    hours_short: float
    """More than now."""
    units: tuple[str, ...] = ()
    """Units short of more staff than now."""
    referrals: tuple[str, ...] = ()
    """Those placed on care that would no longer be there."""
    cash: float
    notional: float
    preference: float
    total: float
    sentence: str


class Candidates(Fact):
    """Everybody, in the order in which to ask; then an agency; last leaving it uncovered."""

    asked: Asked
    is_so: bool = True
    """There is such a duty, or room for it."""
    sentence: str
    people: tuple[Candidate, ...] = ()
    agency: Agency | None = None
    uncovered: Uncovered | None = None

    def of(self, group: Group) -> list[Candidate]:
        """Those of a group, the first to ask first."""
        return [one for one in self.people if one.group == group]

    @property
    def told(self) -> list[str]:
        """Lines for people."""
        lines = [self.sentence, *(f"  {one.sentence}" for one in self.people)]
        lines += [] if self.agency is None else [f"  {self.agency.sentence}"]
        return lines + ([] if self.uncovered is None else [f"  {self.uncovered.sentence}"])
