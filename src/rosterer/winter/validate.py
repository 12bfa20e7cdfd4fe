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
from rosterer.forecast.history import History, as_floats, read_history
from rosterer.winter.calendar import carried_on
from rosterer.winter.conditions import Conditions
from rosterer.winter.supply import footing_of
from rosterer.winter.translate import winter_of
from rosterer_models.simulation.network import Network, Starter
from rosterer_models.simulation.run import simulate
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.changing import with_tables
from rosterer_models.vocabulary.plan import Plan

DELAYED = ("all", "P1", "P2", "P3")
"""Who was counted as delayed: everybody, or a pathway."""


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
    delayed = delayed[pd.DatetimeIndex(delayed.index) >= start]
    arrivals = history.of("arrivals")
    arrivals = arrivals[arrivals["date"] >= start]
    classes = {row.arrival_class: row for row in reversed(case.expected)}
    faults = _faults(history, arrivals, set(classes), path, start)
    if delayed.empty or arrivals.empty:
        remedy = "add rows of both, of the days that are replayed"
        faults.append(
            Fault(str(path), f"has not both arrivals and delayed from {case.first_day} on", remedy)
        )
    elif not delayed[delayed.index <= arrivals["date"].max()].notna().any():
        remedy = "add arrivals up to the days on which delayed people were counted"
        faults.append(Fault(str(path), "has no day with arrivals and delayed people", remedy))
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


def _faults(
    history: History, arrivals: pd.DataFrame, classes: set[str], path: Path, start: pd.Timestamp
) -> list[Fault]:
    """What of a history cannot be replayed: everybody who came must be known, as whole people."""
    faults = [
        Fault(
            str(path),
            f"arrivals of {name!r}, which the case does not have",
            "correct the name, or add the class to the case's expected",
        )
        for name in sorted(set(arrivals["name"]) - classes)
    ]
    faults += [
        Fault(str(path), f"delayed people of {name!r}", f"write one of {', '.join(DELAYED)}")
        for name in sorted(set(history.of("delayed")["name"]) - set(DELAYED))
    ]
    for row in arrivals[arrivals["value"] != arrivals["value"].round()].to_dict("records"):
        what = f"{row['value']:g} arrivals of {row['name']!r} on {row['date'].date()}"
        faults.append(Fault(str(path), what, "write whole people: each of them is replayed"))
    rows = history.rows
    gaps = rows[(rows["measure"] == "arrivals") & rows["value"].isna() & (rows["date"] >= start)]
    for day in sorted(set(gaps["date"])):
        faults.append(
            Fault(
                str(path),
                f"who arrived on {day.date()} is not known",
                "fill the gap, or begin the case after it: nobody would come on that day",
            )
        )
    return faults


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
