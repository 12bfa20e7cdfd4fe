"""How is a published plan repaired when something comes up?"""

from rosterer.replan.repairing import replan

__all__ = ["replan"]
