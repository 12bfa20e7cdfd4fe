"""What is a winter that can be simulated: a network, and what its numbers mean?"""

from dataclasses import dataclass

from rosterer.winter.places import Localities
from rosterer.winter.staff import CrewFact
from rosterer_models.simulation.network import Network
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.referral import Where

BOUGHT_IN = "bought-in"
"""The node of options that nobody's beds or hours limit."""


@dataclass(frozen=True)
class NodeFact:
    """What a node stands for: ``unit``, ``home`` (a locality), ``bought`` or ``spot``, and pounds a
    used bed day.
    """

    name: str
    kind: str
    pounds_per_day: float = 0.0
    payer: str = ""


@dataclass(frozen=True)
class StreamFact:
    """Who waits, at which price a midnight, and who bears it."""

    name: str
    pathway: int
    locality: str
    where: Where
    priority: int
    pounds: float
    payer: str


@dataclass(frozen=True)
class Winter:
    """A network and what its numbers mean; ``nodes``, ``streams`` and ``groups`` are in the
    network's order.
    """

    case: Case
    network: Network
    nodes: tuple[NodeFact, ...]
    streams: tuple[StreamFact, ...]
    groups: tuple[tuple[int, str], ...]
    """(pathway, locality)"""
    localities: Localities
    crews: tuple[CrewFact, ...]
    parts: tuple[str, ...]
    """The name of each part of care at home: a band, and the skills where not all are meant."""
    readmitted_days: float
    """Days in an acute bed of somebody who is readmitted while waiting."""
    notes: tuple[str, ...]
    """What was supposed where the case says nothing."""
    warnings: tuple[str, ...]
