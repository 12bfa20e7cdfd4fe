"""How much care and how many bed days does one person on an option take, day by day, on average?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rosterer.generate.stays import survival
from rosterer_models.vocabulary.referral import Stage

Series = NDArray[np.float64]


@dataclass(frozen=True)
class Path:
    """Expected use of one person by day after the start of the first (or, in the census, the
    present) stage.
    """

    care: Series
    """Minutes at home, all carers together (days × bands)."""
    beds: dict[str, Series]
    """Chance of being in a bed of a kind, by day."""


def care_minutes(stage: Stage, bands: tuple[str, ...], days: int) -> Series:
    """Care on day d of a stage at home, all carers together (days × bands)."""
    start = np.array([stage.minutes.get(band, 0) for band in bands], dtype=float)
    end = np.array([stage.minutes_end.get(band, 0) for band in bands], dtype=float)
    progress = np.minimum(np.arange(days), stage.taper_days) / max(1, stage.taper_days)
    return np.asarray(stage.carers * (start + (end - start) * progress[:, None]))


def path_of(
    stages: list[Stage], bands: tuple[str, ...], days: int, age: int = 0, until: int | None = None
) -> Path:
    """Expected use from a day on which the first of ``stages`` has lasted ``age`` days.

    Parameters
    ----------
    stages
        What is left of the option, in order.
    days
        Length of the result.
    until
        Days from now to the known end of the first stage; None when its stay decides.
    """
    care = np.zeros((days, len(bands)))
    beds: dict[str, Series] = {}
    started = np.zeros(days)
    started[0] = 1.0
    for number, stage in enumerate(stages):
        shift = age if number == 0 else 0
        lasts = np.array(survival(stage, days + shift + 1))[shift:]
        if number == 0 and until is not None:
            lasts = (np.arange(days + 1) < until).astype(float)
        lasts = lasts / lasts[0] if lasts[0] > 0 else lasts
        minutes = care_minutes(stage, bands, days + shift)[shift:]
        presence = np.convolve(started, lasts[:days])[:days]
        if stage.setting == "home":
            for band in range(len(bands)):
                care[:, band] += np.convolve(started, lasts[:days] * minutes[:, band])[:days]
        else:
            beds[stage.setting] = beds.get(stage.setting, np.zeros(days)) + presence
        leaves = np.concatenate(([0.0], lasts[: days - 1] - lasts[1:days]))
        started = np.convolve(started, leaves)[:days]
    return Path(care, beds)
