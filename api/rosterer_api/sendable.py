"""What can JSON, and UTF-8, say of a value?"""

import math
from collections.abc import Mapping
from typing import Any


def sendable(value: Any) -> Any:
    """A value with a mark for each half character, and null for each number that is none."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {sendable(name): sendable(inner) for name, inner in value.items()}
    return [sendable(inner) for inner in value] if isinstance(value, list | tuple) else value
