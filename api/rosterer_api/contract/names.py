"""What are the closed lists of words called?

Generators make a type of each, and without a name of its own call it after wherever they met it
first.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from rosterer.referee.verdict import RuleName
from rosterer_api.auth.roles import Role
from rosterer_api.contract.messages import DeliveryState, PlanState
from rosterer_api.contract.plan_rows import PLAN_TABLES
from rosterer_api.contract.shown import reference
from rosterer_api.contract.winter_rows import WINTER_TABLES
from rosterer_api.exports import FORMS
from rosterer_api.jobs.states import JobState
from rosterer_api.webhooks.outbox import DeliveryEvent, WebhookEvent
from rosterer_models.vocabulary.plan import DelayReason
from rosterer_models.vocabulary.referral import Where
from rosterer_models.vocabulary.time import Weekday

NAMED: Mapping[str, tuple[str, ...]] = {
    "JobState": get_args(JobState),
    "PlanState": get_args(PlanState),
    "DeliveryState": get_args(DeliveryState),
    "WebhookEvent": get_args(WebhookEvent),
    "DeliveryEvent": get_args(DeliveryEvent),
    "Role": get_args(Role),
    "BrokenRule": get_args(RuleName),
    "DelayReason": get_args(DelayReason),
    "PlanTable": tuple(PLAN_TABLES),
    "ExportForm": tuple(FORMS),
    "Weekday": get_args(Weekday),
    "WaitingPlace": get_args(Where),
    "WinterTable": tuple(WINTER_TABLES),
}
_PAGE = re.compile(r"Page_(\w+?)(View)?_(?![A-Za-z])")


def name_lists(document: dict[str, Any]) -> None:
    """Give every closed list of words that has a name its component, and refer to it."""
    found = {words: name for name, words in NAMED.items()}
    for part in ("paths", "webhooks"):
        document[part] = _renamed(document[part], found)
    schemas = document["components"]["schemas"]
    for name in list(schemas):
        schemas[name] = _renamed(schemas[name], found)
    for name, words in NAMED.items():
        schemas[name] = {"title": name, "type": "string", "enum": list(words)}


def _renamed(value: Any, found: Mapping[tuple[str, ...], str]) -> Any:
    if isinstance(value, list):
        return [_renamed(one, found) for one in value]
    if not isinstance(value, dict):
        return value
    words = value.get("enum")
    if isinstance(words, list) and all(isinstance(word, str) for word in words):
        name = found.get(tuple(words))
        if name is not None:
            return reference(name)
    return {key: _renamed(one, found) for key, one in value.items()}


def name_pages(document: dict[str, Any]) -> dict[str, Any]:
    """The same with ``CasePage`` for ``Page_CaseView_``, in names and references."""
    found: dict[str, Any] = json.loads(_PAGE.sub(r"\1Page", json.dumps(document)))
    return found


def drop_titles(document: dict[str, Any]) -> None:
    """Leave titles to components: of a field they only repeat its name."""
    for part in ("paths", "webhooks"):
        document[part] = _untitled(document[part], is_map=True)
    schemas = document["components"]["schemas"]
    for name, schema in schemas.items():
        schemas[name] = {**_untitled(schema), "title": name}


def _untitled(value: Any, *, is_map: bool = False) -> Any:
    """A schema without titles; a map of fields keeps a field that is called so."""
    if isinstance(value, list):
        return [_untitled(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _untitled(one, is_map=key in ("properties", "paths"))
        for key, one in value.items()
        if is_map or key != "title" or not isinstance(one, str)
    }


def name_every_kind(schemas: dict[str, Any]) -> None:
    """Ask for the word that tells alternatives apart in each of them; none is meant without it."""
    for union in list(_unions(schemas)):
        word = union["discriminator"]["propertyName"]
        for one in union["oneOf"]:
            schema = schemas[one["$ref"].rpartition("/")[2]]
            schema["required"] = sorted({*schema.get("required", ()), word})
            schema["properties"][word].pop("default", None)


def _unions(value: Any) -> Iterator[dict[str, Any]]:
    """Every place where one of several is told apart by a word."""
    inner = list(value.values()) if isinstance(value, dict) else value
    if isinstance(value, dict) and isinstance(value.get("discriminator"), dict):
        yield value
    for one in inner if isinstance(inner, list) else ():
        yield from _unions(one)
