"""Which duties does a line give a person, and which lines may they have?"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from rosterer.referee.calendar import ShiftHours
from rosterer.referee.diary import Diary, present_line
from rosterer.referee.finding import Finding
from rosterer.referee.inheritance import Key, before_any_plan
from rosterer.referee.register import Register
from rosterer.referee.verdict import Breach
from rosterer.referee.working_rules import is_broken_by
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.plan import ChosenLine
from rosterer_models.vocabulary.shift import Line


class Roster:
    """Worked lines of a case, each built once."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._settled: dict[str, Diary] = {}
        self._before: dict[str, dict[Key, Finding]] = {}
        self._worked: dict[tuple[str, str, int, bool], dict[int, ShiftHours]] = {}

    def settled(self, person: Person) -> Diary:
        """A diary with the person's history and fixed duties; copy it before adding."""
        if person.person not in self._settled:
            self._settled[person.person] = Diary(self.register, person)
        return self._settled[person.person]

    def before_any_plan(self, person: Person) -> dict[Key, Finding]:
        """What history and fixed duties break already."""
        if person.person not in self._before:
            self._before[person.person] = before_any_plan(self.settled(person))
        return self._before[person.person]

    def worked(self, person: Person, line: Line) -> Mapping[int, ShiftHours]:
        """Shifts of the worked line by day of the horizon: what remains of a line after absence,
        fixed duties and yields.
        """
        return self._walked(person, line, averages_count=True)

    def without_averages(self, person: Person, line: Line) -> Mapping[int, ShiftHours]:
        """The same if no duty had to yield to an average."""
        return self._walked(person, line, averages_count=False)

    def firm(self, person: Person, line: Line) -> Mapping[int, ShiftHours]:
        """Duties of the worked line that no average has to do with: a plan works or gives back
        each.
        """
        besides = self.without_averages(person, line)
        worked = self.worked(person, line)
        return {day: shift for day, shift in worked.items() if besides.get(day) == shift}

    def given(self, person: Person, line: Line, day: int) -> ShiftHours | None:
        """What the line itself gives on a day, whatever becomes of it."""
        cycle = self.register.patterns[line.pattern].cycle
        return self.register.shifts.get(cycle[(day + line.phase) % len(cycle)])

    def _walked(
        self, person: Person, line: Line, *, averages_count: bool
    ) -> Mapping[int, ShiftHours]:
        length = len(self.register.patterns[line.pattern].cycle)
        key = (person.person, line.pattern, line.phase % length, averages_count)
        if key not in self._worked:
            self._worked[key] = self._build(person, line, averages_count)
        return self._worked[key]

    def _build(self, person: Person, line: Line, averages_count: bool) -> dict[int, ShiftHours]:
        absent = self.register.absent.get(person.person, frozenset())
        fixed = self.register.fixed.get(person.person, {})
        diary = self.settled(person).copy()
        worked: dict[int, ShiftHours] = {}
        for day in range(self.register.calendar.days):
            shift = self.given(person, line, day)
            if shift is None or day in absent or day in fixed:
                continue
            if (shift.is_night and not person.nights) or is_broken_by(
                diary, day, shift, averages_count=averages_count
            ):
                continue
            diary.add(day, shift)
            worked[day] = shift
        return worked

    def allowed(self, person: Person) -> Iterator[Line]:
        """Lines that a pattern person may have, the present one first."""
        present = present_line(person)
        yield present
        if person.line_rule == "kept":
            return
        for pattern in dict.fromkeys((present.pattern, *person.patterns)):
            if pattern in self.register.patterns:
                for phase in range(len(self.register.patterns[pattern].cycle)):
                    if not self.is_same(Line(pattern=pattern, phase=phase), present):
                        yield Line(pattern=pattern, phase=phase)

    def is_same(self, line: Line, other: Line) -> bool:
        """Both lines give the same day of the same cycle; phases a whole cycle apart are one
        phase.
        """
        if line.pattern != other.pattern:
            return False
        return (line.phase - other.phase) % len(self.register.patterns[line.pattern].cycle) == 0


def worked_line(case: Case, person: Person, line: Line) -> dict[int, str]:
    """Shift ids by day of the worked line of a person.

    Parameters
    ----------
    case
        The case. What was read of the case asked for last is kept, so that asking for many lines in
        turn is quick.
    person
        One of the case's pattern staff.
    line
        A pattern of the case at a phase.

    Returns
    -------
    dict
        From day number (0 is the first day) to shift id, for the days on which the line is worked:
        absence, fixed duties and duties that yield to a working rule are left out.
    """
    return {day: shift.shift for day, shift in _roster_of(_Same(case)).worked(person, line).items()}


class _Same:
    """A case as a key: the same object, for its contents are too many to compare."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.case is self.case

    def __hash__(self) -> int:
        return id(self.case)


@lru_cache(maxsize=1)
def _roster_of(same: _Same) -> Roster:
    return Roster(Register(same.case))


def read_lines(roster: Roster, rows: Iterable[ChosenLine]) -> tuple[dict[str, Line], list[Breach]]:
    """The line of each pattern person, and breaches of ``line-allowed``; who is not listed keeps
    the present line.
    """
    register = roster.register
    lines = {
        person.person: present_line(person)
        for person in register.case.people
        if person.kind == "pattern"
    }
    broken: list[Breach] = []
    seen: set[str] = set()
    for row in rows:
        fault = _fault_of_line(roster, row, row.person in seen)
        seen.add(row.person)
        if fault is not None:
            broken.append(fault)
        person = register.people.get(row.person)
        if person is not None and person.kind == "pattern" and row.pattern in register.patterns:
            lines[row.person] = Line(pattern=row.pattern, phase=row.phase)
    return lines, broken


def _fault_of_line(roster: Roster, row: ChosenLine, is_repeated: bool) -> Breach | None:
    person = roster.register.people.get(row.person)
    if person is None:
        sentence = (
            f"lines name {row.person}, whom the case does not have: correct the id or "
            "add the person"
        )
        return Breach(rule="known-names", who=row.person, sentence=sentence)
    chosen = f"pattern {row.pattern} at phase {row.phase}"
    called = roster.register.called(row.person)
    if person.kind != "pattern":
        return Breach(
            rule="line-allowed",
            who=row.person,
            sentence=f"{called} is {person.kind} staff and has no line: remove the row",
        )
    if is_repeated:
        return Breach(
            rule="line-allowed",
            who=row.person,
            sentence=f"{called} has a second line, {chosen}: keep one row",
        )
    if row.pattern not in roster.register.patterns or row.pattern not in (
        person.pattern,
        *person.patterns,
    ):
        sentence = (
            f"{chosen} is not among the patterns of {called}: choose one of those "
            "or add it to their patterns"
        )
        return Breach(rule="line-allowed", who=row.person, sentence=sentence)
    present = present_line(person)
    if person.line_rule == "kept" and not roster.is_same(
        Line(pattern=row.pattern, phase=row.phase), present
    ):
        sentence = (
            f"{called} keeps pattern {present.pattern} at phase {present.phase} but "
            f"is given {chosen}: restore it"
        )
        return Breach(rule="line-allowed", who=row.person, sentence=sentence)
    return None
