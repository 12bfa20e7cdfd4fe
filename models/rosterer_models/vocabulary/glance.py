"""How does a large fact look at a glance, in a notebook or a traceback?"""

from collections.abc import Mapping
from html import escape


def in_a_line(kind: str, about: str, sizes: Mapping[str, int]) -> str:
    """``<Case 'derby', 28 days from 2026-11-02: 131 people, 46 referrals>``."""
    told = ", ".join(f"{size:,} {name}" for name, size in sizes.items() if size)
    return f"<{kind}{about}: {told or 'empty'}>"


def as_table(caption: str, sizes: Mapping[str, int]) -> str:
    """The same as a small table of HTML."""
    rows = "".join(
        f"<tr><th scope='row'>{escape(name)}</th><td>{size:,}</td></tr>"
        for name, size in sizes.items()
        if size
    )
    return f"<table><caption>{escape(caption)}</caption><tbody>{rows}</tbody></table>"
