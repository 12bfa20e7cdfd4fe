"""Where is what never changes kept as it is sent?

Plans, cases and results of winters stay as they are, so a document, a table or an export of one is
the same each time. It is made once and kept in memory, packed where that helps, up to so many
bytes; what was not asked for longest goes first. Who may see it, and whether it is still there, is
asked each time.
"""

import gzip
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

MOST_BYTES = 64 * 1024 * 1024
JSON = "application/json"
PACKED_ALREADY = ("application/zip", "application/vnd.openxmlformats")
_LEVEL = 6


@dataclass(frozen=True)
class Made:
    """The body of an answer, as it is kept.

    Attributes
    ----------
    names
        How many names of people are in it, by team: whoever is shown them is in the audit log each
        time.
    """

    content: bytes
    media_type: str
    is_packed: bool = False
    names: Mapping[str, int] = field(default_factory=dict)

    def plain(self) -> bytes:
        """The body for those who cannot unpack it."""
        return gzip.decompress(self.content) if self.is_packed else self.content


def made(content: bytes, media_type: str, names: Mapping[str, int] | None = None) -> Made:
    """A body, packed where that makes it smaller."""
    names = names or {}
    if media_type.startswith(PACKED_ALREADY):
        return Made(content, media_type, False, names)
    return Made(gzip.compress(content, _LEVEL, mtime=0), media_type, True, names)


class Kept:
    """Bodies by what they are of; safe to use from any thread.

    Parameters
    ----------
    most_bytes
        Of all bodies together.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._bodies: OrderedDict[str, Made] = OrderedDict()
        self._lock = Lock()

    def get(self, tag: str) -> Made | None:
        """What was kept under a tag, if it still is."""
        with self._lock:
            found = self._bodies.get(tag)
            if found is not None:
                self._bodies.move_to_end(tag)
            return found

    def put(self, tag: str, body: Made) -> Made:
        """Keep a body, unless it alone is more than there is room for."""
        with self._lock:
            if tag not in self._bodies and len(body.content) <= self._most:
                self._bodies[tag] = body
                self._bytes += len(body.content)
            while self._bytes > self._most:
                _, oldest = self._bodies.popitem(last=False)
                self._bytes -= len(oldest.content)
        return body
