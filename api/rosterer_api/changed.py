"""Which case do changes lead to, and which of them is at fault when they lead to none?"""

from collections.abc import Sequence
from itertools import islice

from pydantic import ValidationError

from rosterer.files import BadInput, check_case
from rosterer.files.checks.sizes import LARGEST_NUMBER
from rosterer.files.faults import MOST_FAULTS
from rosterer_api.problems import ErrorItem, ProblemError, bad_request, error_items, fault_items
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import (
    ArrivalsPercent,
    Change,
    DemandPercent,
    Returning,
    Scenario,
    StaysPercent,
)
from rosterer_models.vocabulary.changing import RefusedChangeError, applied
from rosterer_models.vocabulary.referral import LONGEST_STAGE_DAYS

SCALING = (StaysPercent, DemandPercent, ArrivalsPercent)
"""Changes that multiply; a few of them one after another leave all bounds."""
BOUNDS = {
    "options": ("days", LONGEST_STAGE_DAYS),
    "cover": ("minutes", LARGEST_NUMBER),
    "expected": ("amount", LARGEST_NUMBER),
}
"""Of each table the column that a percentage multiplies, and the most that may stand there."""


def changed_case(case: Case, changes: Sequence[Change], pointer: str) -> Case:
    """The case after changes.

    Parameters
    ----------
    pointer
        To the list of changes in the body.

    Raises
    ------
    ProblemError
        422 with every fault, each with a pointer to its change.
    """
    errors: list[ErrorItem] = []
    after = case
    for number, change in enumerate(changes):
        try:
            before, after = after, applied(after, [change])
            if isinstance(change, SCALING):
                found = _out_of_bounds(before, after, f"{pointer}/{number}")
                if found:
                    raise bad_request([*errors, *found])  # the others would only make it larger
        except RefusedChangeError as refused:
            errors.append(ErrorItem(detail=str(refused), pointer=f"{pointer}/{number}"))
        except ValidationError as refused:  # of prices, which keep an order
            details = error_items(refused.errors(include_url=False), {})
            errors += [
                ErrorItem(detail=one.detail, pointer=f"{pointer}/{number}") for one in details
            ]
    errors = errors or _faults_of(case, changes, pointer, after)
    if errors:
        raise bad_request(errors)
    return Case.model_validate(after.model_dump())


def _out_of_bounds(before: Case, after: Case, pointer: str) -> list[ErrorItem]:
    """What a change by a percentage made too large, as that change."""
    for table, (name, most) in BOUNDS.items():
        if getattr(after, table) is getattr(before, table):
            continue
        largest = max((getattr(row, name) or 0 for row in getattr(after, table)), default=0)
        if largest > most:
            detail = f"this leads to {name} of {largest:,.0f} in {table}; at most {most:,}"
            return [ErrorItem(detail=detail, pointer=pointer, remedy="use a smaller percent")]
    return []


def scenario_errors(case: Case, scenario: Scenario, pointer: str) -> list[ErrorItem]:
    """What of a scenario does not fit the case, each with a pointer to its change."""
    options = {stage.option for stage in case.options}
    errors = [
        ErrorItem(detail=f"there is no option {name!r} in the case", pointer=f"{pointer}/{number}")
        for number, change in enumerate(scenario.change)
        if isinstance(change, Returning)
        for name in (change.option, change.to)
        if name not in options
    ]
    try:
        changed_case(case, scenario.change, pointer)
    except ProblemError as refused:
        errors += refused.errors
    return errors


def _faults_of(case: Case, changes: Sequence[Change], pointer: str, after: Case) -> list[ErrorItem]:
    """What does not fit together at the end, laid to the first change that we find after which
    something does not.
    """
    faults = _check(after)
    if not faults:
        return []
    sound, faulty = 0, len(changes)  # how many changes leave a sound case, and how many do not
    while faulty - sound > 1:
        middle = (sound + faulty) // 2
        if _check(applied(case, changes[:middle])):
            faulty = middle
        else:
            sound = middle
    return _at(faults, f"{pointer}/{faulty - 1}")


def _at(errors: Sequence[ErrorItem], pointer: str) -> list[ErrorItem]:
    return [error.model_copy(update={"pointer": pointer}) for error in errors]


def _check(case: Case) -> list[ErrorItem]:
    try:
        whole = Case.model_validate(case.model_dump())
    except ValidationError as refused:
        return error_items(list(islice(refused.errors(include_url=False), MOST_FAULTS + 1)), {})
    return fault_items(BadInput(check_case(whole)))
