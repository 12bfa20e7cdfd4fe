"""Is there no room, or no way to write, where files lie for a while?"""

import errno
from collections.abc import Iterator

_WANT = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EROFS,
        errno.EIO,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOMEM,
        errno.EAGAIN,
    }
)
"""Of the disk, of a quota, of a disk that can only be read or is broken, of open files, memory and
processes: time, or whoever runs the machine, mends them, and no caller can.
"""


class NoFolderError(OSError):
    """No folder can be made for files: whoever runs the machine can mend that, and no caller."""


def is_for_want_of_room(failure: BaseException) -> bool:
    """Whether something failed because the machine had no room for it, whatever became of that on
    the way: who writes a file says in words of its own that it could not.
    """
    return any(
        isinstance(link, NoFolderError) or (isinstance(link, OSError) and link.errno in _WANT)
        for link in links_of(failure)
    )


def links_of(failure: BaseException) -> Iterator[BaseException]:
    """An exception, those that it comes from, and those amid whose handling it was raised."""
    seen: dict[int, BaseException] = {}
    left: list[BaseException | None] = [failure]
    while left:
        link = left.pop()
        if link is not None and id(link) not in seen:
            seen[id(link)] = link
            left += [link.__context__, link.__cause__]
            if isinstance(link, BaseExceptionGroup):
                left += link.exceptions
            yield link
