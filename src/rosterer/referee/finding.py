"""What is a working rule, and one breach of it?"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from rosterer.referee.calendar import ShiftHours
from rosterer.referee.diary import Diary
from rosterer.referee.verdict import RuleName


class Finding(NamedTuple):
    """A working rule broken once; ``key`` tells breaches of a rule apart, neighbouring windows have
    neighbouring keys.
    """

    rule: RuleName
    key: int
    day: int
    last: int
    """The last day that it touches; ``day`` is the one to look at."""
    by: float
    unit: str
    sentence: str


Rule = Callable[[Diary, int, ShiftHours], Iterator[Finding]]
