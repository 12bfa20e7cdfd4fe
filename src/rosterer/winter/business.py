"""What is the case for a scenario in bed days and pounds, by organisation?

Bed days saved are notional: a bed that is free sooner is used by somebody else, nobody is paid.
They are kept apart from cash and never added to it, and each line says who gains or pays. Who
recovered, was readmitted or died while waiting stands in lines of their own, in people, and is no
saving: delay is priced as if nobody had left.
"""

import numpy as np
import pandas as pd

from rosterer.winter.costs import cost_lines
from rosterer.winter.intervals import summarised
from rosterer.winter.prices import CapacityPrices
from rosterer.winter.study import Study
from rosterer.winter.waiting import acute_days
from rosterer_models.simulation.network import CAUSES

COLUMNS = [
    "scenario",
    "line",
    "payer",
    "kind",
    "mean",
    "mean_low",
    "mean_high",
    "range_low",
    "range_high",
]


def business_case(study: Study, prices: CapacityPrices) -> pd.DataFrame:
    """One row a line: saved against the base is positive, cost negative, in pounds over the
    simulated time.
    """
    rows = []
    base_days, base_lines = acute_days(study.base), _by_line(study, 0, prices)
    for number, result in enumerate(study.results[1:], start=1):
        name = result.scenario.name
        saved = base_days - acute_days(result)
        acute = study.case.payers.acute
        rows.append(
            {
                "scenario": name,
                "line": "bed days saved (days)",
                "payer": acute,
                "kind": "notional",
                **summarised(saved),
            }
        )
        lines = _by_line(study, number, prices)
        totals = {"cash": np.zeros(len(saved)), "notional": np.zeros(len(saved))}
        for key in sorted(set(base_lines) | set(lines)):
            zero = np.zeros(len(saved))
            gain = base_lines.get(key, zero) - lines.get(key, zero)
            line, payer, kind = key
            totals[kind] = totals[kind] + gain
            if np.any(np.abs(gain) > 0.005):
                rows.append(
                    {
                        "scenario": name,
                        "line": line,
                        "payer": payer,
                        "kind": kind,
                        **summarised(gain),
                    }
                )
        scheme = result.scenario.programme_pounds
        if scheme:
            cost = np.full(len(saved), -scheme)
            totals["cash"] = totals["cash"] + cost
            rows.append(
                {
                    "scenario": name,
                    "line": "programme",
                    "payer": study.case.payers.service,
                    "kind": "cash",
                    **summarised(cost),
                }
            )
        for number_of, cause in enumerate(CAUSES):
            left = [r.outcome.tally.left[:, :, number_of].sum(axis=1) for r in (study.base, result)]
            if any(people.any() for people in left):
                rows.append(
                    {
                        "scenario": name,
                        "line": f"{cause} while waiting (people more)",
                        "payer": "all",
                        "kind": "people",
                        **summarised((left[1] - left[0]).astype(np.float64)),
                    }
                )
        for kind in ("cash", "notional"):
            rows.append(
                {
                    "scenario": name,
                    "line": f"net {kind}",
                    "payer": "all",
                    "kind": kind,
                    **summarised(totals[kind]),
                }
            )
    return pd.DataFrame(rows, columns=COLUMNS)


def _by_line(
    study: Study, number: int, prices: CapacityPrices
) -> dict[tuple[str, str, str], "np.ndarray[tuple[int, ...], np.dtype[np.float64]]"]:
    return {
        (line, payer, kind): pounds
        for line, payer, kind, pounds in cost_lines(study.results[number], prices)
    }
