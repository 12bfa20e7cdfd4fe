"""What does the catalogue say of a rule?"""

from typing import Literal

from rosterer_models.vocabulary.base import Fact, Id

SERVICE = "Rosterer's definition of a service; a limit of the case"
"""Citation of what no law sets."""


class Rule(Fact):
    """A working rule, or another rule that a plan keeps."""

    name: Id
    family: Literal["duty", "working-time", "line", "placement", "price"]
    level: Literal["hard", "priced"]
    sentence: str
    """What a planner would say of a plan that keeps it."""
    parameters: tuple[str, ...] = ()
    """Fields of the case that set it: ``rules.rest_minutes``, ``limits.piece_minutes``,
    ``prices.broken_wish``, ``people.max_duties``.
    """
    citation: str = SERVICE
