"""How are cases and plans packed for the database?"""

import json
import zlib
from collections.abc import Mapping

_LEVEL = 6
"""zlib's own default: a case of 150 people packs to a tenth in under 0.1 s."""


def packed(text: str) -> bytes:
    """A JSON text, compressed."""
    return zlib.compress(text.encode(), _LEVEL)


def packed_object(document: Mapping[str, object]) -> bytes:
    """A JSON object, compressed."""
    return packed(json.dumps(document, ensure_ascii=False, separators=(",", ":")))


def unpacked(content: bytes) -> str:
    """The JSON text of a packed document."""
    return zlib.decompress(content).decode()
