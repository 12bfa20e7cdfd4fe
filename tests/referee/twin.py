"""What is a twin? A plan that breaks a rule beside one that keeps it, the two differing in one
fact.
"""

from dataclasses import dataclass

from rosterer.referee.verdict import RuleName
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan
from tests.cases import small_case, small_plan


@dataclass(frozen=True)
class Twin:
    """A breaking and a keeping example of a rule."""

    rule: RuleName
    fact: str
    """What differs, in words."""
    breaks: Plan
    keeps: Plan
    case: Case
    """Of the breaking plan."""
    keeping_case: Case
    also: frozenset[RuleName] = frozenset()
    """Other rules that the breaking plan cannot but break."""


def twin(
    rule: RuleName,
    fact: str,
    *,
    breaks: Plan | None = None,
    keeps: Plan | None = None,
    case: Case | None = None,
    keeping_case: Case | None = None,
    also: frozenset[RuleName] = frozenset(),
) -> Twin:
    """A twin of the small case and plan: what is not given is the same on both sides."""
    case = case or small_case()
    breaks = breaks or keeps or small_plan()
    return Twin(
        rule,
        fact,
        breaks,
        keeps or (breaks if keeping_case else small_plan()),
        case,
        keeping_case or case,
        also,
    )
