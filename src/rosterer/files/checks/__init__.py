"""Do the tables of a case fit together? One file a question; all faults of all tables are found in one go."""

from rosterer.files.faults import Fault
from rosterer.files.tables import Draft


def check_draft(draft: Draft) -> list[Fault]:
    """Every fault between the tables of a draft, in the order of the tables."""
    return []
