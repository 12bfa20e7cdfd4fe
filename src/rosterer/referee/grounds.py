"""What of a judgement is the same for every plan of a case?"""

from collections.abc import Mapping
from functools import cached_property

from rosterer.referee import service
from rosterer.referee.census import census_courses
from rosterer.referee.ledger import Entry
from rosterer.referee.load import Cell, Load
from rosterer.referee.pay import contract_pay, fixed_pay, least_pay
from rosterer.referee.preferences import unavoidable_entries
from rosterer.referee.register import Register
from rosterer.referee.roster import Roster
from rosterer.referee.shortfall import Shortfall
from rosterer.referee.stays import Courses
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Person


class Grounds:
    """A case as the referee reads it, once for any number of plans."""

    def __init__(self, case: Case, *, show_names: bool = False) -> None:
        self.register = Register(case, show_names=show_names)
        self.roster, self.courses = Roster(self.register), Courses(self.register)
        self.census = census_courses(self.register, self.courses)
        self.load = Load(self.register, self.courses, self.census)
        """Base cover and census alone."""
        self.shortfall = Shortfall(self.register)
        self.rank = {person.person: number for number, person in enumerate(case.people)}
        """Of each person in the case."""
        self._least: dict[str, list[Entry]] = {}
        self._unavoidable: dict[str, Mapping[str, Entry]] = {}

    def entries(self) -> list[Entry]:
        """What every plan costs."""
        return [
            *contract_pay(self.register),
            *fixed_pay(self.register),
            *service.census_option_entries(self.register, self.census),
        ]

    def least_pay(self, person: Person) -> list[Entry]:
        """The least enhancements of a person."""
        if person.person not in self._least:
            self._least[person.person] = least_pay(self.roster, person)
        return self._least[person.person]

    def unavoidable(self, person: Person) -> Mapping[str, Entry]:
        """Costs of preference that a person has in every plan, by name."""
        if person.person not in self._unavoidable:
            self._unavoidable[person.person] = unavoidable_entries(self.roster, person)
        return self._unavoidable[person.person]

    @cached_property
    def cells_at(self) -> dict[str, list[Cell]]:
        """Cells with base cover or census by place."""
        found: dict[str, list[Cell]] = {}
        for cell in self.load.settled:
            found.setdefault(cell[0], []).append(cell)
        return found

    @cached_property
    def rank_of_cell(self) -> dict[Cell, int]:
        """Of each cell with base cover or census."""
        return {cell: number for number, cell in enumerate(self.load.settled)}

    @cached_property
    def rank_of_fixed(self) -> dict[str, int]:
        """Of each person with fixed duties."""
        return {person: number for number, person in enumerate(self.register.fixed)}
