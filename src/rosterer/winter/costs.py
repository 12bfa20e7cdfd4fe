"""What does a simulated winter cost, in cash and in notional pounds, and whom?"""

import numpy as np
import pandas as pd

from rosterer.winter.intervals import summarised
from rosterer.winter.prices import CapacityPrices
from rosterer.winter.study import Result, Study
from rosterer.winter.winters import Winter
from rosterer_models.simulation.network import CAUSES, Floats, planned_care


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
    """Pounds for planned duties, as far as no staffed bed pays for them."""
    return sum(
        prices.duty_of(winter.case, fact.shift) * float((crew.heads[: len(units)] - units).sum())
        for crew, fact, units in zip(
            winter.network.crews, winter.crews, duties_in_units(winter), strict=True
        )
    )


def duties_in_units(winter: Winter) -> tuple[Floats, ...]:
    """Of each crew's planned duties on each day those in units: of each duty the share of its bands
    in which a unit takes it.
    """
    _, left = planned_care(winter.network)
    found = []
    for crew, share in zip(winter.network.crews, left, strict=True):
        on = crew.on_duty
        at_home = share[:, on].mean(axis=1) if on.any() else np.ones(len(share))
        found.append(np.asarray(crew.heads[: len(at_home)] * (1 - at_home)))
    return tuple(found)


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
