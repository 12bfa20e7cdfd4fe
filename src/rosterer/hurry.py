"""How long may a careful manager's plan take to make, when there is a limit?"""

from rosterer_models.heuristics.progress import Budget

BASELINE_PART = 0.5
"""Of the time: the rest is for finding something better."""
CUT_SHORT = (
    "There was no time to finish the careful manager's plan, so there is no comparison with it."
)


class Hurry:
    """Says when to come to an end, and remembers that it has said so."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.is_said = False

    def __call__(self) -> bool:
        seconds = self._budget.seconds
        is_late = seconds is not None and self._budget.spent > BASELINE_PART * seconds
        self.is_said = self.is_said or is_late or self._budget.is_stopped
        return self.is_said
