"""Whose names does a caller see in a case?"""

import hashlib
import json
from collections import Counter
from typing import Any

from rosterer_api.auth.keys import Principal


def shown_case(text: str, principal: Principal) -> tuple[dict[str, Any], dict[str, int]]:
    """The document of a case with the names that the caller may not see left out, and how many
    names of each team are shown.
    """
    document: dict[str, Any] = json.loads(text)
    shown: Counter[str] = Counter()
    for person in document["people"]:
        if not principal.sees_names_of(person["team"]):
            person["name"] = ""
        if person["name"]:
            shown[person["team"]] += 1
    return document, dict(sorted(shown.items()))


def sight_of(principal: Principal) -> str:
    """What tells two callers apart who see different names in one case."""
    if principal.may("names.all"):
        return "all"
    if not principal.may("names.own-teams"):
        return "none"
    # Ids of teams may hold whatever could stand between them.
    return hashlib.sha256(json.dumps(sorted(principal.teams)).encode()).hexdigest()[:32]


def without_names(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Changes as they are shown to everybody."""
    return [
        {**change, "person": {**change["person"], "name": ""}}
        if isinstance(change.get("person"), dict)
        else change
        for change in changes
    ]
