"""How is an edit refused?"""

from collections.abc import Iterable


class RefusedEditError(ValueError):
    """Edits cannot be made, and none of them was; the message says why of each, a line each."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))
