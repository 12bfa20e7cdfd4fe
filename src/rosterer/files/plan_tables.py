"""Which files does a plan consist of?"""

from collections.abc import Mapping

from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.loss import Loss
from rosterer_models.vocabulary.plan import (
    AgencyHours,
    Certificate,
    ChosenLine,
    Delay,
    DutyPiece,
    LedgerLine,
    Origin,
    Placement,
    Reservation,
)

PLAN_TABLES: Mapping[str, type[Fact]] = {
    "lines": ChosenLine,
    "duties": DutyPiece,
    "agency": AgencyHours,
    "placements": Placement,
    "delays": Delay,
    "reservations": Reservation,
    "ledger": LedgerLine,
    "losses": Loss,
}
PLAN_CLAIMS: Mapping[str, type[Fact]] = {"certificate": Certificate, "origin": Origin}
"""What a plan says of itself that is no table."""
NEEDED_PLAN_TABLES = ("duties", "placements")
"""Enough to be judged; the rest is recomputed, or defaults by rule."""
PLAN_DOCUMENT = "plan.json"
DERIVED_TABLES = ("cover", "occupancy")
"""Written for people to read; a plan is loaded without them."""
PLAN_FILES = (PLAN_DOCUMENT, *(f"{name}.csv" for name in (*PLAN_TABLES, *DERIVED_TABLES)))
"""Every file that a plan folder may hold."""
