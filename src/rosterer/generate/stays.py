"""Which options can triage offer, and how long does each stage last?

Stays are lognormal, given by mean and median, and cut: a package or a bed that lasts longer has
become another service.
"""

from functools import cache
from math import erf, log, sqrt

from rosterer_models.vocabulary.referral import Stage, StayPoint

LOGNORMAL_STAYS: dict[str, tuple[float, float, int]] = {
    "home-usual": (18.07, 9.0, 56),
    "home-short": (12.08, 5.0, 42),
    "hub": (11.0, 9.0, 42),
    "community": (24.0, 20.0, 56),
    "care-home": (44.91, 39.0, 84),
}
"""Mean and median stay in days, and the day on which the curve is cut."""
NEED_CARE_AFTER_BED = 0.45
"""55 % of customers need no ongoing home care after a stay in a bed (Derby)."""
RESPITE_DAYS = 10
CARE_HOME_DAY, LIVE_IN_DAY = 164.0, 230.0
"""Pounds a day of what is bought: a care-home place, and a carer who lives in (assumed)."""

FULL, MEDIUM_END = {"morning": 45, "lunch": 30, "tea": 30, "bed": 30}, {"morning": 30}
LARGE, LARGE_END = {"morning": 60, "lunch": 45, "tea": 45, "bed": 45}, {"morning": 30, "tea": 30}
PAIR, PAIR_END = {"morning": 45, "lunch": 30, "tea": 30, "bed": 30}, {"morning": 30, "bed": 30}
SMALL, SMALL_END = {"morning": 30, "lunch": 30}, {"lunch": 30}


def _home(
    option: str,
    stage: int,
    stay: str,
    start: dict[str, int],
    end: dict[str, int],
    taper: int,
    carers: int = 1,
) -> Stage:
    return Stage(
        option=option,
        stage=stage,
        setting="home",
        stay=stay,
        skill="care",
        carers=2 if carers == 2 else 1,
        minutes=start,
        minutes_end=end,
        taper_days=taper,
    )


HOME_STAGES = (
    _home("home-small", 1, "home-short", SMALL, SMALL_END, 14),
    _home("home-medium", 1, "home-usual", FULL, MEDIUM_END, 21),
    _home("home-large", 1, "home-usual", LARGE, LARGE_END, 28),
    _home("home-pair", 1, "home-usual", PAIR, PAIR_END, 28, carers=2),
    Stage(option="live-in", stage=1, setting="home", stay="home-usual", cost_per_day=LIVE_IN_DAY),
)
HUB_STAGES = (
    Stage(option="hub-home", stage=1, pathway=2, setting="hub", stay="hub"),
    _home("hub-home", 2, "after-bed", SMALL, SMALL_END, 14).model_copy(update={"pathway": 2}),
    Stage(option="respite-home", stage=1, pathway=2, setting="respite", days=RESPITE_DAYS),
    _home("respite-home", 2, "home-short", FULL, MEDIUM_END, 21).model_copy(update={"pathway": 2}),
    Stage(
        option="care-home",
        stage=1,
        pathway=3,
        setting="care-home",
        stay="care-home",
        cost_per_day=CARE_HOME_DAY,
        payer="community",
    ),
)
COMMUNITY_STAGES = (
    Stage(option="community-home", stage=1, pathway=2, setting="community", stay="community"),
    _home("community-home", 2, "after-bed", SMALL, SMALL_END, 14).model_copy(update={"pathway": 2}),
)


@cache
def lognormal_curve(mean: float, median: float, cut: int) -> tuple[int, ...]:
    """Per mille of those started who are still there on days 0 … ``cut``."""
    mu, sigma = log(median), sqrt(2 * log(mean / median))
    return (
        1000,
        *(round(500 * (1 - erf((log(day) - mu) / (sigma * sqrt(2))))) for day in range(1, cut + 1)),
    )


@cache
def curves() -> dict[str, tuple[int, ...]]:
    """All survival curves, per mille by day."""
    found = {stay: lognormal_curve(*shape) for stay, shape in LOGNORMAL_STAYS.items()}
    found["after-bed"] = (
        1000,
        *(round(NEED_CARE_AFTER_BED * value) for value in found["home-short"][1:]),
    )
    return found


def stay_points(stages: tuple[Stage, ...]) -> tuple[StayPoint, ...]:
    """The table of the curves that some stage uses."""
    used = sorted({stage.stay for stage in stages if stage.stay is not None})
    return tuple(
        StayPoint(stay=stay, day=day, per_mille=value)
        for stay in used
        for day, value in enumerate(curves()[stay])
        if value
    )


def survival(stage: Stage, days: int) -> list[float]:
    """S(d) of a stage for days 0 … ``days`` − 1, as a share of those who started."""
    if stage.days is not None:
        return [1.0 if day < stage.days else 0.0 for day in range(days)]
    curve = curves()[stage.stay or ""]
    return [curve[day] / 1000 if day < len(curve) else 0.0 for day in range(days)]
