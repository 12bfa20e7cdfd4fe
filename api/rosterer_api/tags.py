"""Is a tag among those that a caller names (RFC 9110, sections 8.8.3 and 13.1)?"""

import re
from collections.abc import Iterable

_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')
_ANY = "*"


def matches_weakly(tag: str, given: Iterable[str]) -> bool:
    """Whether a caller has something as good as this: for ``If-None-Match``."""
    plain = tag.removeprefix("W/")
    return any(text.strip() == _ANY or plain in _plain_tags(text) for text in given)


def matches_strongly(tag: str, given: Iterable[str]) -> bool:
    """Whether a caller means exactly this: for ``If-Match``, where weak tags never match."""
    if tag.startswith("W/"):
        return False
    return any(text.strip() == _ANY or tag in _TAG.findall(text) for text in given)


def _plain_tags(text: str) -> list[str]:
    return [found.removeprefix("W/") for found in _TAG.findall(text)]
