"""Who is in the bank, on which lines, for which employer?"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from rosterer.generate.area import Area
from rosterer.generate.names import display_name
from rosterer.generate.phases import draw_phases
from rosterer.generate.quota import quota
from rosterer.generate.sizes import Sizes
from rosterer.generate.terms import bank_terms, line_terms
from rosterer_models.library.patterns import usual_pattern
from rosterer_models.vocabulary.person import Person, Team
from rosterer_models.vocabulary.shift import Pattern

EMPLOYER_SHARES = (("council", 0.6), ("trust", 0.28), ("voluntary", 0.12))

PATTERN_SHARES = (
    ("DDDD----", 0.32),
    ("DDNN----", 0.18),
    ("NNNN----", 0.09),
    ("DDDD----NNNN----", 0.08),
    ("EELL----", 0.12),
    ("LLLL----", 0.03),
    ("EEE--LL-LLLL--", 0.08),
    ("DDD----", 0.05),
    ("EEEEE--", 0.05),
)
"""Most moved to four-on-four-off; some kept historic contracts."""
DAY_PATTERNS = {"nurse": "DDDD----", "therapy": "EEEEE--"}
"""Nurses take turns at the response post by day; therapists see people on weekdays."""
LINE_RULES: tuple[tuple[Literal["kept", "free", "changeable"], float], ...] = (
    ("kept", 0.6),
    ("free", 0.2),
    ("changeable", 0.2),
)
BANK_SHARE, NON_MOBILE_SHARE, SENIOR_SHARE, NURSE_SHARE, THERAPY_SHARE = 0.25, 0.18, 0.2, 0.07, 0.06
PEOPLE_PER_TEAM = 33


@dataclass(frozen=True)
class Staff:
    """The bank and the tables that describe it."""

    people: tuple[Person, ...]
    teams: tuple[Team, ...]
    patterns: tuple[Pattern, ...]

    @property
    def patterns_by_id(self) -> dict[str, Pattern]:
        """Patterns by id."""
        return {pattern.pattern: pattern for pattern in self.patterns}


def draw_staff(rng: np.random.Generator, sizes: Sizes, area: Area) -> Staff:
    """The bank of a case; people are numbered by team."""
    count = sizes.people
    homes = _homes(rng, area, count)
    employers = quota(rng, EMPLOYER_SHARES, count)
    kinds = quota(rng, (("bank", BANK_SHARE), ("pattern", 1 - BANK_SHARE)), count)
    skills = quota(
        rng,
        (
            ("senior", SENIOR_SHARE),
            ("nurse", NURSE_SHARE),
            ("therapy", THERAPY_SHARE),
            ("care", 1 - SENIOR_SHARE - NURSE_SHARE - THERAPY_SHARE),
        ),
        count,
    )
    walkers = set(
        rng.permutation(
            [number for number in range(count) if skills[number] in ("care", "senior")]
        )[: round(NON_MOBILE_SHARE * count)].tolist()
    )
    line_numbers = [number for number in range(count) if kinds[number] == "pattern"]
    patterns = {
        number: DAY_PATTERNS[skills[number]]
        for number in line_numbers
        if skills[number] in DAY_PATTERNS
    }
    for skill in ("senior", "care"):
        alike = [number for number in line_numbers if skills[number] == skill]
        patterns |= dict(zip(alike, quota(rng, PATTERN_SHARES, len(alike)), strict=True))
    phases = draw_phases(rng, patterns, homes, skills, area, sizes.first_day.weekday())
    rules = dict(zip(line_numbers, quota(rng, LINE_RULES, len(line_numbers)), strict=True))
    num_teams = max(1, round(count / PEOPLE_PER_TEAM))
    teams = _teams(homes, area, num_teams)
    order = sorted(range(count), key=lambda number: (teams[number], number))
    people = []
    for position, number in enumerate(order):
        common = {
            "person": f"p{position + 1:04d}" if count > 999 else f"p{position + 1:03d}",
            "name": display_name(rng),
            "employer": employers[number],
            "team": f"team-{teams[number] + 1}",
            "skills": ("care",) if skills[number] == "care" else ("care", skills[number]),
            "grade": {"care": "3", "senior": "4", "nurse": "5", "therapy": "6"}[skills[number]],
            "home": area.sectors[homes[number]].place,
            "mobile": number not in walkers,
        }
        if number in patterns:
            line = line_terms(
                rng, employers[number], patterns[number], phases[number], rules[number], sizes
            )
        else:
            line = bank_terms(rng, sizes)
        people.append(Person.model_validate(common | line))
    used = {
        pattern for person in people for pattern in (person.pattern, *person.patterns) if pattern
    }
    library = tuple(usual_pattern(pattern).pattern for pattern in sorted(used))
    names = tuple(
        Team(team=f"team-{number + 1}", name=f"Team {number + 1}") for number in range(num_teams)
    )
    return Staff(tuple(people), names, library)


def _homes(rng: np.random.Generator, area: Area, count: int) -> list[int]:
    """Staff live where people live, a little nearer to the centre."""
    nearness = np.exp(-area.metres[0] / (1.5 * max(1.0, float(area.metres[0].max()))))
    weight = area.postcodes * nearness
    exact = count * weight / weight.sum()
    whole = np.floor(exact).astype(int)
    rest = rng.choice(
        len(weight),
        size=count - int(whole.sum()),
        replace=True,
        p=(exact - whole) / max(1e-9, (exact - whole).sum()),
    )
    homes = [k for k, num in enumerate(whole) for _ in range(int(num))] + [int(k) for k in rest]
    return [homes[k] for k in rng.permutation(count)]


def _angle(area: Area, home: int) -> float:
    centre, place = area.sectors[0], area.sectors[home]
    return float(np.arctan2(place.northing - centre.northing, place.easting - centre.easting))


def _teams(homes: list[int], area: Area, num_teams: int) -> list[int]:
    """Equal slices of the map around the centre."""
    order = sorted(range(len(homes)), key=lambda number: (_angle(area, homes[number]), number))
    teams = [0] * len(homes)
    for position, number in enumerate(order):
        teams[number] = position * num_teams // len(homes)
    return teams
