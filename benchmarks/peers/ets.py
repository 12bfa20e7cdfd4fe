"""What does exponential smoothing, as statsmodels has it, expect of the same days?

Additive errors and weekdays, without a trend or with a damped one, whichever has the lower AIC.
Gaps are filled between their neighbours first, since it knows none.
"""

import warnings

import numpy as np
import pandas as pd

from rosterer_models.simulation.network import Floats

MOST_STEPS = 200


def is_installed() -> bool:
    """Whether the optional extra ``peers`` is there."""
    from importlib.util import find_spec

    return find_spec("statsmodels") is not None


def ets(seen: "pd.Series[float]", ahead: int) -> Floats:
    """Expected values of the next days."""
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    filled = seen.interpolate(limit_direction="both")
    found = []
    for trend, damped in ((None, False), ("add", True)):
        model = ETSModel(
            filled,
            error="add",
            trend=trend,
            damped_trend=damped,
            seasonal="add",
            seasonal_periods=7,
        )
        with warnings.catch_warnings():
            # an optimiser that stops early is part of what the peer is
            warnings.simplefilter("ignore")
            found.append(model.fit(disp=False, maxiter=MOST_STEPS))
    best = min(found, key=lambda fitted: float(fitted.aic))
    return np.maximum(0.0, np.asarray(best.forecast(ahead), dtype=np.float64))
