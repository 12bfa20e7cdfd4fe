"""In which forms do cases and plans come in, and plans go out?"""

from typing import Any

from rosterer_api.contract.shown import MARK
from rosterer_api.uploads import SUFFIXES

JSON = "application/json"
BINARY = {"type": "string", "format": "binary"}
FILES: dict[str, Any] = {
    "application/octet-stream": {"schema": BINARY},
    "application/zip": {"schema": BINARY},
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {"schema": BINARY},
}
"""What an export may be; the first is for generators that know no other file."""


def upload_of(component: str) -> dict[str, Any]:
    """What the body of an upload may be: a document of this shape, or a file."""
    content = {kind: {"schema": BINARY} for kind in SUFFIXES if kind != JSON}
    return {
        "requestBody": {
            "required": True,
            "content": {JSON: {"schema": {MARK: component}}, **content},
        }
    }
