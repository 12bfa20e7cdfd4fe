"""Which rules does a plan keep or pay for, in a planner's words?

The catalogue ``uk-wtr``: one frozen entry a rule. A hard rule makes a plan wrong when it is broken;
a priced one costs what the price list says. ``docs/reference/judging.md`` defines each to the
minute; here are its level, its settings, where it comes from and the sentence that explanations and
pages show.
"""

from typing import Literal

from rosterer_models.library.rules_of_duties import DUTY_RULES
from rosterer_models.library.rules_of_placements import PLACEMENT_RULES
from rosterer_models.library.rules_priced import PRICED_RULES
from rosterer_models.library.rules_shape import Rule
from rosterer_models.library.rules_working_time import WORKING_RULES

CATALOGUE_NAME = "uk-wtr"

CATALOGUE: tuple[Rule, ...] = (*DUTY_RULES, *WORKING_RULES, *PLACEMENT_RULES, *PRICED_RULES)
"""Every rule, in the order of the reference."""


def rule(name: str) -> Rule:
    """An entry of the catalogue.

    Raises
    ------
    LookupError
        When no rule has that name.
    """
    for entry in CATALOGUE:
        if entry.name == name:
            return entry
    raise LookupError(f"no rule is called {name!r}; docs/reference/judging.md names them all")


def rules_at(level: Literal["hard", "priced"]) -> tuple[Rule, ...]:
    """The rules of a level."""
    return tuple(entry for entry in CATALOGUE if entry.level == level)


__all__ = ["CATALOGUE", "CATALOGUE_NAME", "Rule", "rule", "rules_at"]
