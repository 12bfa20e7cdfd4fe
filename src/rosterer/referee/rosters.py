"""Which working rules does each person's roster break, by the plan or before any plan?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rosterer.referee.calendar import Calendar, ShiftHours
from rosterer.referee.diary import Diary
from rosterer.referee.duties import Duty
from rosterer.referee.floats import judge_floats
from rosterer.referee.roster import Roster
from rosterer.referee.verdict import Breach, RuleName
from rosterer.referee.working_rules import AVERAGES, Finding, findings_of
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.shift import Line

Planned = Mapping[int, ShiftHours]
"""A person's duties of the plan that are not fixed, by day."""

Key = tuple[str, int]
"""A rule, and what tells its breaches apart."""


@dataclass(frozen=True)
class Judged:
    """What is wrong with a person's roster."""

    diary: Diary
    """History, fixed duties and the plan's."""
    broken: list[Breach]
    inherited: list[Breach]
    followed: list[tuple[RuleName, int, Breach]]
    """What is wrong with floats only because a duty of the line on a day is a night of somebody who
    does none, or falls on absence: the rule that says so, the day, and what follows.
    """


def planned_by_person(duties: Iterable[Duty]) -> dict[str, dict[int, ShiftHours]]:
    """The plan's duties that are not fixed."""
    planned: dict[str, dict[int, ShiftHours]] = defaultdict(dict)
    for duty in duties:
        if not duty.is_fixed:
            planned[duty.person.person][duty.day] = duty.shift
    return dict(planned)


def judge_roster(roster: Roster, person: Person, line: Line | None, planned: Planned) -> Judged:
    """Breaches of working rules, floats and duties given back; what follows from a breach stands
    below it.
    """
    diary = roster.settled(person).copy()
    diary.line = line
    for day, shift in planned.items():
        diary.add(day, shift)
    found = _findings(diary, planned)
    heads = _heads(found)
    by_head: dict[Key, list[Breach]] = {head: [] for head in heads.values()}
    for key, head in heads.items():
        if key != head and key[0] in AVERAGES:
            by_head[head].append(_breach(roster, person, found[key]))
    broken: list[Breach] = []
    followed: list[tuple[RuleName, int, Breach]] = []
    if line is not None:
        refused = _refused(roster, person, planned)
        causes = {day: heads[key] for day, key in _causes(diary, planned).items()}
        spoilt = frozenset((*causes, *refused))
        floats = judge_floats(roster, person, line, planned, spoilt)
        broken = floats.broken
        for breach in floats.followed:
            day = diary.calendar.number(breach.when) if breach.when else min(spoilt)
            day = day if day in spoilt else min(spoilt)
            if day in refused:
                followed.append((refused[day], day, breach))
            else:
                by_head[causes[day]].append(breach)
    own = [
        _breach(roster, person, found[head], tuple(follows))
        for head, follows in sorted(by_head.items())
    ]
    inherited = [
        _breach(roster, person, finding)
        for finding in _inherited(roster, person, diary, planned, found)
    ]
    return Judged(diary, [*own, *broken], inherited, followed)


def with_what_follows(
    broken: Iterable[Breach], rosters: Iterable[Judged], calendar: Calendar
) -> list[Breach]:
    """Breaches of single duties, with what follows from them for the floats below them."""
    below: dict[tuple[str, str, date | None], list[Breach]] = defaultdict(list)
    for judged in rosters:
        for rule, day, breach in judged.followed:
            when = None if rule == "nights" else calendar.date(day)
            below[breach.who, rule, when].append(breach)
    told = []
    for breach in broken:
        # Nights are told once a person, whatever the day.
        when = None if breach.rule == "nights" else breach.when
        more = below.pop((breach.who, breach.rule, when), ())
        told.append(breach.model_copy(update={"follows": (*breach.follows, *more)}))
    return told


def _refused(roster: Roster, person: Person, planned: Planned) -> dict[int, RuleName]:
    """Days of planned duties that the person cannot have at all, with the rule that says so."""
    absent = roster.register.absent.get(person.person, frozenset())
    refused: dict[int, RuleName] = {}
    for day, shift in planned.items():
        if day in absent:
            refused[day] = "absence"
        elif shift.is_night and not person.nights:
            refused[day] = "nights"
    return refused


def _findings(diary: Diary, duties: Iterable[int]) -> dict[Key, Finding]:
    """Findings in which the duties of some days take part, each once."""
    found: dict[Key, Finding] = {}
    for day in sorted(duties):
        for shift in diary.duties.get(day, ()):
            for finding in findings_of(diary, day, shift):
                found.setdefault((finding.rule, finding.key), finding)
    return found


def _heads(found: Mapping[Key, Finding]) -> dict[Key, Key]:
    """The finding by which each is told: of an average the worst period, of a stretch of windows
    the first.
    """
    heads: dict[Key, Key] = {}
    for rule, key in sorted(found):
        if rule in AVERAGES:
            same = [other for other in sorted(found) if other[0] == rule]
            heads[rule, key] = max(same, key=lambda other: found[other].by)
        elif rule == "weekly-rest" and (rule, key - 1) in heads:
            heads[rule, key] = heads[rule, key - 1]
        else:
            heads[rule, key] = (rule, key)
    return heads


def _causes(diary: Diary, planned: Planned) -> dict[int, Key]:
    """For each planned duty that takes part in a breach of rest or of duties in a row, the first
    such breach.
    """
    causes: dict[int, Key] = {}
    for day, shift in planned.items():
        keys = [
            (finding.rule, finding.key)
            for finding in findings_of(diary, day, shift)
            if finding.rule not in AVERAGES
        ]
        if keys:
            causes[day] = keys[0]
    return causes


def _inherited(
    roster: Roster, person: Person, diary: Diary, planned: Planned, found: Mapping[Key, Finding]
) -> list[Finding]:
    """Findings that touch the horizon and are there before any plan, with nothing that this one
    adds.
    """
    settled = roster.settled(person)
    before = {
        key: finding
        for key, finding in _findings(settled, settled.duties).items()
        if finding.last >= 0 and finding.day < diary.calendar.days
    }
    if not before:
        return []
    same = _findings(diary, [day for day in settled.duties if day not in planned])
    left = {key: one for key, one in before.items() if key in same and key not in found}
    heads = _heads(left)
    return [left[head] for head in sorted(set(heads.values()))]


def _breach(
    roster: Roster, person: Person, finding: Finding, follows: tuple[Breach, ...] = ()
) -> Breach:
    calendar = roster.register.calendar
    return Breach(
        rule=finding.rule,
        who=person.person,
        when=calendar.date(finding.day),
        by=finding.by,
        unit=finding.unit,
        sentence=f"{roster.register.called(person.person)}: {finding.sentence}",
        follows=follows,
    )
