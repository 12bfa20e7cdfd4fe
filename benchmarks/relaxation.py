"""How large is the relaxation behind a bound, how long does it take, and what does it prove, where
a solve does not reach?

One JSON line for the relaxation of the case as one place, one with the zones of the proof and one
for that of the case itself, each in a process of its own so that its memory is its own; a line says
by which command it is repeated. The bound is made safe as in the proof beside a solve, so it holds
whatever the tolerances of the interior point, and where it ends short of them (status
``feasible``). One that its limit ends with no prices proves nothing: its line has no bound. With
``--out`` lines are appended and those already there are left out.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from benchmarks._record import Line, keep, lines_of, machine, software
from rosterer.generate import Load, generate
from rosterer_models.vocabulary.case import Case

NAME = "relaxation"
SUMMARY = (
    "size, time, memory and bound of the relaxation of a case, as one place, with zones and itself"
)
Of = Literal["one-place", "zones", "case"]


@dataclass(frozen=True)
class Cell:
    """One relaxation to measure."""

    of: Of
    people: int
    days: int
    load: Load
    seed: int
    seconds: float
    """Most that the interior point may take."""

    @property
    def arguments(self) -> list[str]:
        """Options that select this cell alone."""
        return [
            text
            for name, value in vars(self).items()
            for text in (f"--{name}", f"{value:g}" if name == "seconds" else str(value))
        ]


def cells_of(options: argparse.Namespace) -> Iterator[Cell]:
    """Cells that the options select."""
    for of in (options.of,) if options.of else get_args(Of):
        yield Cell(of, options.people, options.days, options.load, options.seed, options.seconds)


def measure(cell: Cell) -> Line:
    """Build and solve one relaxation in this process."""
    case = generate(cell.people, cell.days, cell.load, cell.seed)
    line: Line = {
        "benchmark": NAME,
        "of": cell.of,
        "people": cell.people,
        "days": cell.days,
        "load": cell.load,
        "seed": cell.seed,
        "time_limit": cell.seconds,
        "instance": case.name,
        "fingerprint": case.fingerprint,
        "machine": machine(),
        "version": software(),
        "command": " ".join(["python -m benchmarks run relaxation", *cell.arguments]),
    }
    line |= relaxed(case, cell.of, cell.seconds)
    return line | {"memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}


def relaxed(case: Case, of: Of, seconds: float) -> Line:
    """Size, seconds and bound of a relaxation.

    Parameters
    ----------
    seconds
        Most that the interior point may take.

    Returns
    -------
    Line
        Bounds in pounds, None where there are no prices; ``avoidable_bound`` is the bound less the
        unavoidable cost. A relaxation is finished when its limit did not end it.
    """
    from rosterer.referee import judge
    from rosterer_models.formulation.joint import joint_model
    from rosterer_models.relaxation.aggregation import relaxed_model
    from rosterer_models.relaxation.bound import polished_bound, proof_zones, relaxation
    from rosterer_models.vocabulary.plan import Plan

    begun = time.monotonic()
    zones = {"one-place": 1, "zones": proof_zones(case)}
    programme = (
        relaxed_model(case, zones[of]).joint if of in zones else joint_model(case)
    ).programme
    built = time.monotonic()
    outcome = relaxation(programme, time_limit=seconds)
    solved = time.monotonic()
    bound = None
    if outcome.row_duals is not None and outcome.x is not None:
        bound = polished_bound(programme, outcome.row_duals, outcome.x)
    made_safe = time.monotonic()
    # The same for every plan, so that nobody need have found one.
    unavoidable = judge(case, Plan()).unavoidable
    return {
        "columns": programme.num_columns,
        "rows": programme.num_rows,
        "entries": int(programme.matrix.nnz),
        "build_seconds": round(built - begun, 2),
        "solve_seconds": round(solved - built, 2),
        "safe_seconds": round(made_safe - solved, 2),
        "is_finished": outcome.status == "optimal" or solved - built < seconds,
        "status": outcome.status,
        "bound": None if bound is None else round(bound, 2),
        "unavoidable": unavoidable,
        "avoidable_bound": None if bound is None else round(bound - unavoidable, 2),
    }


def _key(line: Line) -> tuple[object, ...]:
    return tuple(line.get(name) for name in ("of", "people", "days", "load", "seed", "time_limit"))


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
    """Measure the selected relaxations; 1 when one fails, not when one comes to its limit."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks run relaxation", description=SUMMARY
    )
    parser.add_argument("--people", type=int, default=1500)
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--load", choices=get_args(Load), default="normal")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--seconds",
        type=float,
        default=300.0,
        help="most that each interior point may take; building comes before",
    )
    parser.add_argument("--of", choices=get_args(Of), help="one relaxation alone")
    parser.add_argument(
        "--out", type=Path, help="append lines to this file, and leave out those that it has"
    )
    parser.add_argument("--here", action="store_true", help="in this process (one relaxation)")
    options = parser.parse_args(argv)
    cells = list(cells_of(options))
    if options.here and len(cells) > 1:
        parser.error("--here measures one relaxation: say which by --of")
    done = {_key(line) for line in lines_of(options.out)}
    good = True
    for cell in cells:
        if (cell.of, cell.people, cell.days, cell.load, cell.seed, cell.seconds) in done:
            continue
        line = measure(cell) if options.here else _in_a_process_of_its_own(cell)
        if line is None:
            good = False
            continue
        keep(line, options.out)
    return 0 if good else 1
