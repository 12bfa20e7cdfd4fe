"""Which conditions does a caller state in headers, and which bodies are refused by their type?"""

from typing import Any

JSON = "application/json"
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "Tags of versions that the caller has, or `*`: 304 when one is still so.",
}
STILL_SO = {"description": "What the caller has is still so."}
REFUSED_TYPE = {"$ref": "#/components/responses/UnsupportedMediaType"}


def describe_conditions(document: dict[str, Any]) -> None:
    """Name ``If-None-Match`` wherever an answer has an ETag, and 415 wherever a body is JSON."""
    for path in document["paths"].values():
        if "get" in path and "ETag" in path["get"]["responses"]["200"].get("headers", {}):
            path["get"].setdefault("parameters", []).append(dict(IF_NONE_MATCH))
            whole = path["get"]["responses"]["200"]["headers"]
            path["get"]["responses"].setdefault("304", {**STILL_SO, "headers": whole})
        for operation in path.values():
            if JSON in operation.get("requestBody", {}).get("content", {}):
                answers = {**operation["responses"], "415": dict(REFUSED_TYPE)}
                operation["responses"] = dict(sorted(answers.items()))
