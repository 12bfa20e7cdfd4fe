"""How fast is a sick call answered, and how much dearer than with a minute's thought?

A case of each seed is solved; then people who work call in sick on random days, at ten past six.
Each call is answered in the usual time and again in a long one. What counts is the added cost: the
ledger's total and the price of change, less the total of the published plan.
"""

import argparse
import random
import statistics
import time
from datetime import datetime
from pathlib import Path
from typing import get_args

from benchmarks._record import Line, keep, machine, software
from rosterer.generate import Load, generate
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import PersonUnavailable
from rosterer_models.vocabulary.plan import Plan

NAME = "repair"
SUMMARY = "seconds and added cost of answering a sick call, against a minute's thought"
BAR_SECONDS, BAR_PART = 5.0, 0.02


def calls(plan: Plan, number: int, seed: int) -> list[PersonUnavailable]:
    """So many sick calls of people who work, of a day each."""
    draw = random.Random(seed)
    duties = sorted({(row.person, row.date) for row in plan.duties})
    return [
        PersonUnavailable(person=who, first_day=day, last_day=day, reason="sickness")
        for who, day in draw.sample(duties, min(number, len(duties)))
    ]


def answered(case: Case, plan: Plan, call: PersonUnavailable, seconds: float) -> Line:
    """A call, answered within a time."""
    from rosterer.replan import replan

    day, _ = call.span
    now = datetime(day.year, day.month, day.day, 6, 10)
    begun = time.monotonic()
    found = replan(case, plan, [call], now=now, time_limit=seconds)
    best, published = found.repairs[0], sum(line.pounds for line in plan.ledger)
    return {
        "seconds": round(time.monotonic() - begun, 2),
        "added": round(best.total - published, 2),
        "added_if_left": round(found.left.total - published, 2),
        "people": best.differences.people,
        "repairs": len(found.repairs),
        "broken": len(best.verdict.broken),
    }


def main(argv: list[str]) -> int:
    """Measure; 1 when a repair breaks a rule that leaving it as it is does not."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks run repair", description=SUMMARY)
    parser.add_argument("--people", type=int, default=131)
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--load", choices=get_args(Load), default="normal")
    parser.add_argument("--seeds", type=int, nargs="+", default=[11, 12, 13, 14, 15])
    parser.add_argument("--calls", type=int, default=10, help="of each seed")
    parser.add_argument("--solve", type=float, default=60.0, help="seconds for the published plan")
    parser.add_argument("--quick", type=float, default=5.0, help="seconds for an answer")
    parser.add_argument("--long", type=float, default=60.0, help="seconds for the other answer")
    parser.add_argument("--out", type=Path, help="append lines to this file")
    options = parser.parse_args(argv)

    from rosterer.solve import solve

    about: Line = {"benchmark": NAME, "machine": machine(), "version": software()}
    quick, longer = list[Line](), list[Line]()
    for seed in options.seeds:
        case = generate(options.people, options.days, options.load, seed)
        plan = solve(case, time_limit=options.solve, seed=1).plan
        for call in calls(plan, options.calls, seed):
            for found, seconds in ((quick, options.quick), (longer, options.long)):
                line = answered(case, plan, call, seconds)
                found.append(line)
                told: Line = {"seed": seed, "person": call.person, "day": str(call.first_day)}
                keep(about | told | {"limit": seconds} | line, options.out)
    if quick:
        keep(about | _summary(quick, longer), options.out)
    return 0


def _summary(quick: list[Line], longer: list[Line]) -> Line:
    def of(lines: list[Line], name: str) -> list[float]:
        return [float(str(line[name])) for line in lines]

    added, best = sum(of(quick, "added")), sum(of(longer, "added"))
    seconds = sorted(of(quick, "seconds"))
    return {
        "calls": len(quick),
        "seconds_median": statistics.median(seconds),
        "seconds_most": seconds[-1],
        "within_bar": round(sum(one <= BAR_SECONDS for one in seconds) / len(seconds), 3),
        "added": round(added, 2),
        "added_long": round(best, 2),
        "added_if_left": round(sum(of(quick, "added_if_left")), 2),
        "part_above_long": round(added / best - 1, 4) if best > 0 else None,
        "bar": BAR_PART,
        "people_changed_median": statistics.median(of(quick, "people")),
    }
