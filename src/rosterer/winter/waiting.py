"""Who waited in a simulated winter, how long, and how does that differ from day to day?

``mean`` comes with the 95 % interval of the mean (``mean_low``, ``mean_high``): how well the mean
is known. ``range_low`` and ``range_high`` are the 5th and 95th centiles of the replications: how
much one winter differs from another. The two are never mixed.

Within the standard is one thing everywhere: of the people whose wait has ended, or has lasted
longer than the standard at the end, those who started within it, had nobody left while waiting. So
nobody who recovers, is readmitted or dies makes it better, not even by making room for others.
"""

import numpy as np
import pandas as pd

from rosterer.winter.intervals import summarised
from rosterer.winter.settling import slope_of
from rosterer.winter.study import Result, Study, groupings
from rosterer_models.simulation.network import CAUSES, Floats
from rosterer_models.simulation.state import BINS_PER_DAY


def delay_days(result: Result, groups: list[int] | None = None) -> Floats:
    """Delayed days in each replication."""
    queue = result.outcome.tally.queue
    return np.asarray(
        (queue if groups is None else queue[:, groups]).sum(axis=(1, 2), dtype=np.float64)
    )


def acute_days(result: Result) -> Floats:
    """Delayed days of people who wait in an acute hospital, in each replication, had nobody left
    while waiting: the bed days that it loses.
    """
    acute = [i for i, stream in enumerate(result.winter.streams) if stream.where == "acute"]
    outcome = result.stayed or result.outcome
    return np.asarray(outcome.tally.waited[:, acute].sum(axis=1), dtype=np.float64)


def delays_table(study: Study) -> pd.DataFrame:
    """Delayed people (mean over days) and delayed days, by pathway and locality."""
    rows = []
    for result in study.results:
        for name, groups in groupings(result).items():
            days = delay_days(result, groups)
            for measure, values in (
                ("delayed_people", days / result.winter.network.days),
                ("delayed_days", days),
            ):
                rows.append(
                    {
                        "scenario": result.scenario.name,
                        "group": name,
                        "measure": measure,
                        **summarised(values),
                    }
                )
    return pd.DataFrame(rows)


def streams_of(result: Result, groups: list[int]) -> list[int]:
    """Streams whose waiting is reported in some groups."""
    return [i for i, s in enumerate(result.winter.network.streams) if s.group in groups]


def share_within(result: Result, streams: list[int]) -> Floats:
    """Share of people within the standard, in each replication, had nobody left while waiting; NaN
    where nobody's wait ended.
    """
    tally = (result.stayed or result.outcome).tally
    within = tally.in_standard[:, streams].sum(axis=1).astype(np.float64)
    ended = (
        tally.started[:, streams].sum(axis=1)
        + tally.left[:, streams].sum(axis=(1, 2))
        + tally.past_at_end[:, streams].sum(axis=1)
    )
    nothing = np.full(len(within), np.nan)
    return np.asarray(np.divide(within, ended, out=nothing, where=ended > 0))


def waits_table(study: Study) -> pd.DataFrame:
    """Waits of those who started, in days, to a quarter of a day, blank where nobody did; who still
    waits at the end, and who waited past the standard, is counted beside.
    """
    rows = []
    for result in study.results:
        tally, days = result.outcome.tally, result.winter.network.days
        for name, groups in groupings(result).items():
            streams = streams_of(result, groups)
            counts = tally.waits[groups].sum(axis=0)
            waited = np.arange(len(counts)) / BINS_PER_DAY + 0.5 / BINS_PER_DAY
            waited[0] = 0.0  # nearly all in the first quarter of a day start at once
            total = int(counts.sum())
            last = min(len(waited) - 1, int(np.searchsorted(np.cumsum(counts), 0.95 * total)))
            within = share_within(result, streams)
            rows.append(
                {
                    "scenario": result.scenario.name,
                    "group": name,
                    "started": float(total / result.outcome.runs),
                    "mean_wait_days": float((counts * waited).sum() / total) if total else np.nan,
                    "p95_wait_days": float(waited[last]) if total else np.nan,
                    "share_within_standard": _mean_of_known(within),
                    "waiting_at_end": float(tally.queue[:, groups, -1].sum(axis=1).mean()),
                    "past_standard": float(tally.past[:, groups].sum(axis=1).mean() / days),
                }
            )
    return pd.DataFrame(rows)


def _mean_of_known(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def left_table(study: Study) -> pd.DataFrame:
    """People who stopped waiting without a start, by group and why."""
    rows = []
    for result in study.results:
        for name, groups in groupings(result).items():
            left = result.outcome.tally.left[:, streams_of(result, groups)].sum(axis=1)
            for number, cause in enumerate(CAUSES):
                rows.append(
                    {
                        "scenario": result.scenario.name,
                        "group": name,
                        "cause": cause,
                        **summarised(left[:, number].astype(np.float64)),
                    }
                )
    return pd.DataFrame(rows)


def slopes_table(study: Study) -> pd.DataFrame:
    """How each queue moves in the second half of the winter, in people a week, and whether it has
    settled.
    """
    rows = []
    for result in study.results:
        queue = result.outcome.tally.queue
        for name, groups in groupings(result).items():
            slope = slope_of(name, queue[:, groups].sum(axis=1, dtype=np.float64))
            rows.append(
                {
                    "scenario": result.scenario.name,
                    "group": name,
                    "mean": slope.mean,
                    "mean_low": slope.low,
                    "mean_high": slope.high,
                    "has_settled": slope.has_settled,
                }
            )
    return pd.DataFrame(rows)


def daily_table(study: Study) -> pd.DataFrame:
    """Delayed people on each day: median, quartiles and the range of outcomes, for fan charts."""
    rows = []
    for result in study.results:
        # sums of parts of days leave grains around nought
        queue = result.outcome.tally.queue.sum(axis=1, dtype=np.float64).round(6) + 0.0
        low, lower, middle, upper, high = np.quantile(queue, [0.05, 0.25, 0.5, 0.75, 0.95], axis=0)
        frame = pd.DataFrame(
            {
                "p05": low,
                "p25": lower,
                "p50": middle,
                "p75": upper,
                "p95": high,
                "mean": queue.mean(axis=0),
            }
        )
        frame.insert(0, "date", pd.date_range(result.winter.case.first_day, periods=len(frame)))
        frame.insert(0, "scenario", result.scenario.name)
        rows.append(frame)
    return pd.concat(rows, ignore_index=True)


def levels_table(study: Study, thresholds: tuple[float, ...] | None = None) -> pd.DataFrame:
    """Share of days on each warning level, by delayed people; else from the base's median, 80th and
    95th centile.
    """
    base = study.base.outcome.tally.queue.sum(axis=1, dtype=np.float64)
    limits = (
        tuple(float(v) for v in np.quantile(base, [0.5, 0.8, 0.95]))
        if thresholds is None
        else thresholds
    )
    rows = []
    for result in study.results:
        queue = result.outcome.tally.queue.sum(axis=1, dtype=np.float64)
        level = np.searchsorted(np.array(limits), queue, side="right")
        for number in range(len(limits) + 1):
            above = 0.0 if number == 0 else limits[number - 1]
            share = float((level == number).mean())
            rows.append(
                {
                    "scenario": result.scenario.name,
                    "level": number + 1,
                    "from_delayed_people": above,
                    "share_of_days": share,
                }
            )
    return pd.DataFrame(rows)
