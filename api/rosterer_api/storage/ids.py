"""How are things named by the service?"""

import secrets
import time


def new_id(prefix: str) -> str:
    """A new id, such as ``job-0199c2f0a1b2c3d4e5f6a7b8``; later ids sort after earlier ones (to the
    millisecond).
    """
    return f"{prefix}-{int(time.time() * 1000):012x}{secrets.token_hex(6)}"
