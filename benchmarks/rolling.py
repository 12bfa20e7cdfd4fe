"""How many delay days does the joint rota save against the baseline's, with perfect foresight and
on what really came?

``perfect foresight``: everybody who will really come is known by name before the rota is made, to
both ways; no service knows that much, so it is an upper limit and labelled so.

``rolling``: the rota is made before anybody is known by name, six weeks ahead, on expectation
alone: the expected arrivals of the case, and a waiting list of the usual length, spread like those
arrivals. (The census of the first day is taken as foreseen, by both ways, since a case holds no
other.) Then placements are decided day by day among the referrals known by then, by one rule for
both rotas; see ``benchmarks/_days.py``.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from typing import get_args

from benchmarks._days import as_referral, day_by_day
from benchmarks._record import Line, keep, machine, software
from rosterer.baseline import baseline_plan
from rosterer.generate import Load, generate
from rosterer.referee import judge
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan
from rosterer_models.vocabulary.referral import ArrivalClass

NAME = "rolling"
SUMMARY = "delay days saved on the shipped case, with perfect foresight and on what really came"

Way = Callable[[Case], Plan]


def foreseen(case: Case) -> Case:
    """The case with everybody who will really come known by name, and nobody else expected."""
    return case.model_copy(
        update={
            "referrals": (*case.referrals, *map(as_referral, case.realised)),
            "expected": (),
            "realised": (),
        }
    )


def six_weeks_before(case: Case) -> Case:
    """The case as it is expected to be: nobody known by name, a waiting list of the usual length on
    the first day.
    """
    first: dict[str, ArrivalClass] = {}
    amounts: dict[str, float] = {}
    for row in case.expected:
        days = len(row.weekdays) if row.weekdays else 7
        first.setdefault(row.arrival_class, row)
        amounts[row.arrival_class] = amounts.get(row.arrival_class, 0.0) + days * row.amount
    whole = sum(amounts.values())
    waiting = tuple(
        row.model_copy(
            update={
                "first_day": case.first_day,
                "last_day": case.first_day,
                "weekdays": (),
                "amount": round(len(case.referrals) * amounts[name] / whole, 5),
            }
        )
        for name, row in first.items()
    )
    return case.model_copy(
        update={
            "referrals": (),
            "barriers": (),
            "expected": (*case.expected, *waiting),
            "realised": (),
        }
    )


def with_perfect_foresight(case: Case, ways: dict[str, Way]) -> list[Line]:
    """Delay of each way's own plan when nothing is left to expect."""
    known = foreseen(case)
    lines = []
    for way, plan_of in ways.items():
        begun = time.monotonic()
        plan = plan_of(known)
        verdict = judge(known, plan)
        line: Line = {
            "foresight": "perfect foresight",
            "way": way,
            "delay_days": round(verdict.delay_days, 1),
        }
        line |= {
            "avoidable_delay_days": round(verdict.avoidable_delay_days, 1),
            "cost": verdict.cost,
            "broken": len(verdict.broken),
        }
        line["people"] = len(known.referrals)
        line["started"] = len({row.referral for row in plan.placements if row.option is not None})
        lines.append(line | {"seconds": round(time.monotonic() - begun, 1)})
    return lines


def rolling(case: Case, ways: dict[str, Way]) -> list[Line]:
    """Delay of what really came, on each way's rota."""
    expected = six_weeks_before(case)
    lines = []
    for way, plan_of in ways.items():
        begun = time.monotonic()
        outcome = day_by_day(case, plan_of(expected))
        line: Line = {"foresight": "rolling", "way": way, **vars(outcome)}
        lines.append(line | {"seconds": round(time.monotonic() - begun, 1)})
    return lines


def main(argv: list[str]) -> int:
    """Compare the rotas; 1 when a plan breaks a rule."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks run rolling", description=SUMMARY)
    parser.add_argument("--people", type=int, default=131)
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--load", choices=get_args(Load), default="normal")
    parser.add_argument(
        "--seed", type=int, default=7, help="of the case; the default is the shipped case's"
    )
    parser.add_argument("--seconds", type=float, default=60.0, help="time limit of each solve")
    parser.add_argument("--foresight", choices=("perfect", "rolling", "both"), default="both")
    parser.add_argument("--out", type=Path, help="append lines to this file")
    options = parser.parse_args(argv)

    def joint(case: Case) -> Plan:
        from rosterer.solve import solve

        return solve(case, time_limit=options.seconds, seed=1).plan

    case = generate(options.people, options.days, options.load, options.seed)
    ways: dict[str, Way] = {"baseline": baseline_plan, "joint": joint}
    command = (
        f"python -m benchmarks run rolling --people {options.people} --days "
        f"{options.days} --load {options.load}"
    )
    command += (
        f" --seed {options.seed} --seconds {options.seconds:g} --foresight {options.foresight}"
    )
    about: Line = {
        "benchmark": NAME,
        "instance": case.name,
        "seed": options.seed,
        "fingerprint": case.fingerprint,
        "machine": machine(),
        "version": software(),
        "command": command,
    }
    good = True
    for name, measure in (("perfect", with_perfect_foresight), ("rolling", rolling)):
        if options.foresight not in (name, "both"):
            continue
        lines = measure(case, ways)
        delays = {str(line["way"]): float(str(line["delay_days"])) for line in lines}
        saved: Line = {
            "foresight": lines[0]["foresight"],
            "way": "joint against baseline",
            "delay_days_saved": round(delays["baseline"] - delays["joint"], 1),
            "part_saved": round(1 - delays["joint"] / delays["baseline"], 4)
            if delays["baseline"]
            else None,
        }
        for line in (*lines, saved):
            keep(about | line, options.out)
            good = good and not line.get("broken")
    return 0 if good else 1
