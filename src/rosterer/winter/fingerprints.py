"""Does a kept result still belong to its case, plan and scenarios?"""

import hashlib
import json
from pathlib import Path

from pydantic import BaseModel

from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Leaving, Scenario
from rosterer_models.vocabulary.plan import Plan

USUAL_READMITTED_DAYS = Leaving().readmitted_days
"""A field that came later too."""
ADDED: tuple[tuple[str, object], ...] = (("origin", None), ("losses", []))
"""Fields of a plan that came later, with their default: where they have it the plan keeps the
fingerprint from before them.
"""


def fingerprint_of(fact: BaseModel) -> str:
    """Sixteen hexadecimal digits that change when anything in a fact changes."""
    values = fact.model_dump(mode="json")
    if isinstance(fact, Scenario):
        for change in values["change"]:
            if change.get("readmitted_days") == USUAL_READMITTED_DAYS:
                del change["readmitted_days"]
    if isinstance(fact, Plan):
        values = {name: value for name, value in values.items() if (name, value) not in ADDED}
    text = json.dumps(values, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def why_stale(out: Path, case: Case, scenarios: list[Scenario], plan: Plan | None) -> list[str]:
    """Why a kept result no longer belongs; empty when it does, or when there is none.

    Parameters
    ----------
    out
        The folder of the result.
    """
    kept = out / "result.json"
    if not kept.exists():
        return []
    try:
        document = json.loads(kept.read_text(encoding="utf-8"))
        then = {s["name"]: s["fingerprint"] for s in document["scenarios"]}
        case_then, plan_then = document["case_fingerprint"], document["plan_fingerprint"]
    except (ValueError, KeyError, TypeError):
        return ["the kept result cannot be read"]
    reasons = [] if case_then == case.fingerprint else ["the case has changed"]
    if plan_then != ("" if plan is None else fingerprint_of(plan)):
        reasons.append("the plan has changed")
    for scenario in scenarios:
        if scenario.name in then and then[scenario.name] != fingerprint_of(scenario):
            reasons.append(f"scenario {scenario.name} has changed")
    return reasons
