"""How many rota sheets, as strangers have them, are read right, refused in the right words, or
read wrong?

Every sheet of ``tests/sheets/corpus`` is imported by the public command; what is right stands
beside it. A wrong reading (meaning lost or invented without a word) is the figure that must be 0.
With ``--changes`` the CSV sheets that can be read are imported so often again, each time with one
small change: then the right reading and any refusal will do.
"""

import argparse
from collections import Counter

from benchmarks._corpus import sheets
from benchmarks._sheets import Score, Verdict, score, score_of_change

NAME = "sheets"
SUMMARY = "rota sheets read right, refused in the right words, or read wrong"


def main(argv: list[str]) -> int:
    """Print the score; 1 when a sheet was read wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks run sheets", description=__doc__)
    parser.add_argument("--only", default="", help="sheets whose name begins so")
    parser.add_argument("--why", action="store_true", help="say what differs")
    parser.add_argument("--changes", type=int, default=0, help="changes of each sheet, instead")
    chosen = parser.parse_args(argv)
    picked = [s for s in sheets() if s.folder.name.startswith(chosen.only)]
    if chosen.changes:
        readable = [s for s in picked if s.rota.suffix == ".csv" and s.outcome.startswith("read")]
        return _print(
            [score_of_change(s, i) for s in readable for i in range(chosen.changes)], True
        )
    return _print([score(s) for s in picked], says_why=chosen.why)


def _print(scores: list[Score], says_why: bool) -> int:
    count = Counter(one.verdict for one in scores)
    for verdict in Verdict:
        print(f"{verdict:45} {count[verdict]}")
        if verdict in (Verdict.UNHELPFUL, Verdict.WRONG):
            for one in scores:
                if one.verdict is verdict:
                    print(f"  {one.sheet}")
                    for line in one.why if says_why else ():
                        print(f"    {line}")
    print(f"{'total':45} {len(scores)}")
    return 1 if count[Verdict.WRONG] else 0
