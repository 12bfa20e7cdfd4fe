"""What is read of a plan once, so that many questions can be asked of it?"""

from functools import cached_property

from rosterer.referee.calendar import Calendar
from rosterer.referee.cells import shortages
from rosterer.referee.duties import Duty
from rosterer.referee.judge import judge
from rosterer.referee.load import Cell
from rosterer.referee.reading import Reading, read_plan
from rosterer.referee.register import Register
from rosterer.referee.roster import Roster, read_lines
from rosterer.referee.units import UnitShortage, unit_shortages
from rosterer.referee.verdict import Verdict
from rosterer.referee.words import said
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import DutyPiece, Plan
from rosterer_models.vocabulary.shift import Line


class Grounds:
    """A case, a plan of it, and what the referee reads in them.

    Parameters
    ----------
    verdict
        Of the plan, where it is known.
    show_names
        Call people by their display names, where the reader may see them.
    """

    def __init__(
        self, case: Case, plan: Plan, *, verdict: Verdict | None = None, show_names: bool = False
    ) -> None:
        self.case, self.show_names = case, show_names
        self.verdict = judge(case, plan) if verdict is None else verdict
        # what the referee keeps for people who are only expected stays when something is tried
        self.plan = plan.model_copy(update={"reservations": self.verdict.reservations})
        self.reading: Reading = read_plan(
            case, plan, self.verdict.reservations, show_names=show_names
        )
        self.register: Register = self.reading.register
        self.calendar: Calendar = self.register.calendar

    @cached_property
    def roster(self) -> Roster:
        """Worked lines."""
        return Roster(self.register)

    @cached_property
    def lines(self) -> dict[str, Line]:
        """The line of each pattern person."""
        return read_lines(self.roster, self.plan.lines)[0]

    @cached_property
    def rows(self) -> dict[str, list[DutyPiece]]:
        """Rows of the plan's duties by person."""
        rows: dict[str, list[DutyPiece]] = {}
        for row in self.plan.duties:
            rows.setdefault(row.person, []).append(row)
        return rows

    @cached_property
    def duties(self) -> dict[tuple[str, int], Duty]:
        """Duties by person and day."""
        return {(duty.person.person, duty.day): duty for duty in self.reading.duties}

    @cached_property
    def short_cells(self) -> dict[Cell, float]:
        """Minutes short in each cell of care that is short."""
        return shortages(self.reading.load, self.reading.supply)

    @cached_property
    def short_units(self) -> list[UnitShortage]:
        """Staff that units lack."""
        return list(unit_shortages(self.register, self.reading.load, self.reading.heads))

    def said(self, day: int) -> str:
        """A day as sentences name it."""
        return said(self.calendar.date(day))

    def called(self, person: str) -> str:
        """A person as sentences call them."""
        return self.register.called(person)
