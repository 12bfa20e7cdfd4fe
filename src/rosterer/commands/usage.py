"""How is a value on the command line refused: in the words in which files and requests are?"""

from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from pydantic import ValidationError


class OwnWords(TyperGroup):
    """All commands; what the library says of a wrong value is said in words of our own."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that is asked for."""
        from pydantic import ValidationError

        try:
            return super().invoke(ctx)
        except typer.BadParameter as wrong:
            if isinstance(wrong.__cause__, ValidationError):
                wrong.message = _words(wrong.__cause__)
            raise


def _words(refused: "ValidationError") -> str:
    """What is wrong with the value, and what to do about it."""
    from rosterer.files.rows import refusal_words

    error = refused.errors(include_url=False)[0]
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    message, remedy = refusal_words(error)
    return f"{message}; {remedy}"
