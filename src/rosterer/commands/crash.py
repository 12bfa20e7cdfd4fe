"""What does a user learn when the program itself fails?"""

import os
import tempfile
import traceback
from pathlib import Path

DEBUG_VARIABLE = "ROSTERER_DEBUG"


def crash_report(failure: Exception) -> str:
    """A short message; with ``ROSTERER_DEBUG`` set the traceback goes to a file, which the message
    names.
    """
    summary = f"{type(failure).__name__}: {failure}".splitlines()[0][:300]
    if not os.environ.get(DEBUG_VARIABLE):
        return (
            f"Internal failure ({summary}). This is a fault of the program; set "
            f"{DEBUG_VARIABLE}=1 and repeat to get a report."
        )
    handle, name = tempfile.mkstemp(prefix="rosterer-crash-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("".join(traceback.format_exception(failure)))
    return f"Internal failure ({summary}). The report is in {Path(name)}"
