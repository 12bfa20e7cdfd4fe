"""At which phase does everybody's present line stand?"""

import numpy as np

from rosterer.generate.area import Area
from rosterer_models.library.patterns import SHIFTS

DEALT_SHARE = 0.75
"""Lines that were dealt so that neighbours alternate; the rest grew by history."""
LEVEL_DAYS = 112
"""After so many days every pattern of 7, 8, 14 or 16 days has come round."""


def draw_phases(
    rng: np.random.Generator,
    patterns: dict[int, str],
    homes: list[int],
    skills: list[str],
    area: Area,
    first_weekday: int,
) -> dict[int, int]:
    """Present phases: most dealt to where fewest are on duty, in the whole bank, nearby and among
    those with the skill.
    """
    shifts = [shift.shift for shift in SHIFTS]
    everywhere = np.zeros((len(shifts), LEVEL_DAYS))
    nearby = np.zeros((len(area.sectors), len(shifts), LEVEL_DAYS))
    alike = {skill: np.zeros((len(shifts), LEVEL_DAYS)) for skill in set(skills)}
    phases: dict[int, int] = {}
    for number in (int(number) for number in rng.permutation(sorted(patterns))):
        length = len(patterns[number])
        worked = np.array(
            [
                [
                    [patterns[number][(day + phase) % length] == shift for day in range(LEVEL_DAYS)]
                    for shift in shifts
                ]
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
            phases[number] = int(
                np.argmin(
                    (worked * (2 * busy + worked)).sum(axis=(1, 2)) + 1e-6 * rng.random(length)
                )
            )
        else:
            phases[number] = int(rng.integers(length))
        everywhere += worked[phases[number]]
        alike[skills[number]] += worked[phases[number]]
        nearby[around] += worked[phases[number]] / len(around)
    return phases
