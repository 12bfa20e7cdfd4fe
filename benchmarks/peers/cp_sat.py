"""How does CP-SAT solve a programme beside a process that uses HiGHS? In a process of its own.

OR-Tools and highspy each carry a shared library of the name ``libhighs.so.1``, of different versions: whichever is imported second
finds the other's and fails.
"""

import pickle
import subprocess
import sys
from pathlib import Path

from rosterer_models.engines.outcome import Outcome
from rosterer_models.matrix.model import Programme


def solve_apart(programme: Programme, seconds: float, seed: int) -> Outcome:
    """Solve with CP-SAT in a child process."""
    request = pickle.dumps((programme, seconds, seed))
    command = [sys.executable, "-m", "benchmarks.peers.cp_sat"]
    done = subprocess.run(command, input=request, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], check=True)
    outcome: Outcome = pickle.loads(done.stdout)
    return outcome


def main() -> None:
    """Read a pickled programme, seconds and seed; write the pickled outcome."""
    from rosterer_models.engines.cpsat import solve_mixed

    programme, seconds, seed = pickle.load(sys.stdin.buffer)
    sys.stdout.buffer.write(pickle.dumps(solve_mixed(programme, time_limit=seconds, seed=seed)))


if __name__ == "__main__":
    main()
