"""Which headers may a receiver ask for?

Those that it needs to let a message in, and none that decide where the message goes, how it is
framed, or what the service says of it itself.
"""

import re
from collections.abc import Mapping

MOST_HEADERS = 20
NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}"
VALUE = r"[!-~]([ -~]{0,998}[!-~])?"
FORBIDDEN = frozenset(
    {
        "accept-encoding",
        "connection",
        "cookie",
        "date",
        "expect",
        "forwarded",
        "host",
        "keep-alive",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "user-agent",
        "via",
    }
)
FORBIDDEN_BEGINNINGS = (
    "access-control-",
    "content-",
    "proxy-",
    "rosterer-",
    "sec-",
    "x-forwarded-",
)


def sound_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers.

    Raises
    ------
    ValueError
        When one is none, may not be set, or is there twice.
    """
    if len(headers) > MOST_HEADERS:
        raise ValueError(f"there may be {MOST_HEADERS} headers")
    folded: set[str] = set()
    for name, value in headers.items():
        lower = name.lower()
        if not re.fullmatch(NAME, name):
            raise ValueError(f"{name[:80]!r} is no name of a header")
        if lower in FORBIDDEN or lower.startswith(FORBIDDEN_BEGINNINGS):
            raise ValueError(f"the header {name!r} is the service's own")
        if lower in folded:
            raise ValueError(f"the header {name!r} is there twice")
        if not re.fullmatch(VALUE, value):
            raise ValueError(f"the value of {name!r} is not plain ASCII of 1 to 1000 characters")
        folded.add(lower)
    return dict(headers)
