"""How large is everything in a case of so many people, and how heavily is it loaded?

The anchor is a city service of 131 people with a hub of 36 beds, about 1,000 community and 700
bed-based customers a year (Derby Home First, 2017-18); other sizes follow in proportion.
``docs/reference/generator.md`` gives the source of each figure, or says that it is assumed.
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil, exp, log
from typing import Literal

Load = Literal["easy", "normal", "tight"]
Family = Literal["city", "shire"]
"""Cases that are alike in kind: a city's bank on four-on-four-off, or a county of market towns."""
StaffMix = Literal["lines", "mixed", "ward"]
"""Lines and a bank; contracts without a line beside both; or nurses on contracts in one unit."""

ANCHOR_PEOPLE = 131
SECTORS_BY_PEOPLE = ((8, 4), (30, 13), (131, 48), (400, 120), (1500, 180))
"""Sectors served by a bank of so many people; between them in proportion on a log scale."""
COMMUNITY_PER_YEAR, BEDS_PER_YEAR = 1000, 700
"""Customers of the anchor service."""
HUB_BEDS, COMMUNITY_BEDS, RESPITE_BEDS, CARE_HOME_BEDS = 36, 16, 6, 20
LEAST_PEOPLE = 8
PEOPLE_FOR_UNITS, PEOPLE_FOR_COMMUNITY = 24, 60
"""Below these a service has no beds, or no community hospital and no response post."""

TARGET_LOAD: dict[str, float] = {"easy": 0.80, "normal": 0.95, "tight": 1.10}
"""Offered load over capacity, for care hours and for each kind of bed."""
START_LOAD: dict[str, float] = {"easy": 0.72, "normal": 0.86, "tight": 0.95}
"""Base cover and packages under way on day 0, over the capacity for care."""
START_OCCUPANCY: dict[str, float] = {"easy": 0.78, "normal": 0.92, "tight": 0.98}
WAITING_PER_PERSON: dict[str, float] = {"easy": 0.15, "normal": 0.35, "tight": 0.60}
"""Referrals known at the start, for each member of the bank."""
BASE_SHARE = 0.55
"""Base cover over the capacity for care: existing clients alone never overload the bank."""


@dataclass(frozen=True)
class Sizes:
    """Counts of a case."""

    people: int
    days: int
    load: Load
    first_day: date

    @property
    def scale(self) -> float:
        """Over the anchor."""
        return self.people / ANCHOR_PEOPLE

    @property
    def sectors(self) -> int:
        """Postcode sectors served."""
        low, high = next(
            (span for span in pairwise(SECTORS_BY_PEOPLE) if self.people <= span[1][0]),
            SECTORS_BY_PEOPLE[-2:],
        )
        slope = log(high[1] / low[1]) / log(high[0] / low[0])
        return round(low[1] * exp(slope * log(self.people / low[0])))

    @property
    def has_units(self) -> bool:
        """Whether there are beds at all."""
        return self.people >= PEOPLE_FOR_UNITS

    @property
    def has_community(self) -> bool:
        """Whether there is a community hospital, and a post for the 2-hour response."""
        return self.people >= PEOPLE_FOR_COMMUNITY

    @property
    def hubs(self) -> int:
        """Assessment hubs: one for each 400 people."""
        return ceil(self.people / 400) if self.has_units else 0

    @property
    def community_hospitals(self) -> int:
        """Community hospitals: one for each 600 people."""
        return ceil(self.people / 600) if self.has_community else 0

    def beds(self, anchor_beds: int, units: int = 1) -> int:
        """Beds of one of so many units of a kind."""
        return max(2, round(anchor_beds * self.scale / units))

    @property
    def waiting(self) -> int:
        """Referrals known at the start."""
        return max(2, round(WAITING_PER_PERSON[self.load] * self.people))

    @property
    def target(self) -> float:
        """Offered load to reach."""
        return TARGET_LOAD[self.load]
