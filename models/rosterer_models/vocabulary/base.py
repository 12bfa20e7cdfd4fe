"""What do all words of the vocabulary have in common?"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=64)]
"""A user's own name for a thing: letters, digits, ``_``, ``.`` and ``-``."""


class Fact(BaseModel):
    """A frozen record; unknown fields are refused, so that a misspelt column is never lost."""

    model_config = ConfigDict(frozen=True, extra="forbid")
