"""What may be asked of each kind of job, and what does it come to?"""

from collections.abc import Mapping
from copy import deepcopy
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from rosterer_api.contract.figures import CheckResult, WinterResult
from rosterer_api.contract.repairs import ReplanResult
from rosterer_api.contract.shown import reference
from rosterer_api.jobs.kinds.kind import Kind

RESULTS: Mapping[str, type[BaseModel]] = MappingProxyType(
    {
        "check": CheckResult,
        "winter": WinterResult,
        "find-capacity": WinterResult,
        "replan": ReplanResult,
    }
)
"""What there is besides a plan, by kind."""
SUFFIXES = {"JobSubmission": "Submission", "JobView": "Job", "CaseCall": "Call"}


def add_kinds(schemas: dict[str, Any], kinds: Mapping[str, Kind]) -> None:
    """Say of submissions and jobs what they hold for each kind, instead of "some object"."""
    schemas["JobKind"] = {"title": "JobKind", "type": "string", "enum": sorted(kinds)}
    for whole in SUFFIXES.keys() & schemas.keys():
        model, names = schemas[whole], []
        for name, kind in kinds.items():
            if whole == "CaseCall" and needs_a_plan(kind):
                continue
            names.append(_named(name, whole))
            schemas[names[-1]] = _of_kind(names[-1], model, kind, is_shown=whole == "JobView")
        schemas[whole] = {
            "title": whole,
            "description": model["description"],
            "oneOf": [reference(name) for name in names],
        }


def needs_a_plan(kind: Kind) -> bool:
    """Whether it can only be asked for of a case that has a plan already."""
    fields = kind.request.model_fields
    return any(name == "plan" and fields[name].is_required() for name in kind.plans)


def _named(kind: str, whole: str) -> str:
    first = "".join(part.capitalize() for part in kind.replace("_", "-").split("-"))
    return first + SUFFIXES[whole]


def _of_kind(name: str, model: dict[str, Any], kind: Kind, *, is_shown: bool) -> dict[str, Any]:
    schema = deepcopy(model)
    fields = schema["properties"]
    schema["title"] = name
    fields["kind"] = {"type": "string", "const": kind.name}
    if not is_shown and kind.name == "solve":
        fields["kind"]["default"] = "solve"
    elif "kind" not in schema["required"]:
        schema["required"] = [*schema["required"], "kind"]
    fields["request"] = reference(kind.request.__name__)
    if not is_shown and any(f.is_required() for f in kind.request.model_fields.values()):
        schema["required"] = [*schema["required"], "request"]
    if is_shown:
        result = RESULTS.get(kind.name)
        shape = {"type": "object", "additionalProperties": True}
        description = fields["result"].get("description", "")
        fields["result"] = {
            "anyOf": [reference(result.__name__) if result else shape, {"type": "null"}],
            "description": description,
        }
    return schema
