"""How does each scenario differ from the base, winter by winter?"""

import numpy as np
import pandas as pd

from rosterer.winter.costs import cost_lines
from rosterer.winter.intervals import summarised
from rosterer.winter.prices import CapacityPrices
from rosterer.winter.study import Result, Study
from rosterer.winter.waiting import acute_days, delay_days, share_within
from rosterer_models.simulation.network import CAUSES, Floats


def comparison_table(study: Study, prices: CapacityPrices) -> pd.DataFrame:
    """Differences from the base, replication by replication, with the interval of their mean."""
    rows = []
    base = _totals(study.base, prices)
    for result in study.results[1:]:
        for name, values in _totals(result, prices).items():
            difference = values - base[name]
            rows.append(
                {
                    "scenario": result.scenario.name,
                    "measure": name,
                    "base": float(base[name].mean()),
                    **summarised(difference),
                }
            )
    return pd.DataFrame(
        rows,
        columns=[
            "scenario",
            "measure",
            "base",
            "mean",
            "mean_low",
            "mean_high",
            "range_low",
            "range_high",
        ],
    )


def _totals(result: Result, prices: CapacityPrices) -> dict[str, Floats]:
    lines = cost_lines(result, prices)
    tally = result.outcome.tally
    zero = np.zeros(result.outcome.runs)
    streams = list(range(len(result.winter.streams)))
    left = tally.left.sum(axis=1).astype(np.float64)
    return {
        "delayed_people": delay_days(result) / result.winter.network.days,
        "delayed_days": delay_days(result),
        "bed_days_lost": acute_days(result),
        "share_within_standard": np.nan_to_num(share_within(result, streams)),
        "past_standard": tally.past.sum(axis=1) / result.winter.network.days,
        **{cause: left[:, number] for number, cause in enumerate(CAUSES)},
        "pounds_cash": sum((p for _, _, kind, p in lines if kind == "cash"), zero),
        "pounds_notional": sum((p for _, _, kind, p in lines if kind == "notional"), zero),
    }
