"""Which things that a case says contradict one another? For each contradiction a smallest set that
clashes: what is left of it does not, once any one is given up.

Members are taken away one after the other, with the referee as the judge of whether what is left
still clashes. What was worked before, leave and everything else of the case stay as they are.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from rosterer.explain.members import Member, fixed_members, of_rule, without
from rosterer.explain.trial import without_remedy
from rosterer.referee.calendar import ShiftHours
from rosterer.referee.diary import Diary, present_line
from rosterer.referee.duties import read_duties
from rosterer.referee.duty_rules import judge_duties
from rosterer.referee.finding import Finding
from rosterer.referee.inheritance import before_any_plan
from rosterer.referee.register import Register
from rosterer.referee.roster import Roster
from rosterer.referee.verdict import RuleName
from rosterer.referee.words import counted, said
from rosterer.referee.working_rules import brought_by
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.changing import with_tables
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.plan import DutyPiece

Clashes = Callable[[Case], bool]
OF_A_DAY: tuple[RuleName, ...] = ("absence", "availability", "days-off", "nights")
"""Rules that a fixed duty is let break, and that it contradicts all the same."""


class Conflict(Fact):
    """Things that a case says and that cannot all be kept."""

    rule: str
    who: str
    when: date | None = None
    members: tuple[Member, ...]
    """Without any one of them the others can be kept."""
    sentence: str


def conflicts_of(case: Case, *, show_names: bool = False) -> tuple[Conflict, ...]:
    """Contradictions of fixed duties with one another and with history, rules, caps, limits and
    absence; and of kept lines with these.

    Each clash of the same rule for the same person that has no fixed duty in common with those told
    is told too.
    """
    register = Register(case, show_names=show_names)
    found = [*_of_single_duties(register)]
    for person in case.people:
        alone = _alone(case, person)
        found += _of_fixed(register, alone, person)
        if person.kind == "pattern" and person.line_rule == "kept":
            found += _of_line(register, alone, person)
    return tuple(found)


def _alone(case: Case, person: Person) -> Case:
    """The case with one person; row numbers of tables stay what they are in `Member`."""
    return with_tables(case, {"people": (person,), "requests": ()})


def _smallest(
    case: Case, members: Sequence[Member], clashes: Clashes, aside: Sequence[Member] = ()
) -> list[Member]:
    """The members that are left when none can be given up without resolving the clash, beside those
    that were given up already.
    """
    kept, gone = list(members), list(aside)
    for member in members:
        if clashes(without(case, [*gone, member])):
            gone.append(member)
            kept.remove(member)
    return kept


def _findings(case: Case, person: Person) -> list[Finding]:
    """What history and fixed duties break for somebody, whatever the plan."""
    register = Register(case)
    own = register.people[person.person]
    found = list(before_any_plan(Diary(register, own)).values())
    fixed = [day for day in register.fixed.get(own.person, ()) if register.calendar.has(day)]
    if own.kind != "pattern" and own.max_duties is not None and len(fixed) > own.max_duties:
        excess = len(fixed) - own.max_duties
        words = f"{counted(len(fixed), 'fixed duty', 'fixed duties')}; {own.max_duties} agreed: -"
        found.append(Finding("max-duties", 0, min(fixed), max(fixed), excess, "duties", words))
    return found


def _of_fixed(register: Register, case: Case, person: Person) -> Iterator[Conflict]:
    """Fixed duties that break working rules, rule by rule."""
    name = person.person
    pool = fixed_members(register, name)
    rules = dict.fromkeys(finding.rule for finding in _findings(case, person))
    for rule in rules:
        aside: list[Member] = []
        while True:
            members = [*(one for one in pool if one not in aside), *of_rule(register, name, rule)]

            def clashes(other: Case, rule: RuleName = rule) -> bool:
                return any(one.rule == rule for one in _findings(other, person))

            if not clashes(without(case, aside)):
                break
            least = _smallest(case, members, clashes, aside)
            left = without(case, [*aside, *(one for one in members if one not in least)])
            finding = next(one for one in _findings(left, person) if one.rule == rule)
            yield _conflict(register, person, finding, least)
            own = [one for one in least if one.kind == "fixed"]
            if not own:
                break
            aside += own


def _conflict(
    register: Register, person: Person, finding: Finding, members: Sequence[Member]
) -> Conflict:
    called = register.called(person.person)
    told = without_remedy(finding.sentence)
    clash = "; ".join(one.sentence for one in members)
    return Conflict(
        rule=finding.rule,
        who=person.person,
        when=register.calendar.date(finding.day),
        members=tuple(members),
        sentence=f"{called}: {told}. These cannot all be kept: {clash}.",
    )


def _of_single_duties(register: Register) -> Iterator[Conflict]:
    """Fixed duties on days, or of a kind, that the person cannot have."""
    case = register.case
    free = Register(with_tables(case, {"fixed": ()}), show_names=register.show_names)
    for number, row in enumerate(case.fixed):
        if not register.calendar.has(register.calendar.number(row.date)):
            continue
        piece = DutyPiece(person=row.person, date=row.date, shift=row.shift, minutes=0)
        duties, _ = read_duties(free, [piece])
        fixed = next(one for one in fixed_members(register, row.person) if one.rows == (number,))
        for breach in judge_duties(free, row.person, duties).told:
            if breach.rule not in OF_A_DAY:
                continue
            others = _against(register, row.person, row.date, breach.rule)
            told = without_remedy(breach.sentence)
            clash = "; ".join(one.sentence for one in (fixed, *others))
            yield Conflict(
                rule=breach.rule,
                who=row.person,
                when=row.date,
                members=(fixed, *others),
                sentence=f"{told}, and is fixed. These cannot all be kept: {clash}.",
            )


def _against(register: Register, person: str, day: date, rule: str) -> list[Member]:
    """What a fixed duty contradicts."""
    if rule == "absence":
        rows = [
            (number, row)
            for number, row in enumerate(register.case.absences)
            if row.person == person and row.first_day <= day <= row.last_day
        ]
        told = " and ".join(
            f"absence from {said(row.first_day)} to {said(row.last_day)}" for _, row in rows
        )
        numbers = tuple(number for number, _ in rows)
        return [
            Member(
                kind="absence", name="absences", who=person, when=day, rows=numbers, sentence=told
            )
        ]
    if rule == "availability":
        words = f"what {register.called(person)} offers, which has not this duty"
        return [Member(kind="availability", name=rule, who=person, when=day, sentence=words)]
    return list(of_rule(register, person, rule))


def _of_line(register: Register, case: Case, person: Person) -> Iterator[Conflict]:
    """Days on which a kept line gives a duty that cannot be worked, told once for each rule."""
    roster, line = Roster(register), present_line(person)
    worked = roster.worked(person, line)
    absent = register.absent.get(person.person, frozenset())
    fixed = register.fixed.get(person.person, {})
    days: dict[str, list[tuple[int, ShiftHours]]] = {}
    for day in range(register.calendar.days):
        shift = roster.given(person, line, day)
        if shift is None or day in absent or day in fixed or day in worked:
            continue
        days.setdefault(_rule_against(roster, person, day, shift), []).append((day, shift))
    for rule, found in days.items():
        yield _conflict_of_line(register, case, person, rule, found)


def _rule_against(roster: Roster, person: Person, day: int, shift: ShiftHours) -> str:
    """The rule to which a duty of the line yields."""
    if shift.is_night and not person.nights:
        return "nights"
    diary = roster.settled(person).copy()
    for other, worked in roster.worked(person, present_line(person)).items():
        diary.add(other, worked)
    brought = brought_by(diary, day, shift)
    # what no plan is judged by, an average of weeks that are only supposed, is what is left
    return brought[0].rule if brought else "weekly-average"


def _conflict_of_line(
    register: Register,
    case: Case,
    person: Person,
    rule: str,
    found: Sequence[tuple[int, ShiftHours]],
) -> Conflict:
    day, shift = found[0]
    line, called = present_line(person), register.called(person.person)
    members = [*fixed_members(register, person.person), *of_rule(register, person.person, rule)]

    def clashes(other: Case) -> bool:
        own = other.people[0]
        return day not in Roster(Register(other)).worked(own, line)

    least = _smallest(case, members, clashes)
    kept = Member(
        kind="line",
        name="line",
        who=person.person,
        sentence=f"the kept line (pattern {line.pattern} at phase {line.phase})",
    )
    when = register.calendar.date(day)
    more = f" (and on {counted(len(found) - 1, 'more day')})" if len(found) > 1 else ""
    clash = "; ".join(one.sentence for one in (kept, *least))
    return Conflict(
        rule=rule,
        who=person.person,
        when=when,
        members=(kept, *least),
        sentence=f"{called}'s line gives {shift.shift} on {said(when)}{more}, which cannot be "
        f"worked ({rule}). These cannot all be kept: {clash}.",
    )
