"""Which cases know little of what people worked before?

One person alone, in a horizon of whole weeks, so that an average can be worked out by hand: twelve
paid hours a duty, no need, no patients.
"""

from collections.abc import Iterable

from rosterer.referee import Verdict, judge
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import WorkedDuty
from rosterer_models.vocabulary.plan import DutyPiece, Plan
from rosterer_models.vocabulary.shift import Pattern, Shift
from tests.cases import PEOPLE, changed, day, small_case

LONG_DAY = Shift(shift="D", start="07:00", end="19:30", unpaid_break=30, contact={"morning": 60})
NIGHT = Shift(shift="N", start="19:00", end="07:30", unpaid_break=30, contact={"night": 60})
SIX_DAYS = Pattern(pattern="six", cycle=("D", "D", "D", "D", "D", "D", "-"))
FOUR_NIGHTS = Pattern(pattern="nights", cycle=("N", "N", "N", "N", "-", "-"))
FIVE_DAYS = Pattern(pattern="five", cycle=("D", "D", "D", "D", "D", "-", "-"))
PATTERNS = {row.pattern: row for row in (SIX_DAYS, FOUR_NIGHTS, FIVE_DAYS)}


def lone_case(pattern: str = "six", *, days: int = 28, weeks: int = 0, **about: object) -> Case:
    """Ann on a line of a pattern, with so many weeks of it in the history."""
    fields: dict[str, object] = {
        "pattern": pattern,
        "phase": 0,
        "contract_hours": 37.5,
        "name": "Ann Dale",
    }
    person = changed(PEOPLE, "person", "ann", **{**fields, **about})[0]
    return small_case(
        days=days,
        people=(person,),
        shifts=(LONG_DAY, NIGHT),
        patterns=tuple(PATTERNS.values()),
        history=history(pattern, weeks),
        availability=(),
        **dict.fromkeys(("cover", "units", "options", "stays", "referrals", "barriers"), ()),
        **dict.fromkeys(("expected", "census"), ()),
    )


def history(pattern: str, weeks: int) -> tuple[WorkedDuty, ...]:
    """Ann's duties of so many weeks before the horizon."""
    return tuple(
        WorkedDuty(person="ann", date=day(number), shift=shift)
        for number, shift in _given(pattern, range(-7 * weeks, 0))
    )


def line_plan(case: Case, days: Iterable[int] | None = None) -> Plan:
    """Ann works what her line gives, on all days or some, at her own place."""
    pattern = case.people[0].pattern or ""
    given = _given(pattern, range(case.days) if days is None else days)
    return Plan(
        duties=tuple(
            DutyPiece(person="ann", date=day(number), shift=shift, place="A", minutes=0, band=band)
            for number, shift in given
            for band in ("night" if shift == "N" else "morning",)
        ),
        reservations=(),
    )


def _given(pattern: str, days: Iterable[int]) -> list[tuple[int, str]]:
    cycle = PATTERNS[pattern].cycle
    found = [(number, cycle[number % len(cycle)]) for number in days]
    return [(number, shift) for number, shift in found if shift != "-"]


def verdict_of(case: Case) -> Verdict:
    """What the referee says of the whole line, with names."""
    return judge(case, line_plan(case), show_names=True)


def broken_rules(verdict: Verdict) -> list[str]:
    """Rules by name, one for each breach told."""
    return sorted(breach.rule for breach in verdict.broken)
