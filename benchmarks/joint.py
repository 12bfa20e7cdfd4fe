"""How near to the best possible plan does the joint solve come, at which size, load and time?

One JSON line for each cell of people × load × seconds × seed, each in a process of its own so that
its memory is its own; a line says by which command it is repeated. The seed makes the case and
starts the search. Memory adds up the peaks of the solving process and of its proving child, an
upper bound on both together. With ``--out`` lines are appended and cells already there are left
out. ``--peers`` adds other ways to plan the same cases; see ``benchmarks/peers``.
"""

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from benchmarks._record import Line, keep, lines_of, machine, software
from rosterer.generate import Load
from rosterer.generate.sizes import StaffMix
from rosterer.referee.verdict import Verdict
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

NAME = "joint"
SUMMARY = "cost, bound and gap of the joint solve under load, and of other ways beside it"
LOADS: tuple[Load, ...] = get_args(Load)
TARGETS: dict[tuple[int, int], tuple[float, float, float]] = {
    (30, 20): (0.0, 0.01, 0.02),
    (131, 60): (0.01, 0.05, 0.06),
    (131, 300): (0.005, 0.02, 0.03),
    (400, 300): (0.02, 0.08, 0.10),
}
"""People and seconds → the gap aimed at under easy, normal and tight load; 0 asks for the status
optimal.
"""
SEEDS = (1, 2, 3)
OURS = "joint"
PEERS = ("baseline", "sequential", "plain-cp-sat", "plain-highs")
MOST_PEOPLE_OF_PEERS = 131


@dataclass(frozen=True)
class Cell:
    """One thing to measure."""

    people: int
    load: Load
    seconds: int
    seed: int
    days: int = 28
    way: str = OURS
    staff: StaffMix = "lines"

    @property
    def arguments(self) -> list[str]:
        """Options that select this cell alone."""
        named = {
            "people": self.people,
            "load": self.load,
            "seconds": self.seconds,
            "seed": self.seed,
            "way": self.way,
        }
        if self.days != 28:
            named["days"] = self.days
        if self.staff != "lines":
            named["staff"] = self.staff
        return [text for name, value in named.items() for text in (f"--{name}", str(value))]

    @property
    def target(self) -> float | None:
        """The gap aimed at; None beside the table."""
        row = TARGETS.get((self.people, self.seconds))
        return (
            None
            if row is None or self.way != OURS or self.days != 28 or self.staff != "lines"
            else row[LOADS.index(self.load)]
        )


def cells_of(options: argparse.Namespace) -> Iterator[Cell]:
    """Cells that the options select: from the table, or one beside it whose people and seconds are
    both given.
    """
    sizes = [
        (p, s) for p, s in TARGETS if options.people in (None, p) and options.seconds in (None, s)
    ]
    if not sizes and options.people is not None and options.seconds is not None:
        sizes = [(options.people, options.seconds)]
    loads = LOADS if options.load is None else (options.load,)
    ways = (options.way,) if options.way else (OURS, *PEERS) if options.peers else (OURS,)
    for people, seconds in sizes:
        if options.peers and people > MOST_PEOPLE_OF_PEERS:
            continue
        for load in loads:
            seeds = (
                (options.seed,)
                if options.seed is not None
                else SEEDS[:1]
                if options.peers
                else SEEDS
            )
            for seed in seeds:
                for way in ways:
                    yield Cell(people, load, seconds, seed, options.days, way, options.staff)


def measure(cell: Cell) -> Line:
    """Solve one cell in this process."""
    case, loads = _generated(cell)
    line: Line = {
        "benchmark": NAME,
        "way": cell.way,
        "people": cell.people,
        "days": cell.days,
        "load": cell.load,
        "time_limit": cell.seconds,
        "seed": cell.seed,
        "instance": case.name,
        "fingerprint": case.fingerprint,
        **loads,
        "machine": machine(),
        "version": software(),
        "command": " ".join(["python -m benchmarks run joint", *cell.arguments]),
    }
    line |= _ours(case, cell) if cell.way == OURS else _peer(case, cell)
    peaks = [
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    return line | {"memory_mb": round(sum(peaks))}


def _generated(cell: Cell) -> tuple[Case, Line]:
    """The case of a cell, and how much is asked of it where the generator reports that."""
    from rosterer.generate.build import generate, generate_with_report

    if cell.staff == "ward":
        case = generate(cell.people, cell.days, cell.load, cell.seed, staff="ward")
        return case, {"staff": "ward"}
    case, report = generate_with_report(
        cell.people, cell.days, cell.load, cell.seed, is_mixed=cell.staff == "mixed"
    )
    loads: Line = {
        "care_load": round(report.care_load, 4),
        "bed_load": {kind: round(load, 4) for kind, load in sorted(report.bed_load.items())},
    }
    return case, loads if cell.staff == "lines" else {"staff": cell.staff} | loads


def _contracts(case: Case, plan: Plan) -> Line:
    """How near contract staff come to their hours: what all of them work over what they owe, and
    the part of them within the balance band.
    """
    from rosterer.report.worked import hours_accounts, worked_days

    accounts = [
        account
        for account in hours_accounts(case, plan, worked_days(case, plan)).values()
        if account.person.kind == "contract"
    ]
    if not accounts:
        return {}
    band = case.limits.balance_band_hours + 1e-6
    owed = sum(one.contract - one.credited - one.opening for one in accounts)
    within = sum(abs(one.closing) <= band for one in accounts)
    return {
        "contract_hours_share": round(sum(one.paid for one in accounts) / owed, 4),
        "overtime_hours": round(sum(one.overtime for one in accounts), 1),
        "within_band_share": round(within / len(accounts), 4),
    }


def judged(case: Case, plan: Plan) -> tuple[Verdict, Line]:
    """What the referee says, as part of a line."""
    from rosterer.referee import judge

    verdict = judge(case, plan)
    return verdict, {
        "cost": verdict.cost,
        "unavoidable": verdict.unavoidable,
        "delay_days": round(verdict.delay_days, 2),
        "avoidable_delay_days": round(verdict.avoidable_delay_days, 2),
        "shortage_hours": round(verdict.shortage_hours, 2),
        "broken": len(verdict.broken),
        **_contracts(case, plan),
    }


def _ours(case: Case, cell: Cell) -> Line:
    from rosterer.solve import solve

    solution = solve(case, time_limit=cell.seconds, seed=cell.seed)
    verdict, line = judged(case, solution.plan)
    certificate = solution.plan.certificate
    assert certificate is not None
    gap, target = certificate.gap, cell.target
    is_met = (
        None
        if target is None
        else certificate.status == "optimal"
        if target == 0
        else gap is not None and gap <= target
    )
    return line | {
        "bound": certificate.bound,
        "gap": gap,
        "status": certificate.status,
        "seconds": certificate.seconds,
        "baseline_cost": solution.baseline_cost,
        "disagreements": list(verdict.disagreements),
        "target": target,
        "is_met": is_met,
    }


def _peer(case: Case, cell: Cell) -> Line:
    from benchmarks.peers import plan_by

    found = plan_by(cell.way, case, float(cell.seconds), cell.seed)
    own: Line = {
        "bound": None,
        "gap": None,
        "status": found.status,
        "seconds": round(found.seconds, 2),
    }
    own |= {
        "own_objective": found.own_objective,
        "own_bound": found.own_bound,
        "own_size": found.own_size,
    }
    if found.plan is None:
        return own | {"cost": None, "broken": None}
    return judged(case, found.plan)[1] | own


def _key(line: Line) -> tuple[object, ...]:
    names = ("way", "people", "load", "time_limit", "seed", "days")
    return (*(line.get(name) for name in names), line.get("staff", "lines"))


def _in_a_process_of_its_own(cell: Cell) -> Line | None:
    """The line of a cell; None, with a word on standard error, when it failed."""
    command = [sys.executable, "-m", "benchmarks", "run", NAME, *cell.arguments, "--here"]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        print(
            f"this cell ended with {done.returncode}: {' '.join(cell.arguments)}", file=sys.stderr
        )
        return None
    line: Line = json.loads(done.stdout)
    return line


def main(argv: list[str]) -> int:
    """Measure the selected cells; 1 when one fails or a plan of ours breaks a rule."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks run joint", description=SUMMARY)
    parser.add_argument("--people", type=int)
    parser.add_argument("--load", choices=LOADS)
    parser.add_argument("--seconds", type=int)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument(
        "--staff",
        choices=get_args(StaffMix),
        default="lines",
        help="lines and a bank, contracts beside them, or a ward of contracts alone",
    )
    parser.add_argument("--way", choices=(OURS, *PEERS), help="one way to plan alone")
    parser.add_argument(
        "--peers", action="store_true", help="other ways beside, up to 131 people, one seed"
    )
    parser.add_argument(
        "--out", type=Path, help="append lines to this file, and leave out cells that it has"
    )
    parser.add_argument("--here", action="store_true", help="in this process (one cell)")
    options = parser.parse_args(argv)
    cells = list(cells_of(options))
    if not cells:
        parser.error(
            "no cell of the table has these people and seconds; give both for one beside it"
        )
    done = {_key(line) for line in lines_of(options.out)}
    good = True
    for cell in cells:
        known = (cell.way, cell.people, cell.load, cell.seconds, cell.seed, cell.days, cell.staff)
        if known in done:
            continue
        line = measure(cell) if options.here else _in_a_process_of_its_own(cell)
        if line is None:
            good = False
            continue
        keep(line, options.out)
        if not options.here and cell.way == OURS and (line["broken"] or line["disagreements"]):
            print(f"the referee objects to {' '.join(cell.arguments)}", file=sys.stderr)
            good = False
    return 0 if good else 1
