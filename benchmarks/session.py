"""How long does an edit take to be judged, beside a whole judgement of the same plan in the same
run, and is what the session says what the referee says?

The plan is a careful manager's of a generated case, edited at random: assigned, dropped, moved,
swapped, placed, undone. Before that it is asked who can take some duties of it. Seconds are of the
processor's clock, so that a busy machine does not count.
"""

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks._edits import Drawn
from benchmarks._record import keep, machine, software
from rosterer.baseline import baseline_plan
from rosterer.candidates import AskedDuty, candidates
from rosterer.generate import generate
from rosterer.referee import judge
from rosterer.session import Session

NAME = "session"
QUESTIONS = 10
SUMMARY = "milliseconds to judge an edit, beside a whole judgement, and whether both agree"


class _Timed(Session):
    """A session that says how long each step took."""

    seconds = 0.0

    def _make(self, step):  # type: ignore[no-untyped-def]
        begun = time.process_time()
        effect = super()._make(step)
        self.seconds = time.process_time() - begun
        return effect


def measured(
    people: int, days: int, staff: str, seed: int, edits: int, between: int, *, is_reserved: bool
) -> dict[str, object]:
    """One line: seconds by kind of edit, and how many comparisons failed."""
    case = generate(people=people, days=days, staff=staff, seed=seed)  # type: ignore[arg-type]
    plan = baseline_plan(case)
    begun = time.process_time()
    whole = judge(case, plan)
    seconds_whole = time.process_time() - begun
    if is_reserved:
        plan = plan.model_copy(update={"reservations": whole.reservations})
    session = _Timed(case, plan)
    asking = sorted(_seconds_to_ask(session, seed))
    drawn, by_kind = Drawn(session, seed), dict[str, list[float]]()
    compared = unequal = 0
    for number in range(1, edits + 1):
        kind = drawn.step()
        by_kind.setdefault(kind, []).append(session.seconds)
        if number % between == 0 or number == edits:
            compared += 1
            unequal += session.verdict != judge(case, session.plan)
    every = sorted(seconds for own in by_kind.values() for seconds in own)
    return {
        "people": people,
        "days": days,
        "staff": staff,
        "seed": seed,
        "reservations": "given" if is_reserved else "by the referee's rule",
        "edits": edits,
        "p50_ms": round(1000 * every[len(every) // 2], 1),
        "p95_ms": round(1000 * every[int(0.95 * len(every))], 1),
        "worst_ms": {kind: round(1000 * max(own), 1) for kind, own in sorted(by_kind.items())},
        "whole_ms": round(1000 * seconds_whole, 1),
        "candidates_p50_ms": round(1000 * asking[len(asking) // 2]),
        "candidates_worst_ms": round(1000 * asking[-1]),
        "compared": compared,
        "unequal": unequal,
        "machine": machine(),
        "software": software(),
    }


def _seconds_to_ask(session: Session, seed: int) -> list[float]:
    """Of who can take each of some duties."""
    keys = random.Random(seed).sample(sorted(session.judging.duties.slots), QUESTIONS)
    spent = []
    for person, when in keys:
        begun = time.process_time()
        candidates(session, AskedDuty(person=person, date=when))
        spent.append(time.process_time() - begun)
    return spent


def main(argv: Sequence[str]) -> int:
    """Run it; 1 when a session and the referee ever disagree."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks run session", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[131, 400])
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--staff", default="lines", choices=["lines", "mixed", "ward"])
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--between", type=int, default=100, help="edits between two comparisons")
    parser.add_argument("--out", type=Path, help="a file to append lines to")
    asked = parser.parse_args(argv)
    unequal = 0
    for people in asked.people:
        for is_reserved in (True, False):
            line = measured(
                people,
                asked.days,
                asked.staff,
                asked.seed,
                asked.edits,
                asked.between,
                is_reserved=is_reserved,
            )
            unequal += line["unequal"] != 0
            keep(line, asked.out)
    return int(unequal > 0)
