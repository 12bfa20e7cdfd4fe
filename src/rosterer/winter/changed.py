"""What does a scenario make of a case, and which of its changes cannot be made?"""

from collections.abc import Sequence

from pydantic import ValidationError

from rosterer.files import check_case
from rosterer.files.faults import BadInput, Fault
from rosterer.winter.touching import require_touching, unchanged_by
from rosterer_models.vocabulary import change as kinds
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.changing import (
    RefusedChangeError,
    applied,
    require_beds_to_close,
)

OF_WHOLE_NUMBERS = (kinds.BankSize, kinds.StaysPercent, kinds.PackageHours)
"""Changes by per cent that rounding can leave without any effect."""
BRINGING = (kinds.PersonAdded, kinds.ReferralAdded)
"""Changes that bring a row of the user's own, which may not fit the case."""


def changed_case(told: Case, carried: Case, scenario: kinds.Scenario, days: int) -> Case:
    """The case after a scenario's changes.

    Parameters
    ----------
    told
        The case as it was given.
    carried
        The same, carried on to the end of so many days.

    Raises
    ------
    BadInput
        With every change that cannot be made or changes nothing, by its number.
    """
    require_touching(carried, scenario, days)
    after, faults = carried, []
    for number, change in in_order(scenario.change):
        what = f"change {number} ({change.kind})"
        try:
            before, after = after, applied(after, [change])
        except RefusedChangeError as refused:
            faults.append(Fault(scenario.name, f"{what}: {refused}", "correct it", row=number))
        except ValidationError as refused:  # of prices, which keep an order
            words = str(refused.errors(include_url=False)[0]["ctx"]["error"])
            faults.append(Fault(scenario.name, f"{what}: {words}", "correct it", row=number))
        else:
            if isinstance(change, OF_WHOLE_NUMBERS):
                word = unchanged_by(before, after, change)
                if word:
                    faults.append(
                        Fault(scenario.name, f"{what} {word}", "use a larger percent", row=number)
                    )
    if not faults:
        try:
            require_beds_to_close(after, len(carried.closures))
        except RefusedChangeError as refused:
            faults.append(Fault(scenario.name, f"in the end {refused}", "correct the changes"))
    if not faults and any(isinstance(change, BRINGING) for change in scenario.change):
        faults = _misfits(told, scenario)
    if faults:
        raise BadInput(faults)
    return after


def in_order(changes: Sequence[kinds.Change]) -> list[tuple[int, kinds.Change]]:
    """Changes in the order in which a winter makes them, each with its number: the start moves
    first, lest it takes the dates of other changes along.
    """
    numbered = list(enumerate(changes, start=1))
    return sorted(numbered, key=lambda one: not isinstance(one[1], kinds.StartDate))


def _misfits(told: Case, scenario: kinds.Scenario) -> list[Fault]:
    """What of the rows that a scenario brings does not fit the case."""
    brought = [change for change in scenario.change if isinstance(change, BRINGING)]
    whole = Case.model_validate(applied(told, brought).model_dump())
    return [
        Fault(
            scenario.name,
            f"leads to {fault.file} with a row that does not fit: {fault.message}",
            fault.remedy,
            column=fault.column,
        )
        for fault in check_case(whole)
    ]
