"""How does the search use a second core beside the proof? Independent programmes are solved side by
side, in threads.

The engine lets go of the interpreter while it works, so threads are enough.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

SIDES = 2
"""Programmes solved at a time. The same on every machine, so that counted work gives the same plan
on each.
"""


def beside(
    items: Iterable[Item],
    begin: Callable[[Item, float], Callable[[], Result] | None],
    end: Callable[[Item, Result], None],
    *,
    are_apart: Callable[[Item, Item], bool],
    in_batches: bool,
) -> None:
    """Do the work of each item, two at a time, the first ones first.

    Parameters
    ----------
    begin
        Told an item and how many there still are, those at work counted by half; gives the work,
        which must read nothing that ``end`` changes, or None to begin no more.
    end
        Told what came of an item. This and ``begin`` are called in the calling thread.
    are_apart
        Whether two items may be worked on side by side.
    in_batches
        Whether the next ones wait until both are done, as they must where equal work is to give
        equal results.
    """
    waiting, running = list(items), dict[Future[Result], Item]()
    until = ALL_COMPLETED if in_batches else FIRST_COMPLETED
    with ThreadPoolExecutor(SIDES) as pool:
        while waiting or running:
            while len(running) < SIDES:
                free = (one for one in waiting if all(are_apart(one, o) for o in running.values()))
                item = next(free, None)
                if item is None:
                    break
                work = begin(item, len(waiting) + len(running) / 2)
                if work is None:
                    waiting.clear()
                    break
                waiting.remove(item)
                running[pool.submit(work)] = item
            done = wait(running, return_when=until).done
            for future in [one for one in running if one in done]:
                end(running.pop(future), future.result())
