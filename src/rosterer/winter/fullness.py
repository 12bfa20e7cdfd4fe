"""Where was a simulated winter full, and in which part of the day?"""

import numpy as np
import pandas as pd

from rosterer.winter.intervals import summarised
from rosterer.winter.study import Result, Study
from rosterer_models.simulation.checks import offered_loads


def nodes_table(study: Study) -> pd.DataFrame:
    """Occupancy and time full of every unit, locality and bought-in place, and the band that most
    often had no room for who stood first; care at home in minutes a day over all bands.
    """
    rows = []
    for result in study.results:
        tally, days = result.outcome.tally, result.winter.network.days
        for i, fact in enumerate(result.winter.nodes):
            used = tally.used[:, i].mean(axis=1, dtype=np.float64)
            usable = tally.usable[:, i].mean(axis=1, dtype=np.float64)
            rows.append(
                {
                    "scenario": result.scenario.name,
                    "node": fact.name,
                    "kind": fact.kind,
                    "band": binding_band(result, i),
                    "usable": float(usable.mean()) if fact.kind != "bought" else float("nan"),
                    "share_used": float(used.sum() / usable.sum())
                    if fact.kind != "bought" and usable.sum() > 0
                    else float("nan"),
                    "share_of_days_full": float(tally.full[:, i].mean() / days),
                    "open_days": float(tally.open_days[:, i].mean()),
                    "starts": float(tally.starts[:, i].mean()),
                    **summarised(used),
                }
            )
    return pd.DataFrame(rows)


def binding_band(result: Result, node: int) -> str:
    """The part of the day in which a node most often had no room for who stood first; blank where
    it was beds, or nobody ever waited.
    """
    blocked = result.outcome.tally.blocked[:, node].sum(axis=0, dtype=np.float64)
    most = int(np.argmax(blocked))
    if blocked[most] <= 0 or most == len(result.winter.parts):
        return ""
    return result.winter.parts[most]


def loads_table(study: Study) -> pd.DataFrame:
    """Offered load against what there is, by first choice, in the band where it is tightest."""
    rows = []
    for result in study.results:
        for load in offered_loads(result.winter.network, result.outcome):
            rows.append(
                {
                    "scenario": result.scenario.name,
                    "node": load.name,
                    "band": result.winter.parts[load.part] if load.part >= 0 else "",
                    "offered": load.offered,
                    "room": load.room,
                    "share": load.share if load.room > 0 else np.nan,
                }
            )
    return pd.DataFrame(rows, columns=["scenario", "node", "band", "offered", "room", "share"])


def bands_table(study: Study) -> pd.DataFrame:
    """Care at home, and staffed beds, in each part of the day: what there was, what was used, and
    on how many days who stood first found no room in it.
    """
    rows = []
    for result in study.results:
        tally, days = result.outcome.tally, result.winter.network.days
        blocked = tally.blocked.mean(axis=0, dtype=np.float64)
        for i, fact in enumerate(result.winter.nodes):
            for part, name in enumerate(result.winter.parts):
                usable = float(tally.usable_parts[:, i, part].mean() / days)
                if fact.kind not in ("home", "unit") or (
                    fact.kind == "unit" and blocked[i, part] == 0
                ):
                    continue
                rows.append(
                    {
                        "scenario": result.scenario.name,
                        "node": fact.name,
                        "band": name,
                        "usable": usable if fact.kind == "home" else np.nan,
                        "used": float(tally.used_parts[:, i, part].mean() / days)
                        if fact.kind == "home"
                        else np.nan,
                        "days_without_room": float(blocked[i, part]),
                    }
                )
    return pd.DataFrame(
        rows, columns=["scenario", "node", "band", "usable", "used", "days_without_room"]
    )
