"""Is there no room, or no way to write, where files lie for a while?"""

import errno

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


def is_for_want_of_room(failure: BaseException) -> bool:
    """Whether something failed because the machine had no room for it."""
    return isinstance(failure, OSError) and failure.errno in _WANT
