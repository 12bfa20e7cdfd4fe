"""What does each id of the case stand for?"""

from collections import Counter, defaultdict
from functools import cached_property

from rosterer.referee.calendar import Calendar, ShiftHours, hours_of
from rosterer.referee.enhancements import Paid, paid_of
from rosterer.referee.geography import Geography
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Absence, Availability, FixedDuty, Person, Request
from rosterer_models.vocabulary.place import Unit
from rosterer_models.vocabulary.referral import ArrivalClass, Barrier, Stage, Where


class Register:
    """The case's tables by id and by day number, each read once."""

    def __init__(self, case: Case, *, show_names: bool = False) -> None:
        self.case = case
        self.show_names = show_names
        self.calendar = Calendar.of(case)
        self.geography = Geography(case.places, case.limits)
        self.people = {person.person: person for person in case.people}
        self.employers = {employer.employer: employer for employer in case.employers}
        self.shifts: dict[str, ShiftHours] = {
            shift.shift: hours_of(shift, case.rules.sleep_in) for shift in case.shifts
        }
        self.patterns = {pattern.pattern: pattern for pattern in case.patterns}
        self.bands = {band.band: band.minutes for band in case.bands}
        self.places = {place.place: place for place in case.places}
        self.units = {unit.unit: unit for unit in case.units}
        self.skills = {skill.skill: skill for skill in case.skills}
        self.referrals = {referral.referral: referral for referral in case.referrals}
        self._paid: dict[tuple[str, int, str], Paid] = {}

    def called(self, person: str) -> str:
        """A person as sentences call them: the display name where names may be shown, with the id
        beside it where two share it.
        """
        name = self.people[person].name if self.show_names and person in self.people else ""
        if not name:
            return person
        return f"{name} ({person})" if self._names[name] > 1 else name

    @cached_property
    def _names(self) -> Counter[str]:
        return Counter(person.name for person in self.case.people)

    @cached_property
    def can_do(self) -> dict[str, frozenset[str]]:
        """Skills of each person and those that they cover."""
        covers = {skill.skill: skill.covers for skill in self.case.skills}
        return {
            person.person: frozenset(person.skills).union(
                *(covers.get(skill, ()) for skill in person.skills)
            )
            for person in self.case.people
        }

    @cached_property
    def absent(self) -> dict[str, frozenset[int]]:
        """Days of absence, from the first that an average can see to the end of the horizon."""
        first = -7 * self.case.rules.average_weeks
        days: dict[str, set[int]] = defaultdict(set)
        for absence in self.case.absences:
            days[absence.person].update(
                self.calendar.span(
                    absence.first_day, absence.last_day, (), first, self.calendar.days
                )
            )
        return {person: frozenset(numbers) for person, numbers in days.items()}

    @cached_property
    def absences(self) -> dict[str, list[Absence]]:
        """Absences by person, however long ago."""
        absences: dict[str, list[Absence]] = defaultdict(list)
        for row in self.case.absences:
            absences[row.person].append(row)
        return dict(absences)

    @cached_property
    def refused_successions(self) -> frozenset[tuple[str, str]]:
        """Shifts, each with one that nobody starts on the day after it."""
        return frozenset(
            (shift.shift, later) for shift in self.case.shifts for later in shift.not_next_day
        )

    @cached_property
    def first_history_day(self) -> int:
        """The first day on which somebody worked before the horizon; 0 without history."""
        return min((self.calendar.number(row.date) for row in self.case.history), default=0)

    @cached_property
    def fixed(self) -> dict[str, dict[int, FixedDuty]]:
        """Fixed duties by person and day, outside the horizon too."""
        fixed: dict[str, dict[int, FixedDuty]] = defaultdict(dict)
        for duty in self.case.fixed:
            fixed[duty.person][self.calendar.number(duty.date)] = duty
        return dict(fixed)

    def is_offered(self, person: Person, day: int, shift: ShiftHours) -> bool:
        """Somebody without a line can be rostered: on what they offer; a contract person who says
        nothing of it on every day.
        """
        offers = self.availability.get(person.person, ())
        if not offers:
            return person.kind == "contract"
        when = self.calendar.date(day)
        return any(
            row.first_day <= when <= row.last_day and (not row.shifts or shift.shift in row.shifts)
            for row in offers
        )

    @cached_property
    def availability(self) -> dict[str, list[Availability]]:
        """What bank and contract people offer."""
        offers: dict[str, list[Availability]] = defaultdict(list)
        for row in self.case.availability:
            offers[row.person].append(row)
        return dict(offers)

    @cached_property
    def requests(self) -> dict[str, list[Request]]:
        """Wishes by person."""
        requests: dict[str, list[Request]] = defaultdict(list)
        for row in self.case.requests:
            requests[row.person].append(row)
        return dict(requests)

    @cached_property
    def named_skills(self) -> dict[str, frozenset[str]]:
        """Skills that cover names at each unit, on any day."""
        named: dict[str, set[str]] = defaultdict(set)
        for row in self.case.cover:
            if row.unit is not None:
                named[row.unit].add(row.skill)
        return {unit: frozenset(skills) for unit, skills in named.items()}

    @cached_property
    def named_heads(self) -> dict[tuple[str, int], dict[tuple[str, str], int]]:
        """Heads that cover asks for, by unit and day, then band and skill."""
        named: dict[tuple[str, int], dict[tuple[str, str], int]] = {}
        for row in self.case.cover:
            if row.unit is not None:
                for day in self.calendar.span(
                    row.first_day, row.last_day, row.weekdays, 0, self.calendar.days
                ):
                    heads = named.setdefault((row.unit, day), {})
                    heads[row.band, row.skill] = heads.get((row.band, row.skill), 0) + row.heads
        return named

    @cached_property
    def history(self) -> dict[str, list[tuple[int, ShiftHours]]]:
        """Duties worked before day 0, by person."""
        worked: dict[str, list[tuple[int, ShiftHours]]] = defaultdict(list)
        for duty in self.case.history:
            day = self.calendar.number(duty.date)
            if day < 0 and duty.shift in self.shifts:
                worked[duty.person].append((day, self.shifts[duty.shift]))
        return dict(worked)

    @cached_property
    def stages(self) -> dict[str, tuple[Stage, ...]]:
        """The stages of each option, in order."""
        stages: dict[str, list[Stage]] = defaultdict(list)
        for stage in self.case.options:
            stages[stage.option].append(stage)
        return {
            option: tuple(sorted(rows, key=lambda row: row.stage))
            for option, rows in stages.items()
        }

    @cached_property
    def survival(self) -> dict[str, list[tuple[int, int]]]:
        """Points of each survival curve, by day."""
        points: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for point in self.case.stays:
            points[point.stay].append((point.day, point.per_mille))
        return {stay: sorted(rows) for stay, rows in points.items()}

    @cached_property
    def barriers(self) -> dict[str, list[Barrier]]:
        """Barriers by referral."""
        barriers: dict[str, list[Barrier]] = defaultdict(list)
        for barrier in self.case.barriers:
            barriers[barrier.referral].append(barrier)
        return dict(barriers)

    @cached_property
    def triage_slots(self) -> list[int] | None:
        """Slots on each day of the horizon; None without a limit."""
        if not self.case.triage:
            return None
        slots = [0] * self.calendar.days
        for row in self.case.triage:
            for day in self.calendar.span(
                row.first_day, row.last_day, row.weekdays, 0, self.calendar.days
            ):
                slots[day] += row.slots
        return slots

    @cached_property
    def available_beds(self) -> dict[str, list[int]]:
        """Beds less those out of use, by unit, on each day of horizon and tail."""
        beds = {unit.unit: [unit.beds] * self.calendar.end for unit in self.case.units}
        for row in self.case.closures:
            for day in self.calendar.span(row.first_day, row.last_day, (), 0, self.calendar.end):
                if row.unit in beds:
                    beds[row.unit][day] -= row.beds
        return {unit: [max(0, number) for number in numbers] for unit, numbers in beds.items()}

    @cached_property
    def closed_to_admissions(self) -> frozenset[tuple[str, int]]:
        """Units and days on which nobody is admitted."""
        return frozenset(
            (row.unit, day)
            for row in self.case.closures
            if not row.admissions
            for day in self.calendar.span(row.first_day, row.last_day, (), 0, self.calendar.days)
        )

    def most_admissions(self, unit: Unit, day: int) -> int | None:
        """The most starts in a unit on a day of the week; None without a limit."""
        return unit.admissions.get(self.calendar.weekday_name(day), unit.admissions.get("all"))

    @cached_property
    def classes(self) -> tuple[ArrivalClass, ...]:
        """One row of each arrival class, by priority and then id."""
        first: dict[str, ArrivalClass] = {}
        for row in self.case.expected:
            first.setdefault(row.arrival_class, row)
        return tuple(sorted(first.values(), key=lambda row: (row.priority, row.arrival_class)))

    @cached_property
    def expected(self) -> dict[str, list[float]]:
        """People expected of each arrival class on each day of the horizon."""
        amounts = {row.arrival_class: [0.0] * self.calendar.days for row in self.classes}
        for row in self.case.expected:
            for day in self.calendar.span(
                row.first_day, row.last_day, row.weekdays, 0, self.calendar.days
            ):
                amounts[row.arrival_class][day] += row.amount
        return amounts

    def takes(self, unit: Unit, stage: Stage) -> bool:
        """A unit is of the stage's kind and accepts its option."""
        return unit.kind == stage.setting and (not unit.accepts or stage.option in unit.accepts)

    def delay_price(self, where: Where, priority: int) -> float:
        """Pounds for a midnight of delay."""
        prices = self.case.prices
        price = {
            "acute": prices.delay_acute,
            "community": prices.delay_community,
            "home": prices.delay_home,
        }[where]
        return price * self.weight(priority)

    def weight(self, priority: int) -> float:
        """Weight of a delayed midnight by priority."""
        prices = self.case.prices
        percent = {
            1: prices.priority_1_percent,
            2: prices.priority_2_percent,
            3: prices.priority_3_percent,
        }[priority]
        return percent / 100

    def delay_payer(self, where: Where) -> str:
        """Who pays for a delayed midnight."""
        payers = self.case.payers
        return {"acute": payers.acute, "community": payers.community, "home": payers.home}[where]

    def pay_of(self, person: Person, day: int, shift: ShiftHours) -> Paid:
        """What is paid of a duty by the rules of the person's employer."""
        key = (person.employer, day, shift.shift)
        if key not in self._paid:
            self._paid[key] = paid_of(self.employers[person.employer], self.calendar, day, shift)
        return self._paid[key]

    def premium(self, person: Person, day: int, shift: ShiftHours) -> float:
        """Enhancement of a duty, in pounds."""
        return self.pay_of(person, day, shift).premium

    def is_unsocial(self, day: int, shift: ShiftHours) -> bool:
        """A night, weekend or bank-holiday duty."""
        return shift.is_night or self.calendar.is_weekend(day) or day in self.calendar.holidays
