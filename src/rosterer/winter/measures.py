"""What does a simulated winter say about waiting, occupancy and cost?

``mean`` comes with the 95 % interval of the mean (``mean_low``, ``mean_high``): how well the mean
is known. ``range_low`` and ``range_high`` are the 5th and 95th centiles of the replications: how
much one winter differs from another. The two are never mixed.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rosterer.winter.study import Result, Study
from rosterer_models.simulation.network import Floats
from rosterer_models.simulation.state import BINS_PER_DAY
from rosterer_models.vocabulary.case import Case

BED_DAY_POUNDS = 150.0
"""A staffed community bed day (IPACS, pathway 2); an input of every study."""
ALL = "all"


@dataclass(frozen=True)
class CapacityPrices:
    """What capacity costs a day whether it is used or not.

    Parameters
    ----------
    bed_day
        A staffed bed, open for a day.
    duty
        A carer's duty at home; None: the mean hourly pay of the case's employers times the mean
        paid hours of its shifts.
    triage_slot
        A slot of the triage team.
    """

    bed_day: float = BED_DAY_POUNDS
    duty: float | None = None
    triage_slot: float = 60.0

    def bed_of(self, case: Case, unit: str) -> float:
        """Pounds a bed day of a unit; nothing where its options are bought by the day used, lest
        they be paid twice.
        """
        kind = next(u.kind for u in case.units if u.unit == unit)
        return (
            0.0
            if any(o.setting == kind and o.cost_per_day > 0 for o in case.options)
            else self.bed_day
        )

    def duty_of(self, result: Result) -> float:
        """Pounds a duty of care at home."""
        case = result.winter.case
        if self.duty is not None or not case.employers or not case.shifts:
            return self.duty or 0.0
        pay = float(np.mean([e.hourly_pay for e in case.employers]))
        return pay * float(np.mean([s.paid_minutes for s in case.shifts])) / 60


def summarised(values: Floats) -> dict[str, float]:
    """Mean with its interval, and the range of outcomes, of one value a replication."""
    values = np.asarray(values, dtype=np.float64)
    mean = float(values.mean())
    half = (
        1.96 * float(values.std(ddof=1)) / np.sqrt(len(values)) if len(values) > 1 else float("nan")
    )
    low, high = (float(v) for v in np.quantile(values, [0.05, 0.95]))
    return {
        "mean": mean,
        "mean_low": mean - half,
        "mean_high": mean + half,
        "range_low": low,
        "range_high": high,
    }


def groupings(result: Result) -> dict[str, list[int]]:
    """Groups of the network by what they are reported as: all, each pathway, each locality, and
    both.
    """
    found: dict[str, list[int]] = {ALL: list(range(len(result.winter.groups)))}
    for i, (pathway, locality) in enumerate(result.winter.groups):
        found.setdefault(f"pathway {pathway}", []).append(i)
        found.setdefault(f"locality {locality}", []).append(i)
        found.setdefault(f"pathway {pathway}, {locality}", []).append(i)
    return found


def delay_days(result: Result, groups: list[int] | None = None) -> Floats:
    """Delayed days in each replication."""
    queue = result.outcome.tally.queue
    return np.asarray(
        (queue if groups is None else queue[:, groups]).sum(axis=(1, 2), dtype=np.float64)
    )


def acute_days(result: Result) -> Floats:
    """Delayed days of people who wait in an acute hospital, in each replication: the bed days that
    it loses.
    """
    acute = [i for i, stream in enumerate(result.winter.streams) if stream.where == "acute"]
    return np.asarray(result.outcome.tally.waited[:, acute].sum(axis=1), dtype=np.float64)


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


def waits_table(study: Study) -> pd.DataFrame:
    """Waits of those who started, in days, to a quarter of a day; who still waits at the end is
    counted beside.
    """
    rows = []
    for result in study.results:
        tally = result.outcome.tally
        for name, groups in groupings(result).items():
            counts = tally.waits[groups].sum(axis=0)
            waited = np.arange(len(counts)) / BINS_PER_DAY + 0.5 / BINS_PER_DAY
            waited[0] = 0.0  # nearly all in the first quarter of a day start at once
            total = counts.sum()
            share = np.cumsum(counts) / max(1, total)
            standard = int(result.winter.network.standard_days * BINS_PER_DAY)
            rows.append(
                {
                    "scenario": result.scenario.name,
                    "group": name,
                    "started": float(total / result.outcome.runs),
                    "mean_wait_days": float((counts * waited).sum() / max(1, total)),
                    "p95_wait_days": float(
                        waited[min(len(waited) - 1, int(np.searchsorted(share, 0.95)))]
                    ),
                    "share_within_standard": float(share[max(0, standard - 1)]),
                    "waiting_at_end": float(tally.queue[:, groups, -1].sum(axis=1).mean()),
                }
            )
    return pd.DataFrame(rows)


def nodes_table(study: Study) -> pd.DataFrame:
    """Occupancy and time full of every unit, locality and bought-in place; care at home in minutes
    of its tightest band.
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
                    "band": fact.band,
                    "usable": float(usable.mean()) if fact.kind != "bought" else float("nan"),
                    "share_used": float(used.sum() / max(1e-9, usable.sum()))
                    if fact.kind != "bought"
                    else float("nan"),
                    "share_of_days_full": float(tally.full[:, i].mean() / days),
                    "open_days": float(tally.open_days[:, i].mean()),
                    "starts": float(tally.starts[:, i].mean()),
                    **summarised(used),
                }
            )
    return pd.DataFrame(rows)


def cost_lines(result: Result, prices: CapacityPrices) -> list[tuple[str, str, str, Floats]]:
    """(line, payer, kind, pounds in each replication)."""
    winter, tally = result.winter, result.outcome.tally
    case, days = winter.case, winter.network.days
    lines: dict[tuple[str, str, str], Floats] = {}

    def add(line: str, payer: str, kind: str, pounds: Floats) -> None:
        key = (line, payer, kind)
        lines[key] = lines.get(key, np.zeros(result.outcome.runs)) + pounds

    for i, stream in enumerate(winter.streams):
        add("delay", stream.payer, "notional", tally.waited[:, i] * stream.pounds)
    steps = [
        (option.option, option.stage) for option in sorted(case.options, key=lambda s: s.stage)
    ]
    facts = {(o.option, o.stage): o for o in case.options}
    order = sorted({o for o, _ in steps}, key=[o for o, _ in steps].index)
    keys = [(o, n) for o in order for o2, n in steps if o2 == o for _ in winter.localities.names]
    for index, key in enumerate(keys):
        stage = facts[key]
        if stage.cost_per_day or stage.cost_once:
            pounds = (
                tally.stage_days[:, index] * stage.cost_per_day
                + tally.stage_starts[:, index] * stage.cost_once
            )
            add("options bought", stage.payer or case.payers.service, "cash", pounds)
    for i, fact in enumerate(winter.nodes):
        if fact.kind == "spot":
            add(
                "spot beds",
                fact.payer,
                "cash",
                tally.occupied[:, i].sum(axis=1, dtype=np.float64) * fact.pounds_per_day,
            )
    one = np.ones(result.outcome.runs)
    beds = sum(u.beds * prices.bed_of(case, u.unit) for u in case.units)
    add("beds", case.payers.community, "cash", one * beds * days)
    add(
        "care at home",
        case.payers.service,
        "cash",
        one * home_duties(result) * prices.duty_of(result),
    )
    if winter.network.triage_slots is not None:
        add(
            "triage",
            case.payers.acute,
            "cash",
            one * float(winter.network.triage_slots.sum()) * prices.triage_slot,
        )
    return [(*key, pounds) for key, pounds in lines.items()]


def home_duties(result: Result) -> float:
    """Planned duties of care at home over the whole time."""
    nodes = zip(result.winter.network.nodes, result.winter.nodes, strict=True)
    return sum(
        float(node.heads.sum())
        for node, fact in nodes
        if fact.kind == "home" and node.heads is not None
    )


def costs_table(study: Study, prices: CapacityPrices) -> pd.DataFrame:
    """Pounds over the whole time, by line and who pays; cash and notional apart."""
    rows = []
    for result in study.results:
        for line, payer, kind, pounds in cost_lines(result, prices):
            rows.append(
                {
                    "scenario": result.scenario.name,
                    "line": line,
                    "payer": payer,
                    "kind": kind,
                    **summarised(pounds),
                }
            )
    return pd.DataFrame(rows)


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
    started = tally.started[:, : len(result.winter.streams)].sum(axis=1)
    within = tally.in_standard[:, : len(result.winter.streams)].sum(axis=1)
    return {
        "delayed_people": delay_days(result) / result.winter.network.days,
        "delayed_days": delay_days(result),
        "bed_days_lost": acute_days(result),
        "share_within_standard": within / np.maximum(1, started),
        "pounds_cash": sum((p for _, _, kind, p in lines if kind == "cash"), zero),
        "pounds_notional": sum((p for _, _, kind, p in lines if kind == "notional"), zero),
    }


def daily_table(study: Study) -> pd.DataFrame:
    """Delayed people on each day: median, quartiles and the range of outcomes, for fan charts."""
    rows = []
    for result in study.results:
        queue = result.outcome.tally.queue.sum(axis=1, dtype=np.float64)
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
