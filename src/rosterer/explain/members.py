"""What can be given up where a case contradicts itself, and what is the case without it?"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Literal

from rosterer.referee.register import Register
from rosterer.referee.words import said
from rosterer_models.library.rules import rule as catalogue
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.changing import with_tables
from rosterer_models.vocabulary.person import Availability, Person

MemberKind = Literal["fixed", "cap", "absence", "availability", "limit", "line", "rule"]

PERSONAL: dict[str, tuple[str, object]] = {
    "nights": ("nights", True),
    "days-off": ("days_off", ()),
    "max-duties": ("max_duties", None),
    "weekly-cap": ("max_week_hours", None),
    "contract-hours": ("overtime", True),
    "period-hours": ("max_period_hours", None),
    "week-duties": ("max_week_duties", None),
    "most-nights": ("max_nights", None),
    "most-weekends": ("max_weekends", None),
    "weekend-off": ("weekend_off_every", None),
}
"""Rules that a field of the person sets: the field, and what stands there when it is given up."""


class Member(Fact):
    """Something that a case says and that somebody could give up."""

    kind: MemberKind
    name: str
    """The rule that it sets, or the table in which it stands."""
    who: str
    when: date | None = None
    rows: tuple[int, ...] = ()
    """Places in the table, from 0."""
    sentence: str


def without(case: Case, members: Collection[Member]) -> Case:
    """The case once these are given up."""
    tables: dict[str, object] = {}
    for table, kind in (("fixed", "fixed"), ("caps", "cap"), ("absences", "absence")):
        gone = {row for one in members if one.kind == kind for row in one.rows}
        if gone:
            rows = getattr(case, table)
            tables[table] = tuple(row for n, row in enumerate(rows) if n not in gone)
    offered = tuple(
        Availability(person=one.who, first_day=one.when, last_day=one.when)
        for one in members
        if one.kind == "availability" and one.when is not None
    )
    if offered:
        tables["availability"] = (*case.availability, *offered)
    own = [one for one in members if one.kind in ("limit", "line")]
    if own:
        tables["people"] = tuple(_person_without(person, own) for person in case.people)
    general = [one.name for one in members if one.kind == "rule"]
    if general:
        off = (*case.rules.off, *(name for name in SWITCHED_OFF if name in general))
        nights = 0 if "rest-after-nights" in general else case.rules.rest_days_after_nights
        update = {"off": off, "rest_days_after_nights": nights}
        tables["rules"] = case.rules.model_copy(update=update)
    if "forbidden-succession" in general:
        shifts = (shift.model_copy(update={"not_next_day": ()}) for shift in case.shifts)
        tables["shifts"] = tuple(shifts)
    return with_tables(case, tables) if tables else case


SWITCHED_OFF = (
    "rest-between-duties",
    "weekly-rest",
    "consecutive-days",
    "consecutive-nights",
    "weekly-average",
    "night-average",
)
"""Rules that the case can switch off."""


def _person_without(person: Person, members: Collection[Member]) -> Person:
    update: dict[str, object] = {}
    for one in members:
        if one.who == person.person and one.kind == "line":
            update["line_rule"] = "free"
        elif one.who == person.person:
            field, value = PERSONAL[one.name]
            update[field] = value
    return person.model_copy(update=update) if update else person


def fixed_members(register: Register, person: str) -> list[Member]:
    """The fixed duties of a person, those before the first day too."""
    return [
        Member(
            kind="fixed",
            name="fixed",
            who=person,
            when=row.date,
            rows=(number,),
            sentence=f"fixed {row.shift} on {said(row.date)}",
        )
        for number, row in enumerate(register.case.fixed)
        if row.person == person
    ]


def of_rule(register: Register, person: str, rule: str) -> Iterator[Member]:
    """What sets a rule for somebody: caps, a field of theirs, or the service's own rule."""
    if rule == "weekly-cap":
        for number, row in enumerate(register.case.caps):
            if row.person == person:
                yield Member(
                    kind="cap",
                    name=rule,
                    who=person,
                    when=row.first_day,
                    rows=(number,),
                    sentence=f"a cap of {row.weekly_hours:g} hours a week from "
                    f"{said(row.first_day)} to {said(row.last_day)}",
                )
    if rule in PERSONAL:
        field, given_up = PERSONAL[rule]
        now = getattr(register.people[person], field)
        if now != given_up:
            told = ", ".join(now) if isinstance(now, tuple) else now
            told = "no" if now is False else told
            words = f"{field} = {told} of {register.called(person)}"
            yield Member(kind="limit", name=rule, who=person, sentence=words)
    else:
        words = f"the rule {rule} ({catalogue(rule).sentence.rstrip('.')})"
        yield Member(kind="rule", name=rule, who=person, sentence=words)
