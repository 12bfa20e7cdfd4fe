"""Who is on duty on each day, and who may be asked for one duty more?

Everybody works the present line and what is fixed (another line only where the present one would
make a night worker of somebody who has worked too long to be one). One duty more is a float of
somebody who owes some, or a duty of contract or bank staff that they offer; it must keep every
working rule with all that the person has already.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Literal, NamedTuple

from rosterer.referee.calendar import ShiftHours
from rosterer.referee.contracts import overtime_pounds, settlements
from rosterer.referee.diary import Diary, present_line
from rosterer.referee.night_workers import is_line_by_night
from rosterer.referee.pay import bank_pounds
from rosterer.referee.roster import Roster
from rosterer.referee.working_rules import SMALL, is_broken_by
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.shift import Line

Source = Literal["line", "float", "contract", "bank", "fixed"]
SOURCE_OF_MORE: dict[str, Source] = {"pattern": "float", "contract": "contract", "bank": "bank"}
"""Of one duty more, by kind of person."""


class Offer(NamedTuple):
    """A shift that somebody may be asked for, and the pounds that it costs."""

    shift: ShiftHours
    cost: float


def _is_over_nights(diary: Diary) -> bool:
    """A night worker with these duties would exceed the night average in a judged period."""
    return "night-average" not in diary.rules.off and any(
        period.is_judged and minutes > period.night_average_minutes + SMALL
        for period, minutes in zip(diary.periods, diary.period_minutes, strict=True)
    )


class Rota:
    """Duties by person and day; grows by one duty at a time."""

    def __init__(self, roster: Roster) -> None:
        self.roster, self.register = roster, roster.register
        self.on_duty: list[dict[str, ShiftHours]] = [{} for _ in range(self.register.calendar.days)]
        """By day: who works which shift."""
        self.source: dict[tuple[str, int], Source] = {}
        self._diaries: dict[str, Diary] = {}
        self._line_diaries: dict[str, Diary] = {}
        self._floats: dict[str, list[int]] = defaultdict(list)
        self._duties: Counter[str] = Counter()
        """Of those without a line, and fixed ones."""
        self._asked: Counter[str] = Counter()
        """How many duties more each person has been asked for."""
        self._offers: dict[tuple[str, int], tuple[int, list[Offer] | None]] = {}
        """By person and day: after how many duties more they were found, and the offers."""
        for person in self.register.case.people:
            self._enter_settled(person)

    def _enter_settled(self, person: Person) -> None:
        name = person.person
        for day, fixed in self.register.fixed.get(name, {}).items():
            if self.register.calendar.has(day) and fixed.shift in self.register.shifts:
                self._enter(name, day, self.register.shifts[fixed.shift], "fixed")
                self._duties[name] += 1
        if person.kind == "pattern":
            for day, shift in self._line(person).items():
                self._enter(name, day, shift, "line")

    def _enter(self, name: str, day: int, shift: ShiftHours, source: Source) -> None:
        self.on_duty[day][name] = shift
        self.source[name, day] = source

    def _line(self, person: Person) -> Mapping[int, ShiftHours]:
        return self.roster.worked(person, self.line_of(person))

    def line_of(self, person: Person) -> Line:
        """The present line; or, where that alone would make the night limit theirs, which what they
        worked before exceeds already, another one that they may have.
        """
        present, settled = present_line(person), self.roster.settled(person)
        if (
            settled.line is not None
            or person.night_worker is not None
            or settled.is_night_worker
            or not is_line_by_night(self.register, person, present)
            or not _is_over_nights(settled)
        ):
            return present
        others = (
            line
            for line in self.roster.allowed(person)
            if not is_line_by_night(self.register, person, line)
        )
        return next(others, present)

    def is_training(self, name: str, day: int) -> bool:
        """The duty is fixed as training and serves nothing."""
        fixed = self.register.fixed.get(name, {}).get(day)
        return fixed is not None and fixed.training

    def offers(self, person: Person, day: int) -> list[Offer]:
        """One duty more that keeps every rule. What is refused once stays refused, since a roster
        only grows.
        """
        asked, known = self._offers.get((person.person, day), (-1, None))
        if asked != self._asked[person.person]:
            shifts = (
                self.register.shifts.values() if known is None else [offer.shift for offer in known]
            )
            known = [
                Offer(shift, self._asked_cost(person, day, shift))
                for shift in shifts
                if self.may_add(person, day, shift)
            ]
            self._offers[person.person, day] = (self._asked[person.person], known)
        return known or []

    def may_add(self, person: Person, day: int, shift: ShiftHours) -> bool:
        """One duty more keeps every rule."""
        allowed = self._is_free(person, day, shift) and (
            self._may_float(person, day, shift)
            if person.kind == "pattern"
            else self._may_work_free(person, day, shift)
        )
        return (
            allowed
            and not is_broken_by(self._diary(person), day, shift)
            and not self._makes_night_worker(person, day, shift)
        )

    def _makes_night_worker(self, person: Person, day: int, shift: ShiftHours) -> bool:
        """With this duty the nights of the plan would make the night limit theirs, which what they
        worked before exceeds already.
        """
        diary, settled = self._diary(person), self.roster.settled(person)
        if not _is_over_nights(diary):
            return False
        trial, by_day = diary.copy(), settled.copy()
        trial.add(day, shift)
        for number, duties in trial.duties.items():
            for duty in duties:
                if not duty.is_night and duty not in settled.duties.get(number, ()):
                    by_day.add(number, duty)
        return trial.is_night_worker and not by_day.is_night_worker

    def add(self, person: Person, day: int, shift: ShiftHours) -> None:
        """Enter a duty that is among the offers."""
        self._asked[person.person] += 1
        self._diary(person).add(day, shift)
        if person.kind == "pattern":
            self._floats[person.person].append(day)
        else:
            self._duties[person.person] += 1
        self._enter(person.person, day, shift, SOURCE_OF_MORE[person.kind])

    def _asked_cost(self, person: Person, day: int, shift: ShiftHours) -> float:
        """Pounds that one more duty costs: bank pay or what it does to contract hours, the
        enhancement, and wishes broken or met.
        """
        pay = (
            bank_pounds(self.register, person, day, shift)
            if person.kind == "bank"
            else self._contract_cost(person, day, shift)
        )
        return pay + self.cost_within_contract(person, day, shift)

    def cost_within_contract(self, person: Person, day: int, shift: ShiftHours) -> float:
        """Pounds of a duty of which the hours are paid anyway: the enhancement, and wishes."""
        return self.register.premium(person, day, shift) + self._wishes(person, day, shift)

    def _contract_cost(self, person: Person, day: int, shift: ShiftHours) -> float:
        """Overtime that a duty more brings, and balance; none of who has a line, or no contract."""
        if person.kind != "contract":
            return 0.0
        worked = {
            number: there[person.person]
            for number, there in enumerate(self.on_duty)
            if person.person in there
        }
        rate, price = (
            overtime_pounds(self.register, person),
            self.register.case.prices.balance_hour,
        )

        def pounds(duties: Mapping[int, ShiftHours]) -> float:
            return sum(
                row.overtime * rate + row.outside * price
                for row in settlements(self.register, person, duties)
            )

        return pounds({**worked, day: shift}) - pounds(worked)

    def _wishes(self, person: Person, day: int, shift: ShiftHours) -> float:
        pounds = 0.0
        for request in self.register.requests.get(person.person, ()):
            if self.register.calendar.number(request.date) == day:
                price = (
                    self.register.case.prices.broken_wish
                    if request.price is None
                    else request.price
                )
                if request.wish in ("on", shift.shift):
                    pounds -= price
                elif request.wish == "off":
                    pounds += price
        return pounds

    def _is_free(self, person: Person, day: int, shift: ShiftHours) -> bool:
        return (
            person.person not in self.on_duty[day]
            and day not in self.register.absent.get(person.person, ())
            and self.register.calendar.weekday_name(day) not in person.days_off
            and (person.nights or not shift.is_night)
        )

    def _may_work_free(self, person: Person, day: int, shift: ShiftHours) -> bool:
        if person.max_duties is not None and self._duties[person.person] >= person.max_duties:
            return False
        return self.register.is_offered(person, day, shift)

    def _may_float(self, person: Person, day: int, shift: ShiftHours) -> bool:
        taken, spacing = self._floats[person.person], self.register.case.limits.float_spacing_days
        if len(taken) >= person.floats_owed or any(abs(day - other) < spacing for other in taken):
            return False
        return not is_broken_by(self._line_diary(person), day, shift)

    def _line_diary(self, person: Person) -> Diary:
        """History, fixed duties and the whole line, without floats: each float alone must fit
        it.
        """
        if person.person not in self._line_diaries:
            diary = self.roster.settled(person).copy()
            for day, shift in self._line(person).items():
                diary.add(day, shift)
            self._line_diaries[person.person] = diary
        return self._line_diaries[person.person]

    def _diary(self, person: Person) -> Diary:
        if person.person not in self._diaries:
            base = (
                self._line_diary(person)
                if person.kind == "pattern"
                else self.roster.settled(person)
            )
            self._diaries[person.person] = base.copy()
        return self._diaries[person.person]
