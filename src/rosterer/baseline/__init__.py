"""What does a careful rota manager reach without a solver?"""

from rosterer.baseline.plan import baseline_plan

__all__ = ["baseline_plan"]
