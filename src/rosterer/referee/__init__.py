"""Is a plan right, and what does it cost? The judge in plain Python, which shares nothing with the
solver.
"""

from rosterer.referee.judge import judge
from rosterer.referee.roster import worked_line
from rosterer.referee.verdict import Breach, NotJudged, UnitOverflow, Verdict

__all__ = ["Breach", "NotJudged", "UnitOverflow", "Verdict", "judge", "worked_line"]
