"""How does the service say in its own words what a model refused, and where that stands?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from rosterer.files.faults import nearest
from rosterer.files.rows import refusal_words, shown_value

_TAG = "kind"
"""The field that says which of several shapes an object has."""
MOST_LINES = 20
"""Of what is wrong with one thing, where it is told in a text."""
_PLAIN = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "none": "null",
}
"""What stands behind the place of a value that may be of several plain kinds, one error a kind."""


def told_once(errors: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The same errors, with one for a value that is of none of several plain kinds, and none for a
    list that is too short only because what was wrong in it does not count.
    """
    said = list(errors)
    places = [tuple(error["loc"]) for error in said]
    held = [
        error
        for error, place in zip(said, places, strict=True)
        if error["type"] != "too_short"
        or not any(len(other) > len(place) and other[: len(place)] == place for other in places)
    ]
    for (is_plain, place), group in groupby(held, _asked_of):
        if is_plain:
            found = list(group)
            kinds = [_PLAIN[str(error["loc"][-1])] for error in found]
            yield {**found[0], "type": "none_of", "loc": place, "ctx": {"kinds": kinds}}
        else:
            yield from group


def words_of(error: Mapping[str, Any], model: type[BaseModel] | None = None) -> tuple[str, str]:
    """What is wrong, and what to do about it.

    Parameters
    ----------
    model
        What refused it, whose names are the known ones.
    """
    context = error.get("ctx", {})
    match error["type"]:
        case "none_of":
            remedy = f"write one of: {', '.join(dict.fromkeys(context['kinds']))}"
            return f"{shown_value(error['input'])!r} cannot stand here", remedy
        case "union_tag_not_found":
            return f"no {_TAG} is given", f"say by {_TAG!r} what this is"
        case "union_tag_invalid":
            tags = str(context.get("expected_tags", "")).replace("'", "")
            return f"{str(context.get('tag', ''))[:80]!r} is not a known {_TAG}", f"one of: {tags}"
        case "too_long":
            return "this holds too many items", f"send {context['max_length']} at most"
        case "too_short" | "string_too_short":
            return "this holds too little", f"send {context['min_length']} at least"
        case "greater_than_equal" if isinstance(context["ge"], str):
            return "this day is too early", f"use {context['ge']} or a later day"
        case "less_than_equal" if isinstance(context["le"], str):
            return "this day is too late", f"use {context['le']} or an earlier day"
        case "value_error":
            message, _, remedy = str(context["error"]).partition("; ")
            return message, remedy
        case "less_than":
            return "this is too large", f"use less than {context['lt']:.15g}"
        case "string_pattern_mismatch":
            return "this has letters that cannot stand here", f"it must match {context['pattern']}"
        case "timezone_aware":
            return "the time has no zone", "write it like 2026-11-02T08:00:00Z"
        case "extra_forbidden":
            *above, name = (str(part) for part in error["loc"])
            known = nearest(name, _fields_within(model, above))
            return f"{name[:80]!r} is not known here", known or "leave it out"
        case kind if kind.startswith("datetime"):
            return "this is no moment", "write it like 2026-11-02T08:00:00Z"
    return refusal_words(error)


def all_words_of(refused: ValidationError, content: object) -> str:
    """What a model refused of a content, a line each: where, what, and what to do."""
    lines = []
    for error in told_once(islice(refused.errors(include_url=False), MOST_LINES)):
        message, remedy = words_of(error)
        place = "/".join(str(part) for part in place_of(error["loc"], content))
        lines.append("; ".join(filter(None, (f"{place}: {message}" if place else message, remedy))))
    return "\n".join(lines)


def place_of(path: Sequence[Any], content: object) -> list[Any]:
    """Where an error stands in the content: its path without the steps that are in no document."""
    place: list[Any] = []
    is_told = False  # whether the shape of what stands here was named already
    for number, part in enumerate(path):
        following = path[number + 1 :]
        if part == "[key]":
            continue
        if not is_told and _is_tag(part, following, content):
            is_told = True
            continue
        if _holds(content, part):
            content, is_told = content[part], False  # type: ignore[index]
        elif following:
            continue  # the name of a type among several
        place.append(part)
    return place


def _asked_of(error: Mapping[str, Any]) -> tuple[bool, tuple[Any, ...]]:
    """Whether an error speaks of one plain kind among several, and where its value stands."""
    *above, last = error["loc"] or ("",)
    is_plain = last in _PLAIN and error["type"] != "missing"
    return is_plain, tuple(above) if is_plain else tuple(error["loc"])


def _fields_within(model: type[BaseModel] | None, path: Sequence[str]) -> Iterator[str]:
    """The names at a place of a model; none where that can have several shapes."""
    for name in path:
        field = model.model_fields.get(name) if model is not None else None
        inner = list(_parts_of(field.annotation)) if field is not None else []
        model = inner[0] if len(inner) == 1 else None
    if model is not None:
        yield from (field.alias or name for name, field in model.model_fields.items())


def _parts_of(annotation: object) -> Iterator[type[BaseModel]]:
    """The models of which a type is made; a list of one has a number before the names of it."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (Union, UnionType, Annotated):
        for part in get_args(annotation):
            yield from _parts_of(part)


def _holds(content: object, part: Any) -> bool:
    if isinstance(content, list):
        return isinstance(part, int) and part < len(content)
    return isinstance(content, dict) and part in content


def _is_tag(part: object, following: Sequence[Any], content: object) -> bool:
    """Whether a step says which shape was taken; ``beds`` may be the shape and a field of it."""
    if not isinstance(content, dict) or content.get(_TAG) != part:
        return False
    return part not in content or bool(following)
