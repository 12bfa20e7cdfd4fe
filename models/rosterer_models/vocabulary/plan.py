"""What is the answer, where does it come from, what does it cost, and how good is it proven to
be?
"""

import hashlib
import json
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from rosterer_models.vocabulary.base import Fact, Id
from rosterer_models.vocabulary.glance import as_table, in_a_line
from rosterer_models.vocabulary.loss import Loss

Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]

DelayReason = Literal[
    "barrier",
    "triage",
    "no-bed",
    "no-staff-for-beds",
    "no-care-hours",
    "admissions-limit",
    "priority",
    "price",
]
"""The closed list of reasons for a delayed midnight."""


class ChosenLine(Fact):
    """The line that a pattern person works."""

    person: Id
    pattern: Id
    phase: Annotated[int, Field(ge=0)]


class DutyPiece(Fact):
    """A piece of a duty: a person, a date, a shift, and where. A duty in a unit is one row; a round
    has a row a piece.
    """

    person: Id
    date: date
    shift: Id
    place: Id | None = None
    """A unit id, a place of the round, or blank for training and for duties left at the home base.
    """
    band: Id | None = None
    skill: Id | None = None
    """What the minutes serve; blank for the person's first skill."""
    minutes: Amount | None = None
    """Face to face, to a hundredth; blank for all the contact time that the duty has there."""
    source: Literal["line", "float", "contract", "bank", "fixed", "manual"] = "manual"


class AgencyHours(Fact):
    """Care bought from an agency."""

    date: date
    place: Id
    band: Id
    skill: Id
    minutes: Amount


class Placement(Fact):
    """A stage of a referral's chosen option. A blank option says that the person is not served in
    the horizon.
    """

    referral: Id
    option: Id | None = None
    stage: Annotated[int, Field(ge=1)] = 1
    unit: Id | None = None
    start: date | None = None
    """Blank for a stage that follows one of uncertain length."""
    end: date | None = None
    """First day on which they are no longer there; blank when uncertain."""
    delay_days: Annotated[int, Field(ge=0)] = 0
    """Midnights from ready to this stage's start (stage 1), or waited to leave the stage before;
    unserved: to the horizon's end.
    """


class Delay(Fact):
    """One delayed midnight of a referral, and why."""

    referral: Id
    date: date
    """The midnight that ends this day."""
    reason: DelayReason


class Reservation(Fact):
    """How many of an arrival class start an option on a date; units name the beds of its stages."""

    arrival_class: Id
    date: date
    option: Id
    units: tuple[Id, ...] = ()
    """One for each stage in a unit, in order."""
    amount: Amount


class LedgerLine(Fact):
    """One line of the cost."""

    name: Id
    amount: float
    unit: str
    pounds: float
    kind: Literal["cash", "notional", "preference"]
    payer: str
    avoidable: bool
    evidence: str = ""


class Certificate(Fact):
    """What is claimed and proven of a plan."""

    status: Literal["optimal", "feasible", "stopped", "unproven"]
    cost: float
    unavoidable: float
    bound: float | None = None
    gap: float | None = None
    """(cost − bound) / (cost − unavoidable); 0 where nothing is avoidable."""
    gap_target: float = 0
    seed: int = 0
    work: int | None = None
    seconds: float = 0
    engine: str = ""
    version: str = ""
    fingerprint: str = ""
    """Of the case."""


class Origin(Fact):
    """Where a plan comes from, for as long as it is kept."""

    source: Literal["search", "baseline", "start", "import", "edit", "replan"]
    """The search; a careful manager's plan or the plan to begin with, which the search did not
    better; a rota read from a sheet; somebody's own change of a plan; a published plan that was
    repaired.
    """
    remark: str = ""
    """Why it is this plan and no other, in a sentence."""
    decisions: str = ""
    """`Plan.decisions` when it was made, so that what was changed since then shows; blank is not
    compared.
    """


class Plan(Fact):
    """The answer. Duties and placements are enough to be judged; the rest is recomputed or defaults
    by rule.
    """

    lines: tuple[ChosenLine, ...] = ()
    duties: tuple[DutyPiece, ...] = ()
    agency: tuple[AgencyHours, ...] = ()
    placements: tuple[Placement, ...] = ()
    reservations: tuple[Reservation, ...] | None = None
    """None when a plan made by hand has none: the referee's rule then reserves (see the reference).
    """
    delays: tuple[Delay, ...] = ()
    ledger: tuple[LedgerLine, ...] = ()
    certificate: Certificate | None = None
    origin: Origin | None = None
    """None for a plan that nobody says anything of: made by hand, or by another tool."""
    losses: tuple[Loss, ...] = ()

    def __repr__(self) -> str:
        return in_a_line("Plan", self._about, self._sizes)

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return as_table(f"Plan{self._about}", self._sizes)

    @property
    def _about(self) -> str:
        parts = [] if self.origin is None else [f"from {self.origin.source}"]
        if self.certificate is not None:
            parts += [self.certificate.status, f"total £{self.certificate.cost:,.0f}"]
        return f" {', '.join(parts)}" if parts else ""

    @property
    def _sizes(self) -> dict[str, int]:
        return {
            "people on duty": len({row.person for row in self.duties}),
            "duties": len({(row.person, row.date) for row in self.duties}),
            "people placed": len({row.referral for row in self.placements if row.option}),
            "delayed midnights": len(self.delays),
            "losses": len(self.losses),
        }

    @property
    def decisions(self) -> str:
        """Sixteen hexadecimal digits that change when a line, duty, placement, reservation or
        bought hour does, in whatever order the rows stand.
        """
        tables = (self.lines, self.duties, self.agency, self.placements, self.reservations or ())
        rows = [
            sorted(json.dumps(row.model_dump(mode="json"), sort_keys=True) for row in table)
            for table in tables
        ]
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]

    def made(
        self,
        source: Literal["search", "baseline", "start", "import", "edit", "replan"],
        remark: str = "",
    ) -> "Plan":
        """The same plan, which says where it comes from."""
        origin = Origin(source=source, remark=remark, decisions=self.decisions)
        return self.model_copy(update={"origin": origin})
