"""What happens in the process of a job?

``python -m rosterer_api.jobs.child FOLDER`` reads the case, does what the task asks, has the referee judge the plan, and
writes the result. It caps its own memory and ends with its parent: a search that brings the process down takes nobody with
it.
"""

import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from rosterer.files.faults import BadInput
from rosterer_api.jobs.exchange import Exchange, finite
from rosterer_api.jobs.kinds import known_kinds
from rosterer_api.jobs.kinds.kind import Outcome
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

MEBIBYTE = 1024 * 1024
GIVEN_WAY = 10
"""Steps of niceness: beside a busy server a search then gets about a tenth of a core, and all of one that is idle."""


class _FileWatch:
    """Work that is watched through an exchange."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def tell(self, progress: Mapping[str, float | int | str | None]) -> None:
        self._exchange.tell(progress)

    def keep(self, plan: Plan) -> None:
        self._exchange.put("checkpoint.json", plan.model_dump_json())

    def is_stopped(self) -> bool:
        return self._exchange.is_stopped()


def main(folder: Path) -> None:
    """Do the task in a folder."""
    exchange = Exchange(folder)
    task = json.loads(exchange.get("task.json") or "{}")
    _cap_memory(int(task["memory_mebibytes"]))
    kind = known_kinds(task["kinds"])[task["kind"]]
    try:
        case = Case.model_validate_json(exchange.get("case.json") or "")
        request = kind.request.model_validate(task["request"])
        texts = {field: exchange.get(f"{field}.plan.json") for field in kind.plans}
        plans = {field: Plan.model_validate_json(text) for field, text in texts.items() if text is not None}
        watch = _FileWatch(exchange)
        if kind.split is not None and task["part"] is not None:
            done = kind.split.run(case, request, plans, task["part"], watch)
            if done is not None:
                exchange.put_bytes("part.bin", done)
            return
        if kind.split is not None and task["num_parts"] is not None:
            results = [exchange.get_bytes(f"{number}.part") or b"" for number in range(task["num_parts"])]
            outcome = kind.split.join(case, request, plans, results, watch)
        else:
            outcome = kind.run(case, request, plans, watch)
    except (BadInput, ValidationError) as refused:
        exchange.put("invalid.txt", str(refused))
        return
    exchange.put("result.json", json.dumps(_document(case, outcome), ensure_ascii=False, separators=(",", ":")))


def _document(case: Case, outcome: Outcome) -> dict[str, object]:
    document: dict[str, object] = {"summary": finite(outcome.summary), "plan": None, "verdict": {}}
    document["result"] = None if outcome.result is None else finite(outcome.result)
    if outcome.tables is not None:
        document["tables"] = finite(outcome.tables)
    if outcome.plan is not None:
        from rosterer_api.plans import judged

        document["verdict"] = judged(case, outcome.plan)
        document["plan"] = outcome.plan.model_dump(mode="json")
        for name, rows in (("cover", outcome.cover), ("occupancy", outcome.occupancy)):
            document[name] = [{key: _plain(value) for key, value in row.items()} for row in rows]
    return document


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def _cap_memory(mebibytes: int) -> None:
    if mebibytes and sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (mebibytes * MEBIBYTE, mebibytes * MEBIBYTE))


def _give_way() -> None:
    """Let those who read and submit on the same machine come first; where nobody does, a search loses nothing."""
    if hasattr(os, "nice"):
        os.nice(GIVEN_WAY)


def _end_with_parent() -> None:
    """End, with all processes of this session, when the pipe that the parent holds open has ended.

    The kernel's own signal for that (PR_SET_PDEATHSIG) would end this process alone and leave its helpers behind.
    """

    def wait() -> None:
        while os.read(0, 1):
            pass
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=wait, daemon=True).start()


if __name__ == "__main__":
    _end_with_parent()
    _give_way()
    try:
        main(Path(sys.argv[1]))
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    sys.stdout.flush()
    os._exit(0)  # threads of engines may still wind down; nobody needs to wait for them
