"""How does the service say in its own words what a model refused, and where that stands?"""

from collections.abc import Mapping, Sequence
from typing import Any

from rosterer.files.rows import refusal_words

_TAG = "kind"
"""The field that says which of several shapes an object has."""


def words_of(error: Mapping[str, Any]) -> tuple[str, str]:
    """What is wrong, and what to do about it."""
    context = error.get("ctx", {})
    match error["type"]:
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
            return "this is too large", f"use less than {context['lt']:g}"
        case "string_pattern_mismatch":
            return "this has letters that cannot stand here", f"it must match {context['pattern']}"
        case "timezone_aware":
            return "the time has no zone", "write it like 2026-11-02T08:00:00Z"
        case "extra_forbidden":
            return f"{str(error['loc'][-1])[:80]!r} is not known here", "leave it out"
        case kind if kind.startswith("datetime"):
            return "this is no moment", "write it like 2026-11-02T08:00:00Z"
    return refusal_words(error)


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


def _holds(content: object, part: Any) -> bool:
    if isinstance(content, list):
        return isinstance(part, int) and part < len(content)
    return isinstance(content, dict) and part in content


def _is_tag(part: object, following: Sequence[Any], content: object) -> bool:
    """Whether a step says which shape was taken; ``beds`` may be the shape and a field of it."""
    if not isinstance(content, dict) or content.get(_TAG) != part:
        return False
    return part not in content or bool(following)
