"""Who is in the bank, on which lines, for which employer?"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from rosterer.generate.area import Area
from rosterer.generate.names import display_name
from rosterer.generate.sizes import Sizes
from rosterer_models.library.patterns import SHIFTS, usual_pattern, weekly_hours
from rosterer_models.vocabulary.person import Employer, Person, Skill, Team
from rosterer_models.vocabulary.shift import OFF, Pattern

SKILLS = (
    Skill(skill="care"),
    Skill(skill="senior", covers=("care",)),
    Skill(skill="nurse", covers=("care",)),
    Skill(skill="therapy"),
)
EMPLOYERS = (
    Employer(
        employer="council", hourly_pay=15.5, night_percent=33, saturday_percent=33, sunday_percent=50, holiday_percent=100,
        bank_percent=110,
    ),
    Employer(
        employer="trust", hourly_pay=16.5, night_percent=35, saturday_percent=35, sunday_percent=69, holiday_percent=69,
        bank_percent=115,
    ),
    Employer(
        employer="voluntary", hourly_pay=14.5, night_percent=20, saturday_percent=10, sunday_percent=20, holiday_percent=50,
        bank_percent=105,
    ),
)  # fmt: skip
"""Enhancements of the trust are Agenda for Change band 3; hourly pay and the others' terms are assumed."""
FULL_TIME = {"council": 37.0, "trust": 37.5, "voluntary": 37.5}
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
OTHER_PATTERNS = {
    "DDDD----": ("DDNN----",),
    "DDNN----": ("DDDD----NNNN----",),
    "DDDD----NNNN----": ("DDNN----",),
    "EELL----": ("EEEE----", "LLLL----"),
    "DDD----": ("DDDD----",),
}
"""What a free or changeable line may also take."""
LINE_RULES: tuple[tuple[Literal["kept", "free", "changeable"], float], ...] = (("kept", 0.6), ("free", 0.2), ("changeable", 0.2))
BANK_SHARE, NON_MOBILE_SHARE, SENIOR_SHARE, NURSE_SHARE, THERAPY_SHARE = 0.25, 0.18, 0.2, 0.07, 0.06
DEALT_SHARE = 0.75
"""Lines that were dealt so that neighbours alternate; the rest grew by history."""
LEVEL_DAYS = 112
"""After so many days every pattern of 7, 8, 14 or 16 days has come round."""
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


def quota(rng: np.random.Generator, shares: tuple[tuple[str, float], ...], count: int) -> list[str]:
    """So many values in proportion to their shares, in random order."""
    total = sum(share for _, share in shares)
    edges = np.cumsum([share for _, share in shares]) / total
    points = (np.arange(count) + 0.5) / max(1, count)
    values = [shares[int(np.searchsorted(edges, point))][0] for point in points]
    return [values[k] for k in rng.permutation(count)]


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
        rng.permutation([number for number in range(count) if skills[number] in ("care", "senior")])[
            : round(NON_MOBILE_SHARE * count)
        ].tolist()
    )
    line_numbers = [number for number in range(count) if kinds[number] == "pattern"]
    patterns = {number: DAY_PATTERNS[skills[number]] for number in line_numbers if skills[number] in DAY_PATTERNS}
    for skill in ("senior", "care"):
        alike = [number for number in line_numbers if skills[number] == skill]
        patterns |= dict(zip(alike, quota(rng, PATTERN_SHARES, len(alike)), strict=True))
    phases = _phases(rng, patterns, homes, skills, area, sizes.first_day.weekday())
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
            line = _line_terms(rng, employers[number], patterns[number], phases[number], rules[number], sizes)
        else:
            line = _bank_terms(rng, sizes)
        people.append(Person.model_validate(common | line))
    used = {pattern for person in people for pattern in (person.pattern, *person.patterns) if pattern}
    library = tuple(usual_pattern(pattern).pattern for pattern in sorted(used))
    names = tuple(Team(team=f"team-{number + 1}", name=f"Team {number + 1}") for number in range(num_teams))
    return Staff(tuple(people), names, library)


def _homes(rng: np.random.Generator, area: Area, count: int) -> list[int]:
    """Staff live where people live, a little nearer to the centre."""
    nearness = np.exp(-area.metres[0] / (1.5 * max(1.0, float(area.metres[0].max()))))
    weight = area.postcodes * nearness
    exact = count * weight / weight.sum()
    whole = np.floor(exact).astype(int)
    rest = rng.choice(
        len(weight), size=count - int(whole.sum()), replace=True, p=(exact - whole) / max(1e-9, (exact - whole).sum())
    )
    homes = [k for k, num in enumerate(whole) for _ in range(int(num))] + [int(k) for k in rest]
    return [homes[k] for k in rng.permutation(count)]


def _angle(area: Area, home: int) -> float:
    centre, place = area.sectors[0], area.sectors[home]
    return float(np.arctan2(place.northing - centre.northing, place.easting - centre.easting))


def _phases(
    rng: np.random.Generator, patterns: dict[int, str], homes: list[int], skills: list[str], area: Area, first_weekday: int
) -> dict[int, int]:
    """Present phases: most dealt to where fewest are on duty, in the whole bank, nearby and among those with the skill."""
    shifts = [shift.shift for shift in SHIFTS]
    everywhere = np.zeros((len(shifts), LEVEL_DAYS))
    nearby = np.zeros((len(area.sectors), len(shifts), LEVEL_DAYS))
    alike = {skill: np.zeros((len(shifts), LEVEL_DAYS)) for skill in set(skills)}
    phases: dict[int, int] = {}
    for number in (int(number) for number in rng.permutation(sorted(patterns))):
        length = len(patterns[number])
        worked = np.array(
            [
                [[patterns[number][(day + phase) % length] == shift for day in range(LEVEL_DAYS)] for shift in shifts]
                for phase in range(length)
            ],
            dtype=float,
        )
        around = area.reach(homes[number], True)
        if patterns[number] == "EEEEE--":
            phases[number] = first_weekday
        elif rng.random() < DEALT_SHARE:
            busy = everywhere / len(area.sectors) + nearby[around].mean(axis=0)
            if skills[number] != "care":
                busy = busy + alike[skills[number]]
            phases[number] = int(np.argmin((worked * (2 * busy + worked)).sum(axis=(1, 2)) + 1e-6 * rng.random(length)))
        else:
            phases[number] = int(rng.integers(length))
        everywhere += worked[phases[number]]
        alike[skills[number]] += worked[phases[number]]
        nearby[around] += worked[phases[number]] / len(around)
    return phases


def _teams(homes: list[int], area: Area, num_teams: int) -> list[int]:
    """Equal slices of the map around the centre."""
    order = sorted(range(len(homes)), key=lambda number: (_angle(area, homes[number]), number))
    teams = [0] * len(homes)
    for position, number in enumerate(order):
        teams[number] = position * num_teams // len(homes)
    return teams


def _line_terms(rng: np.random.Generator, employer: str, pattern: str, phase: int, rule: str, sizes: Sizes) -> dict[str, object]:
    cycle = usual_pattern(pattern).pattern
    hours = weekly_hours(cycle)
    has_nights = "N" in pattern
    others = OTHER_PATTERNS.get(pattern, ()) if rule != "kept" else ()
    nights = has_nights or bool(rng.random() < 0.35)
    floats_more, floats_less = rng.random() < 0.5, rng.random() < 0.5
    unsocial = _unsocial_share(cycle) * sizes.days * 0.88
    return {
        "kind": "pattern",
        "pattern": pattern,
        "phase": phase,
        "contract_hours": FULL_TIME[employer] if hours > FULL_TIME[employer] else round(hours * 2) / 2,
        "line_rule": rule,
        "patterns": tuple(other for other in others if nights or "N" not in other),
        "floats_owed": int(rng.integers(1, 3)) if floats_more else 0,
        "floats_back": int(rng.integers(1, 3)) if floats_less else 0,
        "nights": nights,
        "opt_out": bool(rng.random() < 0.1),
        "other_hours": 4.0 if rng.random() < 0.04 and hours < 42 else 0.0,
        "balance_hours": round(float(rng.normal(-8 if hours > 37.5 else 0, 9)) * 2) / 2,
        "unsocial_target": round(unsocial),
    }


def _bank_terms(rng: np.random.Generator, sizes: Sizes) -> dict[str, object]:
    weeks = sizes.days / 7
    return {
        "kind": "bank",
        "max_duties": max(1, round(float(rng.uniform(1.5, 3.5)) * weeks)),
        "nights": bool(rng.random() < 0.5),
        "opt_out": bool(rng.random() < 0.1),
        "other_hours": float(rng.choice([8.0, 12.0, 16.0])) if rng.random() < 0.2 else 0.0,
        "unsocial_target": None,
    }


def _unsocial_share(pattern: Pattern) -> float:
    """Night or weekend duties per day, over all phases."""
    nights = {shift.shift for shift in SHIFTS if shift.is_night}
    worked = [entry for entry in pattern.cycle if entry != OFF]
    at_night = sum(entry in nights for entry in worked)
    # Patterns of whole weeks fix their weekdays at phase 0; others meet every weekday alike.
    if pattern.pattern == "EEEEE--":
        return 0.0
    return (at_night + (len(worked) - at_night) * 2 / 7) / len(pattern.cycle)
