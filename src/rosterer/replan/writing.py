"""What lies in the folder after a replan? The changed case, a plan for each repair, what it does
otherwise beside it, and all of them side by side.
"""

import json
import shutil
from pathlib import Path

from rosterer.files import save_case, save_plan
from rosterer.files.atomic import write_file
from rosterer.files.documents import document_bytes
from rosterer.files.faults import BadInput, Fault
from rosterer.files.kinds import is_case, is_plan
from rosterer.referee.register import Register
from rosterer.replan.repairing import Repair, Replanned
from rosterer.replan.told import counts, document, headline, lines, money_line, table

CASE, SUMMARY = "case", "repairs.json"
"""Beside the numbered plans."""
ENDINGS = ("diff.json", "diff.csv", "diff.txt")
"""What lies beside each: ``1.diff.json`` beside ``1``, since a plan folder knows its own files."""
MOST = 10


def require_target(out: Path, published: Path) -> None:
    """Refuse to write where a case, a plan or a file stands, or over the published plan.

    Raises
    ------
    BadInput
        With what is there.
    """
    if out.exists() and not out.is_dir():
        raise BadInput([Fault(str(out), "is a file", "name a folder for the repairs")])
    if out.resolve() in published.resolve().parents:
        remedy = "name another folder for the repairs"
        raise BadInput([Fault(str(out), "holds the published plan, which stays", remedy)])
    for kind, is_there in (("case", is_case), ("plan", is_plan)):
        try:
            found = out.exists() and is_there(out)
        except BadInput:
            found = False
        if found:
            remedy = "name another folder for the repairs"
            raise BadInput([Fault(str(out), f"is a {kind}, which stays as it is", remedy)])


def write(found: Replanned, out: Path, published: Path, *, show_names: bool = True) -> None:
    """Write everything.

    Parameters
    ----------
    published
        Where the published plan was read: copied as it stands where it stays the best.

    Raises
    ------
    BadInput
        When nothing can be written there.
    """
    require_target(out, published)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for number in range(1, MOST + 1):
            if (out / f"{number}.{ENDINGS[0]}").exists():
                shutil.rmtree(out / str(number), ignore_errors=True)
                for ending in ENDINGS:
                    (out / f"{number}.{ending}").unlink(missing_ok=True)
    except OSError as refused:
        remedy = "choose another place"
        words = f"cannot be written ({refused.strerror})"
        raise BadInput([Fault(str(out), words, remedy)]) from refused
    save_case(found.case, out / CASE)
    called = Register(found.case, show_names=show_names).called
    for number, repair in enumerate(found.repairs, start=1):
        _write_plan(found, repair, out / str(number), published)
        texts = (
            document_bytes(document(found, repair, called)),
            table(repair, called).encode(),
            "\n".join([*lines(found, repair, called), ""]).encode(),
        )
        for ending, text in zip(ENDINGS, texts, strict=True):
            write_file(out / f"{number}.{ending}", text)
    write_file(out / SUMMARY, document_bytes(summary(found)))


def _write_plan(found: Replanned, repair: Repair, target: Path, published: Path) -> None:
    if repair.is_published and published.is_dir():
        shutil.copytree(published, target)
        return
    save_plan(
        repair.plan,
        target,
        case=found.case,
        cover=repair.cover,
        occupancy=repair.occupancy,
    )


def summary(found: Replanned) -> dict[str, object]:
    """All repairs side by side, and leaving it as it is."""
    return {
        "now": found.now.clock.isoformat(),
        "seconds": round(found.seconds, 2),
        "stopped": found.is_stopped,
        "fingerprint": found.case.fingerprint,
        "notes": list(found.changed.notes),
        "repairs": [
            {"folder": str(number), **_side(found, repair)}
            for number, repair in enumerate(found.repairs, start=1)
        ],
        "left": _side(found, found.left),
    }


def _side(found: Replanned, repair: Repair) -> dict[str, object]:
    return {
        "sentence": headline(repair),
        "money": money_line(found, repair),
        "is_published": repair.is_published,
        "is_left": repair.is_left,
        "counts": counts(repair),
        "price_of_change": repair.differences.pounds,
        "cost": repair.verdict.cost,
        "total": round(repair.total, 2),
        "more_than_left": repair.more.pounds,
        "short_hours": round(repair.verdict.shortage_hours, 2),
        "delay_days": round(repair.verdict.delay_days, 2),
        "broken": len(repair.verdict.broken),
    }


def summary_line(found: Replanned) -> dict[str, object]:
    """The object that ``--json`` prints."""
    return json.loads(json.dumps(summary(found)))  # type: ignore[no-any-return]
