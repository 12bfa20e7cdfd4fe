"""How does the search use a second core beside the proof? Independent programmes are solved side by
side, in threads.

The engine lets go of the interpreter while it works, so threads are enough.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

SIDES = 2
"""Programmes solved at a time. The same on every machine, so that counted work gives the same plan
on each.
"""


def beside(work: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """Do the same work for each item, two at a time.

    Parameters
    ----------
    work
        Must change nothing that the work for another item reads.

    Returns
    -------
    Results in the order of the items.
    """
    with ThreadPoolExecutor(SIDES) as pool:
        return list(pool.map(work, items))
