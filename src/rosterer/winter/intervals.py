"""How well is a mean of replications known?"""

import numpy as np
from scipy import stats

from rosterer_models.simulation.network import Floats


def half_width(values: Floats) -> float:
    """Half of the 95 % interval of a mean, by Student's t, which holds for few replications; NaN
    for one.
    """
    if len(values) < 2:
        return float("nan")
    times = float(stats.t.ppf(0.975, len(values) - 1))
    return times * float(np.std(values, ddof=1)) / float(np.sqrt(len(values)))


def summarised(values: Floats) -> dict[str, float]:
    """Mean with its interval, and the range of outcomes, of one value a replication."""
    values = np.asarray(values, dtype=np.float64)
    mean = float(values.mean())
    half = half_width(values)
    low, high = (float(v) for v in np.quantile(values, [0.05, 0.95]))
    return {
        "mean": mean,
        "mean_low": mean - half,
        "mean_high": mean + half,
        "range_low": low,
        "range_high": high,
    }
