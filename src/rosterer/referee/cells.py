"""How much care does each cell get, and how much is it short?"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from rosterer.referee.duties import MOST_MINUTES, TOLERANCE_MINUTES, Duty
from rosterer.referee.load import Cell, Load
from rosterer.referee.register import Register
from rosterer.referee.verdict import Breach
from rosterer.referee.words import in_hours, said
from rosterer_models.vocabulary.plan import AgencyHours


def cells_of(duty: Duty) -> set[Cell]:
    """Cells in which a duty gives care."""
    return {(piece.place, duty.day, piece.band, piece.skill) for piece in duty.pieces}


class Supply:
    """Care given in each cell, by person and by agencies."""

    def __init__(
        self, register: Register, duties: Iterable[Duty], agency: Iterable[tuple[int, AgencyHours]]
    ) -> None:
        self.by_person: dict[Cell, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self.by_agency: dict[Cell, float] = defaultdict(float)
        for duty in duties:
            self.add(duty)
        self.buy(agency)

    def buy(self, agency: Iterable[tuple[int, AgencyHours]]) -> set[Cell]:
        """Let this be all the care of agencies; cells in which it is another amount than before."""
        before, self.by_agency = self.by_agency, defaultdict(float)
        for day, row in agency:
            self.by_agency[row.place, day, row.band, row.skill] += min(row.minutes, MOST_MINUTES)
        cells = before.keys() | self.by_agency.keys()
        return {cell for cell in cells if before.get(cell, 0.0) != self.by_agency.get(cell, 0.0)}

    def add(self, duty: Duty) -> None:
        """Count the care of a duty."""
        for piece in duty.pieces:
            self.by_person[piece.place, duty.day, piece.band, piece.skill][duty.person.person] += (
                piece.minutes
            )

    def withdraw(self, duty: Duty) -> None:
        """Count it no longer."""
        for cell in cells_of(duty):
            people = self.by_person[cell]
            people.pop(duty.person.person, None)
            if not people:
                del self.by_person[cell]

    def put_in_order(self, cell: Cell, order: Callable[[str], int]) -> None:
        """Let the people of a cell follow one another as their duties do in the plan."""
        if cell in self.by_person:
            people = self.by_person[cell]
            for person in sorted(people, key=order):
                people[person] = people.pop(person)

    def own(self, cell: Cell) -> Sequence[float]:
        """Minutes of each person."""
        return list(self.by_person[cell].values()) if cell in self.by_person else ()

    def bought(self, cell: Cell) -> float:
        """Minutes of agencies."""
        return self.by_agency.get(cell, 0.0)


def read_agency(
    register: Register, rows: Iterable[AgencyHours]
) -> tuple[list[tuple[int, AgencyHours]], list[Breach]]:
    """Agency rows with their day, and breaches of ``known-names`` and ``agency-limit``."""
    known: list[tuple[int, AgencyHours]] = []
    broken: list[Breach] = []
    for row in rows:
        day = register.calendar.number(row.date)
        if (
            row.place in register.places
            and row.band in register.bands
            and row.skill in register.skills
            and register.calendar.has(day)
        ):
            known.append((day, row))
        else:
            sentence = (
                f"agency care at {row.place} on {said(row.date)} ({row.band}, {row.skill}) names "
                "what the case does not have, or a date outside the horizon: correct it"
            )
            broken.append(
                Breach(rule="known-names", who=row.place, when=row.date, sentence=sentence)
            )
    broken.extend(_over_limit(register, known))
    return known, broken


def _over_limit(register: Register, rows: Iterable[tuple[int, AgencyHours]]) -> Iterator[Breach]:
    minutes: dict[int, float] = defaultdict(float)
    for day, row in rows:
        minutes[day] += min(row.minutes, MOST_MINUTES)
    limit = 60 * register.case.limits.agency_hours_per_day
    for day, total in sorted(minutes.items()):
        if total > limit + TOLERANCE_MINUTES:
            when = register.calendar.date(day)
            sentence = (
                f"{in_hours(total)} of agency care on {said(when)}; {in_hours(limit)} a day are "
                "allowed: buy less or raise agency_hours_per_day"
            )
            yield Breach(
                rule="agency-limit",
                who="agency",
                when=when,
                by=total - limit,
                unit="minutes",
                sentence=sentence,
            )


def pair_deficit(both: float, own: Iterable[float], bought: float) -> float:
    """Minutes missing to have two carers at once for ``both`` minutes, when nobody can be both
    carers.
    """
    return 2 * both - bought - sum(min(minutes, both) for minutes in own)


def short_of(load: Load, supply: Supply, cell: Cell) -> float:
    """Minutes short in a cell; not above 0 where it is not."""
    own, bought = supply.own(cell), supply.bought(cell)
    missing = load.need(cell) - sum(own) - bought
    both = load.pairs.get(cell, 0.0) / 2
    return max(missing, pair_deficit(both, own, bought)) if both > 0 else missing


def shortages(load: Load, supply: Supply) -> dict[Cell, float]:
    """Minutes short in each cell that is short."""
    cells = dict.fromkeys((*load.settled, *load.placed))
    return {cell: short for cell in cells if (short := short_of(load, supply, cell)) > 0}


def judge_cells(
    register: Register, load: Load, short: dict[Cell, float]
) -> Iterator[tuple[tuple[str, str], Breach]]:
    """Breaches of ``hours-are-there``: packages start only on hours that are there. Beside each
    are the place and the skill, which have too much on many days for one package too many.
    """
    for cell, missing in short.items():
        excess = missing - load.settled.get(cell, 0.0)
        if excess > TOLERANCE_MINUTES:
            place, day, band, skill = cell
            when = register.calendar.date(day)
            sentence = (
                f"{place} on {said(when)} is short of {missing:.1f} minutes of {skill} in {band}, "
                f"{excess:.1f} more than base cover and census need: start fewer or later packages "
                "there, or add care"
            )
            breach = Breach(
                rule="hours-are-there",
                who=place,
                when=when,
                by=excess,
                unit="minutes",
                sentence=sentence,
            )
            yield (place, skill), breach
