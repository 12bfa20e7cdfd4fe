"""What can be altered in a plan?

One closed set of edits serves whoever changes a plan by hand, by page or by programme. What each
edit does, and what it leaves to the referee, is told here; how it is applied and undone stands in
``rosterer.session``.
"""

import datetime
from typing import Annotated, Literal

from pydantic import Field, model_validator

from rosterer_models.vocabulary.base import Fact, Id
from rosterer_models.vocabulary.plan import Amount, DutyPiece, Placement

MOST_EDITS = 1000
"""Of one request."""
MOST_VISITS = 200
"""Of one duty: places times bands, and more than enough."""


class Visit(Fact):
    """Where a duty is: a unit, or a piece of a round."""

    place: Id | None = None
    """A unit, a place of the round, or blank as in the plan's duties."""
    band: Id | None = None
    skill: Id | None = None
    minutes: Amount | None = None
    """Face to face; blank for all the contact time that the duty has there."""


Where = Annotated[tuple[Visit, ...], Field(max_length=MOST_VISITS)]
"""One visit names a unit, or several make a round."""


class Assign(Fact):
    """Give somebody a duty on a date on which they have none.

    Without ``where`` the duty serves nobody yet: it stands idle at the nearest place of a round. It
    takes no visits from others.
    """

    edit: Literal["assign"] = "assign"
    person: Id
    date: datetime.date
    shift: Id
    where: Where = ()
    source: Literal["line", "float", "contract", "bank", "fixed", "manual"] = "manual"


class Drop(Fact):
    """Take a duty away.

    Its visits go to nobody: what they gave is short afterwards.
    """

    edit: Literal["drop"] = "drop"
    person: Id
    date: datetime.date


class Move(Fact):
    """Put somebody's duty on another date, on another shift or elsewhere; what is blank stays.

    Visits go along, to the same places and bands. With another shift they stay behind, short,
    unless ``where`` says the new ones; a duty in a unit stays in it.
    """

    edit: Literal["move"] = "move"
    person: Id
    date: datetime.date
    to_date: datetime.date | None = None
    to_shift: Id | None = None
    to_where: Where | None = None
    """An empty list for idle."""

    @model_validator(mode="after")
    def _moves_something(self) -> "Move":
        if self.to_date is None and self.to_shift is None and self.to_where is None:
            raise ValueError("say where to: to_date, to_shift or to_where")
        return self


class Swap(Fact):
    """Two people exchange duties: each does the other's on the other's date, visits and all."""

    edit: Literal["swap"] = "swap"
    person: Id
    date: datetime.date
    other: Id
    other_date: datetime.date | None = None
    """Blank for the same date."""


class PlaceReferral(Fact):
    """Start an option of a referral on a date; what the referral had before is replaced."""

    edit: Literal["place"] = "place"
    referral: Id
    option: Id
    start: datetime.date
    units: tuple[Id, ...] = ()
    """One for each stage in a unit, in order; blank takes the first that accepts the option."""
    waits: tuple[Annotated[int, Field(ge=0)], ...] = ()
    """Days waited at the end of each stage; blank for none."""


class Unplace(Fact):
    """Let a referral wait: it is not served in the horizon."""

    edit: Literal["unplace"] = "unplace"
    referral: Id


class Fix(Fact):
    """Keep a duty (person and date) or a placement (referral) as it is, in a later search too.

    Nobody edits it until it is unfixed. The plan and what it costs stay as they are.
    """

    edit: Literal["fix"] = "fix"
    person: Id | None = None
    date: datetime.date | None = None
    referral: Id | None = None

    @model_validator(mode="after")
    def _names_one(self) -> "Fix":
        _require_one(self)
        return self


class Unfix(Fact):
    """Keep it no longer."""

    edit: Literal["unfix"] = "unfix"
    person: Id | None = None
    date: datetime.date | None = None
    referral: Id | None = None

    @model_validator(mode="after")
    def _names_one(self) -> "Unfix":
        _require_one(self)
        return self


def _require_one(edit: Fix | Unfix) -> None:
    is_duty = edit.person is not None and edit.date is not None
    is_half = (edit.person is None) != (edit.date is None)
    if is_half or is_duty == (edit.referral is not None):
        raise ValueError("name either person and date, or a referral")


class Restore(Fact):
    """Let a person's date or a referral have these rows again, whatever they were: the inverse of
    an edit.
    """

    edit: Literal["restore"] = "restore"
    duties: tuple[DutyPiece, ...] = ()
    """Of one person and date."""
    placements: tuple[Placement, ...] = ()
    """Of one referral."""

    @model_validator(mode="after")
    def _is_of_one(self) -> "Restore":
        slots = {(row.person, row.date) for row in self.duties}
        if len(slots) + len({row.referral for row in self.placements}) != 1:
            raise ValueError("give the rows of one person and date, or of one referral")
        return self


Edit = Annotated[
    Assign | Drop | Move | Swap | PlaceReferral | Unplace | Fix | Unfix | Restore,
    Field(discriminator="edit"),
]
