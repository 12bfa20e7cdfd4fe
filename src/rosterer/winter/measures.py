"""What does a simulated winter say about waiting, occupancy and cost?

``mean`` comes with the 95 % interval of the mean (``mean_low``, ``mean_high``): how well the mean
is known. ``range_low`` and ``range_high`` are the 5th and 95th centiles of the replications: how
much one winter differs from another. The two are never mixed.

Within the standard is one thing everywhere: of the people whose wait has ended, or has lasted
longer than the standard at the end, those who started within it, had nobody left while waiting. So
nobody who recovers, is readmitted or dies makes it better, not even by making room for others.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rosterer.winter.intervals import half_width
from rosterer.winter.settling import slope_of
from rosterer.winter.study import Result, Study, groupings
from rosterer.winter.translate import Winter
from rosterer_models.simulation.checks import offered_loads
from rosterer_models.simulation.network import CAUSES, Floats, planned_care
from rosterer_models.simulation.state import BINS_PER_DAY
from rosterer_models.vocabulary.case import Case

BED_DAY_POUNDS = 150.0
"""A staffed community bed day (IPACS, pathway 2); an input of every study."""


@dataclass(frozen=True)
class CapacityPrices:
    """What capacity costs a day whether it is used or not.

    Parameters
    ----------
    bed_day
        A staffed bed, open for a day.
    duty
        A carer's duty at home; None: the mean hourly pay of the case's employers times the paid
        hours of its shift. Of duties in units nothing is paid beside the staffed bed.
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

    def duty_of(self, case: Case, shift: str) -> float:
        """Pounds a duty on a shift."""
        if self.duty is not None or not case.employers:
            return self.duty or 0.0
        pay = float(np.mean([e.hourly_pay for e in case.employers]))
        return pay * next(s.paid_minutes for s in case.shifts if s.shift == shift) / 60


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


def binding_band(result: Result, node: int) -> str:
    """The part of the day in which a node most often had no room for who stood first; blank where
    it was beds, or nobody ever waited.
    """
    blocked = result.outcome.tally.blocked[:, node].sum(axis=0, dtype=np.float64)
    most = int(np.argmax(blocked))
    if blocked[most] <= 0 or most == len(result.winter.parts):
        return ""
    return result.winter.parts[most]


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


def cost_lines(result: Result, prices: CapacityPrices) -> list[tuple[str, str, str, Floats]]:
    """(line, payer, kind, pounds in each replication).

    Where people may leave while they wait, money is that of nobody leaving: no death, readmission
    or recovery makes delay cheaper. Readmissions cost an acute stay beside.
    """
    winter, tally = result.winter, (result.stayed or result.outcome).tally
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
    readmitted = result.outcome.tally.left[:, :, CAUSES.index("readmitted")].sum(axis=1)
    if readmitted.any():
        stay = winter.readmitted_days * case.prices.delay_acute
        add("readmission (acute stay)", case.payers.acute, "notional", readmitted * stay)
    one = np.ones(result.outcome.runs)
    beds = sum(u.beds * prices.bed_of(case, u.unit) for u in case.units)
    add("beds", case.payers.community, "cash", one * beds * days)
    add(
        "care at home",
        case.payers.service,
        "cash",
        one * home_pounds(result.winter, prices),
    )
    if winter.network.triage_slots is not None:
        add(
            "triage",
            case.payers.acute,
            "cash",
            one * float(winter.network.triage_slots.sum()) * prices.triage_slot,
        )
    return [(*key, pounds) for key, pounds in lines.items()]


def home_pounds(winter: Winter, prices: CapacityPrices) -> float:
    """Pounds for planned duties, as far as no staffed bed pays for them: of each duty the share of
    its bands in which no unit takes it.
    """
    _, left = planned_care(winter.network)
    total = 0.0
    for crew, fact, share in zip(winter.network.crews, winter.crews, left, strict=True):
        on = crew.on_duty
        at_home = share[:, on].mean(axis=1) if on.any() else np.ones(len(share))
        duty = prices.duty_of(winter.case, fact.shift)
        total += duty * float((crew.heads[: len(at_home)] * at_home).sum())
    return total


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
