"""Do the tables of a case fit together? One file a question; all faults of all tables are found in
one go.
"""

from collections.abc import Iterator

from rosterer.files.checks.care import (
    broken_options,
    misplaced_occupants,
    rising_stays,
    unlike_classes,
)
from rosterer.files.checks.dates import (
    duties_out_of_place,
    impossible_waits,
    odd_dates,
    odd_settings,
    overlapping_absences,
)
from rosterer.files.checks.fixed import duties_nobody_can_keep
from rosterer.files.checks.keys import doubles, shared_codes, shared_ids
from rosterer.files.checks.references import unknown_references
from rosterer.files.checks.sizes import too_large_numbers
from rosterer.files.checks.staff import (
    ambiguous_shifts,
    cover_out_of_reach,
    impossible_phases,
    overlapping_bands,
    sleeping_cover,
)
from rosterer.files.faults import Fault
from rosterer.files.tables import Draft
from rosterer.files.wanted import require_wanted

CHECKS = (
    odd_settings,
    too_large_numbers,
    doubles,
    shared_ids,
    shared_codes,
    unknown_references,
    odd_dates,
    duties_out_of_place,
    overlapping_absences,
    impossible_waits,
    overlapping_bands,
    ambiguous_shifts,
    sleeping_cover,
    impossible_phases,
    cover_out_of_reach,
    duties_nobody_can_keep,
    rising_stays,
    broken_options,
    unlike_classes,
    misplaced_occupants,
)
"""Each looks at the sound rows of a draft and yields what does not fit."""


def check_draft(draft: Draft) -> Iterator[Fault]:
    """Every fault between the tables of a draft, question by question, as it is found."""
    for check in CHECKS:
        require_wanted()
        yield from check(draft)
