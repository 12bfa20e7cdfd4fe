"""What has come up, does it fit the case, and what does the case look like with it?

A change that cannot be made, says nothing new or is about the past alone is refused, with all
others of its file; one that begins in the past acts from now on, and that is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pydantic import ValidationError

from rosterer.files import check_case
from rosterer.files.faults import BadInput, Fault
from rosterer.referee.register import Register
from rosterer.replan.now import Now
from rosterer.winter.scenarios import read_scenario
from rosterer_models.vocabulary import change as kinds
from rosterer_models.vocabulary import daily_change as daily
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.changing import RefusedChangeError, applied, require_beds_to_close
from rosterer_models.vocabulary.plan import Plan
from rosterer_models.vocabulary.time import date_of, day_number

SIMULATED = (
    kinds.Sickness,
    kinds.WinterSeverity,
    kinds.Spot,
    kinds.Leaving,
    kinds.Returning,
    kinds.Ageing,
    kinds.TurnRound,
)
OF_PLANNING = (kinds.StartDate, kinds.BankSize)
"""What makes another plan necessary, not a repair."""
BRINGING = (kinds.PersonAdded, kinds.ReferralAdded, daily.CoverAdded, daily.OfferAccepted)
"""Changes that bring a row of the user's own, which may not fit the case."""
TO_THE_TAIL = (kinds.BedClosure, daily.Reopening)


@dataclass(frozen=True)
class Changed:
    """A case with what has come up."""

    before: Case
    after: Case
    changes: tuple[kinds.Change, ...]
    """As they act from now on."""
    notes: tuple[str, ...]
    """What somebody should know of how they were taken."""


def read_changes(path: Path) -> tuple[kinds.Change, ...]:
    """The ``[[change]]`` tables of a TOML file.

    Raises
    ------
    BadInput
        With every fault of the file.
    """
    found = read_scenario(path, name="changes")
    if not found.change:
        remedy = "write a [[change]] table for each thing that has come up"
        raise BadInput([Fault(str(path), "names no change", remedy)])
    return found.change


def changed(
    case: Case, plan: Plan, changes: Sequence[kinds.Change], now: Now, origin: str
) -> Changed:
    """The case after the changes.

    Parameters
    ----------
    plan
        What is published: who has begun a duty today has begun it whatever came up since.
    origin
        What faults call the list of changes.

    Raises
    ------
    BadInput
        With every change that cannot be made or changes nothing, by its number.
    """
    taking = _Taking(case, plan, now)
    faults = []
    for number, change in enumerate(changes, start=1):
        what = f"change {number} ({change.kind})"
        try:
            if change in changes[: number - 1]:
                first = changes.index(change) + 1
                raise RefusedChangeError(f"says the same as change {first}")
            taking.take(change, what)
        except RefusedChangeError as refused:
            remedy = "correct it or leave it out"
            faults.append(Fault(origin, f"{what}: {refused}", remedy, row=number))
        except ValidationError as refused:  # of prices, which keep an order
            words = str(refused.errors(include_url=False)[0]["ctx"]["error"])
            faults.append(Fault(origin, f"{what}: {words}", "correct it", row=number))
    if not faults:
        try:
            require_beds_to_close(taking.after, len(case.closures))
        except RefusedChangeError as refused:
            faults.append(Fault(origin, f"in the end {refused}", "correct the changes"))
    if not faults and any(isinstance(change, BRINGING) for change in changes):
        whole = Case.model_validate(taking.after.model_dump())
        faults = [
            Fault(
                origin,
                f"leads to {fault.file} with a row that does not fit: {fault.message}",
                fault.remedy,
                column=fault.column,
            )
            for fault in check_case(whole)
        ]
    if faults:
        raise BadInput(faults)
    return Changed(case, taking.after, tuple(taking.taken), tuple(taking.notes))


class _Taking:
    """Takes one change after the other."""

    def __init__(self, case: Case, plan: Plan, now: Now) -> None:
        self.before = self.after = case
        self.now, self.taken, self.notes = now, list[kinds.Change](), list[str]()
        shifts = {shift.shift: shift for shift in case.shifts}
        self._begun_today = {
            row.person
            for row in plan.duties
            if row.shift in shifts
            and day_number(case.first_day, row.date) == now.day
            and now.has_begun(now.day, shifts[row.shift])
        }

    def take(self, change: kinds.Change, what: str) -> None:
        """Make one change.

        Raises
        ------
        RefusedChangeError
            When it cannot be made, or would change nothing.
        """
        if isinstance(change, SIMULATED):
            raise RefusedChangeError("is of a simulated winter and changes no case")
        if isinstance(change, OF_PLANNING):
            raise RefusedChangeError("asks for another plan, not for a repair; use rosterer solve")
        change = self._from_now_on(change, what)
        self._require_news(change)
        after = applied(self.after, [change])
        if after == self.after:
            raise RefusedChangeError("changes nothing in this case")
        self.after = after
        self.taken.append(change)

    def _from_now_on(self, change: kinds.Change, what: str) -> kinds.Change:
        """The change on the days that are left."""
        first, last = _days_of(change)
        end = self.before.first_day + timedelta(days=self.before.days - 1)
        if isinstance(change, TO_THE_TAIL):
            end += timedelta(days=self.before.tail_days)
        open_from = self.now.first_open_date
        if isinstance(change, kinds.PersonUnavailable) and change.person in self._begun_today:
            open_from = date_of(self.before.first_day, self.now.day + 1)
            if first is not None and first < open_from:
                self.notes.append(
                    f"{change.person} has begun the duty of today, which stays; the absence counts "
                    f"from {open_from} on."
                )
        if last is not None and last < open_from:
            raise RefusedChangeError(
                f"is about the past: {last} is before {open_from}, the first day on which it can "
                "change something"
            )
        if first is not None and first > end:
            raise RefusedChangeError(f"begins on {first}, after the last day, {end}")
        if first is None or first >= open_from or not isinstance(change, kinds.Dated):
            return change
        if first < self.now.first_open_date:
            self.notes.append(f"{what} begins on {first}; what is before {open_from} is past.")
        return change.model_copy(update={"first_day": open_from})

    def _require_news(self, change: kinds.Change) -> None:
        match change:
            case kinds.PersonUnavailable():
                away = Register(self.after).absent.get(change.person, frozenset())
                days = [day_number(self.after.first_day, one) for one in change.span]
                inside = range(max(0, days[0]), min(self.after.days - 1, days[1]) + 1)
                if inside and away.issuperset(inside):
                    raise RefusedChangeError(f"{change.person!r} is away on these days already")
            case daily.OfferAccepted():
                self._require_to_come(change)
            case daily.OfferDeclined():
                pass
            case kinds.ReferralAdded():
                if any(one.referral == change.referral.referral for one in self.after.referrals):
                    raise RefusedChangeError(
                        f"{change.referral.referral!r} is known already; use referral-ready or "
                        "barrier-cleared for what is new of them"
                    )
            case _:
                pass

    def _require_to_come(self, change: daily.OfferAccepted) -> None:
        shift = next((one for one in self.after.shifts if one.shift == change.shift), None)
        day = day_number(self.after.first_day, change.date)
        if shift is not None and self.now.has_begun(day, shift):
            raise RefusedChangeError(f"the {change.shift} of {change.date} has begun already")


def _days_of(change: kinds.Change) -> tuple[date | None, date | None]:
    """The first and the last day that a change is about, where it has such."""
    if isinstance(change, kinds.Dated):
        return change.first_day, change.last_day
    if isinstance(change, daily.DailyChange):
        return daily.dates_of(change) or (None, None)
    return None, None
