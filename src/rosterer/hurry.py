"""How long may a careful manager's plan take to make, when there is a limit?"""

from rosterer_models.heuristics.progress import Budget

BASELINE_PART = 0.5
"""Of the time that is left: the rest is for finding something better."""
LEAST_SECONDS = 1.0
"""What it may take in any case: enough for a small case, however long everything took before."""
_CUT_SHORT = (
    "There was no time to finish the careful manager's plan, so there is no comparison with it."
)


_KEPT_CUT_SHORT = (
    "The careful manager's plan is kept as far as there was time to make it, so there is no "
    "comparison with it."
)


class Hurry:
    """Begins now, says when to come to an end, and remembers that it has said so."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        begun = budget.spent
        left = 0.0 if budget.seconds is None else budget.seconds - begun
        self._end = begun + max(LEAST_SECONDS, BASELINE_PART * left)
        self.is_said = False

    def __call__(self) -> bool:
        is_late = self._budget.seconds is not None and self._budget.spent > self._end
        self.is_said = self.is_said or is_late or self._budget.is_stopped
        return self.is_said


def cut_short(source: str) -> str:
    """What there is to say of a plan from a source when the careful manager's was cut short."""
    return _KEPT_CUT_SHORT if source == "baseline" else _CUT_SHORT
