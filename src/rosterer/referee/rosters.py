"""Which working rules does each person's roster break, by the plan or before any plan?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rosterer.referee.calendar import Calendar
from rosterer.referee.diary import Diary
from rosterer.referee.finding import Finding
from rosterer.referee.floats import judge_floats
from rosterer.referee.inheritance import (
    Key,
    Planned,
    of_the_plan,
    still_inherited,
)
from rosterer.referee.roster import Roster
from rosterer.referee.verdict import Breach, RuleName
from rosterer.referee.working_rules import AVERAGES, TOLD_ONCE, findings_of
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.shift import Line


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


def judge_roster(roster: Roster, person: Person, line: Line | None, planned: Planned) -> Judged:
    """Breaches of working rules, floats and duties given back; what follows from a breach stands
    below it.
    """
    settled, before = roster.settled(person), roster.before_any_plan(person)
    diary = settled.copy()
    diary.line = line
    for day, shift in planned.items():
        diary.add(day, shift)
    found = of_the_plan(settled, diary, planned, before)
    heads = _heads(found)
    by_head: dict[Key, list[Breach]] = {head: [] for head in heads.values()}
    for key, head in heads.items():
        if key != head and key[0] in TOLD_ONCE:
            by_head[head].append(_breach(roster, person, found[key]))
    broken: list[Breach] = []
    followed: list[tuple[RuleName, int, Breach]] = []
    if line is not None:
        refused = _refused(roster, person, planned)
        causes = {day: heads[key] for day, key in _causes(diary, planned, found).items()}
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
    left = still_inherited(diary, before, found)
    inherited = [_breach(roster, person, left[head]) for head in sorted(set(_heads(left).values()))]
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


def _heads(found: Mapping[Key, Finding]) -> dict[Key, Key]:
    """The finding by which each is told: of an average the worst period, of a stretch of windows
    the first.
    """
    heads: dict[Key, Key] = {}
    for rule, key in sorted(found):
        if rule in TOLD_ONCE:
            same = [other for other in sorted(found) if other[0] == rule]
            heads[rule, key] = max(same, key=lambda other: found[other].by)
        elif rule == "weekly-rest" and (rule, key - 1) in heads:
            heads[rule, key] = heads[rule, key - 1]
        else:
            heads[rule, key] = (rule, key)
    return heads


def _causes(diary: Diary, planned: Planned, found: Mapping[Key, Finding]) -> dict[int, Key]:
    """For each planned duty that takes part in a breach of rest or of duties in a row, the first
    such breach.
    """
    causes: dict[int, Key] = {}
    for day, shift in planned.items():
        keys = [
            (finding.rule, finding.key)
            for finding in findings_of(diary, day, shift)
            if finding.rule not in AVERAGES and (finding.rule, finding.key) in found
        ]
        if keys:
            causes[day] = keys[0]
    return causes


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
