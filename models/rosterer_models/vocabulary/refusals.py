"""Why can a change not be made?"""

from collections.abc import Iterable


class RefusedChangeError(ValueError):
    """A change cannot be made; the message says why."""


class UnknownNameError(RefusedChangeError):
    """A change names something that the case does not have; correct the id, or leave the change
    out.
    """


class UnfitChangeError(RefusedChangeError):
    """A change does not fit the case: it closes more beds than there are, or begins the case on
    another weekday.
    """


class TooMuchError(RefusedChangeError):
    """Changes lead to more rows, or later days, than a case may have; ask for less."""


def known(name: str, names: Iterable[str], what: str) -> None:
    """Refuse a name that the case does not have.

    Raises
    ------
    UnknownNameError
        With the name.
    """
    if name not in set(names):
        raise UnknownNameError(f"there is no {what} {name!r} in the case")
