"""Which ways does the shire offer, and how long is each stage?

Most stages have a known length, so that most can be waited in; two end by chance.
"""

from rosterer_models.vocabulary.referral import Stage, StayPoint

FULL = {"early": 45, "noon": 30, "afternoon": 30, "evening": 30}
HALF = {"early": 30, "evening": 30}
LIGHT = {"forenoon": 30}
STAYS: dict[str, tuple[int, ...]] = {
    "package": (1000, 960, 900, 820, 740, 660, 580, 510, 440, 380, 320, 260, 200, 140, 80, 30),
    "ward": (1000, 1000, 980, 930, 850, 740, 620, 500, 390, 290, 200, 130, 80, 40, 20),
}
"""Per mille by day (assumed)."""


def _home(
    option: str, number: int, days: int | str, minutes: dict[str, int], carers: int = 1
) -> Stage:
    return Stage(
        option=option,
        stage=number,
        setting="home",
        days=days if isinstance(days, int) else None,
        stay=days if isinstance(days, str) else None,
        skill="care",
        carers=2 if carers == 2 else 1,
        minutes=minutes,
        minutes_end=LIGHT if minutes == HALF else {},
        taper_days=6 if minutes == HALF else 0,
    )


def _bed(option: str, number: int, kind: str, days: int | str, cost: float = 0) -> Stage:
    return Stage(
        option=option,
        stage=number,
        setting=kind,
        days=days if isinstance(days, int) else None,
        stay=days if isinstance(days, str) else None,
        cost_per_day=cost,
    )


WAYS: dict[str, tuple[Stage, ...]] = {
    "home": (_home("home", 1, "package", FULL),),
    "step-by-step": (
        _home("step-by-step", 1, 5, FULL, carers=2),
        _home("step-by-step", 2, 6, FULL),
        _home("step-by-step", 3, 8, HALF),
        _home("step-by-step", 4, 6, LIGHT),
    ),
    "hub-home": (
        _bed("hub-home", 1, "hub", 6),
        _home("hub-home", 2, 7, FULL),
        _home("hub-home", 3, "package", HALF),
    ),
    "long-way": (
        _bed("long-way", 1, "ward", 4),
        _bed("long-way", 2, "hub", 5),
        _bed("long-way", 3, "flat", 7, cost=95),
        _home("long-way", 4, 7, HALF),
        _home("long-way", 5, 7, LIGHT),
    ),
    "ward-home": (_bed("ward-home", 1, "ward", "ward"), _home("ward-home", 2, "package", HALF)),
    "flat-home": (_bed("flat-home", 1, "flat", 9, cost=95), _home("flat-home", 2, 10, HALF)),
}
OFFERS: tuple[tuple[tuple[str, ...], float], ...] = (
    (("home",), 0.16),
    (("step-by-step", "home"), 0.2),
    (("home", "flat-home"), 0.12),
    (("hub-home", "long-way"), 0.2),
    (("long-way", "hub-home", "ward-home"), 0.18),
    (("ward-home",), 0.06),
    (("step-by-step", "hub-home", "flat-home"), 0.08),
)
"""What triage offers to how many of a hundred (assumed)."""


def stages() -> tuple[Stage, ...]:
    """The table of options."""
    return tuple(
        stage.model_copy(update={"pathway": 1 if way[0].setting == "home" else 2})
        for way in WAYS.values()
        for stage in way
    )


def stay_points() -> tuple[StayPoint, ...]:
    """The table of survival curves."""
    return tuple(
        StayPoint(stay=stay, day=day, per_mille=value)
        for stay, curve in STAYS.items()
        for day, value in enumerate(curve)
    )


def survives(stage: Stage, day: int) -> float:
    """S(d)."""
    if stage.days is not None:
        return float(day < stage.days)
    curve = STAYS[stage.stay or ""]
    return curve[day] / 1000 if day < len(curve) else 0.0
