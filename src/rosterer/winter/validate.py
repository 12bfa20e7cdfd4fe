"""Would the simulation have foretold last winter?

The people who really arrived, day by day, go through the simulated service; what they would have
waited is set beside the people who were really delayed. Good is: the mean is right within its
range, and about nine in ten days lie within the range of the replications.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from rosterer.files.faults import BadInput, Fault
from rosterer.forecast.history import as_floats, read_history
from rosterer.winter.calendar import carried_on
from rosterer.winter.conditions import Conditions
from rosterer.winter.supply import footing_of
from rosterer.winter.translate import winter_of
from rosterer_models.simulation.network import Network, Starter
from rosterer_models.simulation.run import simulate
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.changing import with_tables
from rosterer_models.vocabulary.plan import Plan


@dataclass(frozen=True)
class Replay:
    """Day by day: what was, and the mean and range of what is simulated; the figures; and a
    sentence.
    """

    table: pd.DataFrame
    summary: dict[str, object]
    sentence: str


def replay(
    case: Case, path: Path, plan: Plan | None, runs: int, seed: int, localities: int = 3
) -> Replay:
    """Replay a history that begins on the first day of the case.

    Raises
    ------
    BadInput
        When the history has no arrivals or no delayed people from the case's first day on, or names
        what the case does not have.
    """
    history = read_history(path)
    start = pd.Timestamp(case.first_day)
    # who counts everybody has counted the pathways too
    names = {"all"} if (history.of("delayed")["name"] == "all").any() else None
    delayed = history.daily("delayed", names)
    delayed = delayed[delayed.index >= start]
    arrivals = history.of("arrivals")
    arrivals = arrivals[arrivals["date"] >= start]
    classes = {row.arrival_class: row for row in reversed(case.expected)}
    faults = [
        Fault(str(path), f"arrivals of {name!r}, which the case does not have")
        for name in set(arrivals["name"]) - set(classes)
    ]
    if delayed.empty or arrivals.empty:
        faults.append(Fault(str(path), f"needs arrivals and delayed from {case.first_day} on"))
    if faults:
        raise BadInput(faults)
    last = min(delayed.index.max(), arrivals["date"].max())
    days = int((last - start).days) + 1
    rows = tuple(
        classes[str(row["name"])].model_copy(
            update={
                "first_day": row["date"].date(),
                "last_day": row["date"].date(),
                "weekdays": (),
                "amount": float(row["value"]),
            }
        )
        for row in arrivals[arrivals["date"] <= last].to_dict("records")
    )
    weeks = -(-days // 7)
    longer = with_tables(case, {"expected": rows, "days": max(case.days, 7 * weeks)})
    carried, notes = carried_on(longer, 7 * weeks)
    calm = replace(Conditions(), spread_percent=0.0)
    footing = footing_of(case, plan, localities)
    winter = winter_of(carried, calm, weeks, footing=footing, notes=notes)
    outcome = simulate(with_known_arrivals(winter.network), runs, seed)
    simulated = outcome.tally.queue.sum(axis=1, dtype=np.float64)[:, :days]
    low, high = np.quantile(simulated, [0.05, 0.95], axis=0)
    was = as_floats(delayed.reindex(pd.date_range(start, periods=days)))
    known = ~np.isnan(was)
    mean = simulated.mean(axis=0)
    bias = float((mean - was)[known].mean())
    covered = float(((was >= np.floor(low)) & (was <= np.ceil(high)))[known].mean())
    error = float(np.abs(mean - was)[known].sum() / max(1e-9, was[known].sum()))
    dates = [case.first_day + timedelta(days=d) for d in range(days)]
    table = pd.DataFrame(
        {"date": dates, "was": was, "mean": mean, "range_low": low, "range_high": high}
    )
    sentence = (
        f"Over {days} days {float(was[known].mean()):.1f} people were delayed on average; "
        f"simulated {float(mean[known].mean()):.1f} "
        f"({bias:+.1f}). {covered:.0%} of the days lie within the simulated range; weighted "
        f"absolute error {error:.0%}."
    )
    summary: dict[str, object] = {
        "days": days,
        "was": float(was[known].mean()),
        "simulated": float(mean[known].mean()),
        "covered": covered,
        "error": error,
    }
    return Replay(table, summary, sentence)


def with_known_arrivals(network: Network) -> Network:
    """Whole numbers of expected people arrive for certain, spread over their day, instead of at
    random.
    """
    known = [
        Starter(index, 0, -1, ready=day + (one + 0.5) / number)
        for index, stream in enumerate(network.streams)
        for day in range(network.days)
        for number in [round(float(stream.rate[day]))]
        for one in range(number)
    ]
    streams = tuple(replace(stream, rate=np.zeros(network.days)) for stream in network.streams)
    return replace(network, streams=streams, starters=(*network.starters, *known))
