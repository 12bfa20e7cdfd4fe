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


def upload_of(component: str, *, or_anything: bool = False) -> dict[str, Any]:
    """What the body of an upload may be: a document of this shape, or a file.

    Parameters
    ----------
    or_anything
        Whether another document is answered as well: by what is wrong with it.
    """
    document: dict[str, Any] = {MARK: component}
    if or_anything:
        document = {"anyOf": [document, {}]}
    content = {kind: {"schema": BINARY} for kind in SUFFIXES if kind != JSON}
    return {
        "requestBody": {
            "required": True,
            "content": {JSON: {"schema": document}, **content},
        }
    }
