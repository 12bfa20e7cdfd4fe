"""Does the whole roster of each person keep the working rules, and are floats and duties given back
within what is owed?
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from rosterer.referee.calendar import ShiftHours
from rosterer.referee.diary import Diary
from rosterer.referee.duties import Duty
from rosterer.referee.roster import Roster
from rosterer.referee.verdict import Breach
from rosterer.referee.working_rules import Finding, findings_of
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.shift import Line

Planned = Mapping[int, ShiftHours]
"""A person's duties of the plan that are not fixed, by day."""


def planned_by_person(duties: Iterable[Duty]) -> dict[str, dict[int, ShiftHours]]:
    """The plan's duties that are not fixed."""
    planned: dict[str, dict[int, ShiftHours]] = defaultdict(dict)
    for duty in duties:
        if not duty.is_fixed:
            planned[duty.person.person][duty.day] = duty.shift
    return dict(planned)


def full_diary(roster: Roster, person: Person, planned: Planned) -> Diary:
    """History, fixed duties and the plan's duties together."""
    diary = roster.settled(person).copy()
    for day, shift in planned.items():
        diary.add(day, shift)
    return diary


def judge_working_rules(person: Person, diary: Diary, planned: Planned) -> list[Breach]:
    """Breaches of the working rules in which a planned duty takes part, each once; of a stretch of
    windows the first.
    """
    found: dict[tuple[str, int], Finding] = {}
    for day, shift in sorted(planned.items()):
        for finding in findings_of(diary, day, shift):
            found.setdefault((finding.rule, finding.key), finding)
    return [
        Breach(
            rule=finding.rule,
            who=person.person,
            when=diary.calendar.date(finding.day),
            by=finding.by,
            unit=finding.unit,
            sentence=f"{person.person}: {finding.sentence}",
        )
        for (rule, key), finding in sorted(found.items())
        if rule != "weekly-rest" or (rule, key - 1) not in found
    ]


def judge_floats(roster: Roster, person: Person, line: Line, planned: Planned) -> Iterator[Breach]:
    """Breaches of ``floats-owed``, ``floats-back``, ``float-spacing`` and ``float-fits-line``."""
    worked = roster.worked(person, line)
    name, calendar = person.person, roster.register.calendar
    back = [day for day, shift in worked.items() if planned.get(day) != shift]
    floats = sorted(day for day, shift in planned.items() if worked.get(day) != shift)
    if len(back) > person.floats_back:
        excess = len(back) - person.floats_back
        sentence = (
            f"{name} gives back {len(back)} duties of the line; {person.floats_back} "
            f"are allowed: restore {excess}"
        )
        yield Breach(rule="floats-back", who=name, by=excess, unit="duties", sentence=sentence)
    if len(floats) > person.floats_owed:
        excess = len(floats) - person.floats_owed
        sentence = (
            f"{name} has {len(floats)} duties beyond the line; {person.floats_owed} are "
            f"owed: drop {excess}"
        )
        yield Breach(rule="floats-owed", who=name, by=excess, unit="duties", sentence=sentence)
    spacing = roster.register.case.limits.float_spacing_days
    for early, late in pairwise(floats):
        if late - early < spacing:
            when = calendar.date(late)
            sentence = (
                f"{name} has floats on {calendar.date(early)} and {when}; they start at "
                f"least {spacing} days apart: move one"
            )
            yield Breach(
                rule="float-spacing",
                who=name,
                when=when,
                by=spacing - (late - early),
                unit="days",
                sentence=sentence,
            )
    if not floats:
        return
    whole_line = full_diary(roster, person, worked)
    for day in floats:
        reason = _why_it_does_not_fit(roster, person, whole_line, worked, day, planned[day])
        if reason:
            when = calendar.date(day)
            sentence = (
                f"the float of {name} on {when} {reason}; move it or give it to somebody else"
            )
            yield Breach(rule="float-fits-line", who=name, when=when, sentence=sentence)


def _why_it_does_not_fit(
    roster: Roster, person: Person, whole_line: Diary, worked: Planned, day: int, shift: ShiftHours
) -> str:
    """Words for what is wrong with a float beside the whole worked line; empty when nothing is."""
    if day in worked:
        return "falls on a day on which the line works"
    if day in roster.register.fixed.get(person.person, {}):
        return "falls on a day with a fixed duty"
    if day in roster.register.absent.get(person.person, ()):
        return "falls on a day of absence"
    if shift.is_night and not person.nights:
        return "is a night duty of somebody who does no nights"
    whole_line.add(day, shift)
    finding = next(findings_of(whole_line, day, shift), None)
    whole_line.remove(day, shift)
    return (
        f"breaks {finding.rule} together with the whole line ({finding.sentence})"
        if finding
        else ""
    )
