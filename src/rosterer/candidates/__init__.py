"""Who can take a duty, and what does it cost to leave it uncovered?"""

from rosterer.candidates.asked import Asked, AskedDuty, AskedGap
from rosterer.candidates.candidates import candidates
from rosterer.candidates.found import Agency, Candidate, Candidates, Group, Uncovered

__all__ = [
    "Agency",
    "Asked",
    "AskedDuty",
    "AskedGap",
    "Candidate",
    "Candidates",
    "Group",
    "Uncovered",
    "candidates",
]
