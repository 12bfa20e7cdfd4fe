"""On what terms do people work: for which employer, how many hours, how freely?"""

import numpy as np

from rosterer.generate.sizes import Sizes
from rosterer_models.library.patterns import SHIFTS, usual_pattern, weekly_hours
from rosterer_models.vocabulary.person import Employer, Skill
from rosterer_models.vocabulary.shift import OFF, Pattern

SKILLS = (
    Skill(skill="care"),
    Skill(skill="senior", covers=("care",)),
    Skill(skill="nurse", covers=("care",)),
    Skill(skill="therapy"),
)
EMPLOYERS = (
    Employer(
        employer="council",
        hourly_pay=15.5,
        night_percent=33,
        saturday_percent=33,
        sunday_percent=50,
        holiday_percent=100,
        bank_percent=110,
    ),
    Employer(
        employer="trust",
        hourly_pay=16.5,
        night_percent=35,
        saturday_percent=35,
        sunday_percent=69,
        holiday_percent=69,
        bank_percent=115,
    ),
    Employer(
        employer="voluntary",
        hourly_pay=14.5,
        night_percent=20,
        saturday_percent=10,
        sunday_percent=20,
        holiday_percent=50,
        bank_percent=105,
    ),
)
"""Enhancements of the trust are Agenda for Change band 3; hourly pay and the others' terms are
assumed.
"""
FULL_TIME = {"council": 37.0, "trust": 37.5, "voluntary": 37.5}
OTHER_PATTERNS = {
    "DDDD----": ("DDNN----",),
    "DDNN----": ("DDDD----NNNN----",),
    "DDDD----NNNN----": ("DDNN----",),
    "EELL----": ("EEEE----", "LLLL----"),
    "DDD----": ("DDDD----",),
}
"""What a free or changeable line may also take."""
NIGHTS_TOO_SHARE, OPT_OUT_SHARE = 0.35, 0.1
"""Of those on day patterns, who may be rostered at night all the same; of all, who has opted out of
the 48-hour week (assumed).
"""
WORKED_SHARE = 0.88
"""Of a line's duties, those not lost to absence: what a fair number of unsocial duties is reckoned
on.
"""


def line_terms(
    rng: np.random.Generator, employer: str, pattern: str, phase: int, rule: str, sizes: Sizes
) -> dict[str, object]:
    """Fields of a person on a pattern; the balance of long lines starts below zero, as they work
    more than the contract.
    """
    cycle = usual_pattern(pattern).pattern
    hours = weekly_hours(cycle)
    has_nights = "N" in pattern
    others = OTHER_PATTERNS.get(pattern, ()) if rule != "kept" else ()
    nights = has_nights or bool(rng.random() < NIGHTS_TOO_SHARE)
    floats_more, floats_less = rng.random() < 0.5, rng.random() < 0.5
    unsocial = _unsocial_share(cycle) * sizes.days * WORKED_SHARE
    return {
        "kind": "pattern",
        "pattern": pattern,
        "phase": phase,
        "contract_hours": FULL_TIME[employer]
        if hours > FULL_TIME[employer]
        else round(hours * 2) / 2,
        "line_rule": rule,
        "patterns": tuple(other for other in others if nights or "N" not in other),
        "floats_owed": int(rng.integers(1, 3)) if floats_more else 0,
        "floats_back": int(rng.integers(1, 3)) if floats_less else 0,
        "nights": nights,
        "opt_out": bool(rng.random() < OPT_OUT_SHARE),
        "other_hours": 4.0 if rng.random() < 0.04 and hours < 42 else 0.0,
        "balance_hours": round(float(rng.normal(-8 if hours > 37.5 else 0, 9)) * 2) / 2,
        "unsocial_target": round(unsocial),
    }


def bank_terms(rng: np.random.Generator, sizes: Sizes) -> dict[str, object]:
    """Fields of a bank person: one and a half to three and a half duties a week."""
    weeks = sizes.days / 7
    return {
        "kind": "bank",
        "max_duties": max(1, round(float(rng.uniform(1.5, 3.5)) * weeks)),
        "nights": bool(rng.random() < 0.5),
        "opt_out": bool(rng.random() < OPT_OUT_SHARE),
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
