"""What load does a case offer, computed from its tables alone?

A second computation that shares nothing with the generator: plain Python, by the definitions of
``docs/reference/generator.md``.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from math import ceil, hypot

from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.referral import Stage

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Loads:
    """Capacity and offered load of a case."""

    def __init__(self, case: Case, target: float) -> None:
        self.case = case
        self.target = target
        self.sectors = [place for place in case.places if place.kind == "sector"]
        self.curves: dict[str, dict[int, float]] = defaultdict(dict)
        for point in case.stays:
            self.curves[point.stay][point.day] = point.per_mille / 1000
        self.stages: dict[str, list[Stage]] = defaultdict(list)
        for stage in sorted(case.options, key=lambda stage: stage.stage):
            self.stages[stage.option].append(stage)
        self.care = 0.0
        self.bed_days: dict[str, float] = defaultdict(float)
        self._add_people_in_care()

    def number(self, day: date) -> int:
        return (day - self.case.first_day).days

    def weekday(self, day: int) -> str:
        return WEEKDAYS[(self.case.first_day.weekday() + day) % 7]

    # Capacity

    def on_duty(self) -> dict[str, float]:
        """Contact minutes an average day by band, before units take their heads."""
        contact = {shift.shift: shift.contact for shift in self.case.shifts}
        cycles = {pattern.pattern: pattern.cycle for pattern in self.case.patterns}
        absent: dict[str, set[int]] = defaultdict(set)
        for row in self.case.absences:
            absent[row.person].update(
                range(self.number(row.first_day), self.number(row.last_day) + 1)
            )
        for duty in self.case.fixed:
            absent[duty.person].add(self.number(duty.date))
        total: dict[str, float] = defaultdict(float)
        for person in self.case.people:
            if person.kind == "bank":
                days = [row for row in self.case.availability if row.person == person.person]
                offered = sum((row.last_day - row.first_day).days + 1 for row in days)
                duties = min(person.max_duties or 0, offered)
                for shift in days[0].shifts if days else ():
                    for band, minutes in contact[shift].items():
                        total[band] += duties * minutes / len(days[0].shifts) / self.case.days
                continue
            cycle = cycles[person.pattern or ""]
            for day in set(range(self.case.days)) - absent[person.person]:
                for band, minutes in contact.get(
                    cycle[(day + (person.phase or 0)) % len(cycle)], {}
                ).items():
                    total[band] += minutes / self.case.days
        return total

    def care_capacity(self) -> float:
        """Face-to-face minutes an average day outside units."""
        total, taken = self.on_duty(), defaultdict[str, float](float)
        for shift in self.case.shifts:
            if shift.shift not in ("D", "N"):
                continue
            for unit in self.case.units:
                if unit.skill is None:
                    continue
                occupied = min(1.0, self.target) * unit.beds
                heads = ceil(
                    max(
                        max(
                            unit.min_staff.get(band, 0),
                            occupied / unit.beds_per_staff.get(band, float("inf")),
                        )
                        for band in shift.contact
                    )
                    - 1e-9
                )
                for band, minutes in shift.contact.items():
                    taken[band] += heads * minutes
        # At least a tenth of each band is left to rounds, however small the service.
        left = sum(max(minutes - taken[band], minutes / 10) for band, minutes in total.items())
        return left / (1 + self.travel_share())

    def travel_share(self) -> float:
        """Mean over people of the mean travel share to the sectors of their reach."""
        shares = [list(self._shares(person)) for person in self.case.people]
        return sum(sum(row) / len(row) for row in shares) / len(shares)

    def _shares(self, person: Person) -> Iterator[float]:
        limits = self.case.limits
        home = next(place for place in self.sectors if place.place == person.home)
        speed = limits.drive_metres_per_minute if person.mobile else limits.walk_metres_per_minute
        journeys = sorted(
            (
                hypot(place.easting - home.easting, place.northing - home.northing)
                * limits.detour
                / speed,
                place.place,
            )
            for place in self.sectors
        )
        for minutes, place in journeys[: limits.nearest_places]:
            if place == person.home or minutes <= limits.reach_minutes:
                yield limits.local_travel + (
                    0 if place == person.home else minutes / limits.round_minutes
                )

    # Demand

    def base(self) -> float:
        """Minutes of base cover an average day."""
        total = 0.0
        for row in self.case.cover:
            for day in range(self.number(row.first_day), self.number(row.last_day) + 1):
                if not row.weekdays or self.weekday(day) in row.weekdays:
                    total += row.minutes * row.carers
        return total / self.case.days

    def _add_people_in_care(self) -> None:
        first = self.case.first_day
        for occupant in self.case.census:
            end = self.number(occupant.until) if occupant.until else None
            self._add(occupant.option, 0, 1.0, -self.number(occupant.started), end, occupant.stage)
        for referral in self.case.referrals:
            self._add(referral.options[0], max(0, self.number(referral.ready)), 1.0)
        for row in self.case.expected:
            for day in range((row.first_day - first).days, (row.last_day - first).days + 1):
                if not row.weekdays or self.weekday(day) in row.weekdays:
                    self._add(row.options[0], day, row.amount)

    def _survives(self, stage: Stage, day: int) -> float:
        if stage.days is not None:
            return 1.0 if day < stage.days else 0.0
        curve = self.curves[stage.stay or ""]
        if day not in curve:
            assert day > max(curve), "the generator names every day of its curves"
            return 0.0
        return curve[day]

    def _add(
        self,
        option: str,
        start: int,
        amount: float,
        age: int = 0,
        end: int | None = None,
        stage: int = 1,
    ) -> None:
        """Add the expected use of people who start an option, or are in a stage of it, on a day."""
        starts = {start: 1.0}
        for step in self.stages[option][stage - 1 :]:
            follow: dict[int, float] = defaultdict(float)
            for begins, chance in starts.items():
                before = 1.0
                for day in range(begins, self.case.days):
                    if end is not None:
                        there = 1.0 if day < end else 0.0
                    else:
                        there = self._survives(step, day - begins + age) / self._survives(step, age)
                    follow[day] += chance * (before - there)
                    before = there
                    if there == 0:
                        break
                    self._count(step, amount * chance * there, day - begins + age)
            starts, age, end = (
                {day: chance for day, chance in follow.items() if chance > 0},
                0,
                None,
            )

    def _count(self, stage: Stage, people: float, day: int) -> None:
        if stage.setting != "home":
            self.bed_days[stage.setting] += people
            return
        share = min(day, stage.taper_days) / stage.taper_days if stage.taper_days else 0.0
        for band in {*stage.minutes, *stage.minutes_end}:
            start, end = stage.minutes.get(band, 0), stage.minutes_end.get(band, 0)
            self.care += people * stage.carers * (start + (end - start) * share)

    # Load

    def care_load(self) -> float:
        """Offered care over the capacity for care."""
        return (self.base() + self.care / self.case.days) / self.care_capacity()

    def bed_load(self, kind: str) -> float:
        """Offered bed days of a kind over those that are open."""
        kinds = {unit.unit: unit.kind for unit in self.case.units}
        beds = sum(unit.beds for unit in self.case.units if unit.kind == kind) * self.case.days
        for row in self.case.closures:
            if kinds[row.unit] == kind:
                beds -= row.beds * ((row.last_day - row.first_day).days + 1)
        return self.bed_days[kind] / beds
