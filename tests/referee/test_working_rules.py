"""Do the working rules, asked duty by duty, find what reading the whole roster sentence by sentence
finds?
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from rosterer.referee import judge, worked_line
from rosterer_models.library.rules import rules_at
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import (
    Absence,
    Availability,
    Cap,
    FixedDuty,
    Person,
    WorkedDuty,
)
from rosterer_models.vocabulary.plan import DutyPiece, Plan
from rosterer_models.vocabulary.settings import Rules
from rosterer_models.vocabulary.shift import Line, Pattern, Shift
from tests.cases import DAY, NIGHT, PEOPLE, changed, day, small_case
from tests.referee.test_twins import TWINS

DAYS, EARLIEST = 10, -8
LATE = Shift(shift="L", start="14:00", end="22:00")
SHIFTS = {shift.shift: shift for shift in (DAY, NIGHT, LATE)}
DAN = next(
    person for person in changed(PEOPLE, "person", "dan", max_duties=None) if person.person == "dan"
)
ANN = changed(PEOPLE, "person", "ann", pattern="mixed")[0]


class Worked(NamedTuple):
    """A duty of the whole roster."""

    day: int
    shift: str
    is_planned: bool
    """In the horizon and not fixed."""


def _known_from(roster: list[Worked], absent: set[int]) -> int:
    """The first known day, by the reference; only this person has a history."""
    known = min([0, *(duty.day for duty in roster if not duty.is_planned)])
    for number in sorted(absent, reverse=True):
        if known - 8 <= number < known:
            known = number
    return known


def _averages(
    case: Case, person: Person, roster: list[Worked], *, is_planning: bool
) -> Iterator[tuple[str, list[Worked]]]:
    """Averages exceeded, with the duties that take part: as judged, or as whoever makes a plan
    keeps them.
    """
    rules, span = case.rules, 7 * case.rules.average_weeks
    absent = {(row.first_day - day(0)).days for row in case.absences if row.person == person.person}
    known = _known_from(roster, absent)
    nights = [duty for duty in roster if duty.shift == "N" and duty.day >= DAYS - span]
    all_of_them = [duty for duty in roster if duty.day >= DAYS - span]
    is_regular = len(nights) >= 3 and 4 * len(nights) >= len(all_of_them)
    settled_nights = [duty for duty in roster if duty.shift == "N" and not duty.is_planned]
    is_night_worker = (
        person.nights or bool(settled_nights)
        if is_planning
        else is_regular or (person.kind == "pattern" and person.nights)
    )
    for last in {6, DAYS - 1}:
        window = range(last - span + 1, last + 1)
        if window[0] < known and not is_planning:
            continue
        within = [duty for duty in roster if duty.day in window]
        present = span - len(absent & set(window))
        unknown = sum(number < known and number not in absent for number in window)
        for name, hours, applies in (
            ("weekly-average", rules.average_hours, not person.opt_out),
            ("night-average", 6 * rules.night_average_hours, is_night_worker),
        ):
            supposed = min(person.contract_hours, max(0, hours - person.other_hours)) * unknown / 7
            minutes = (
                sum(SHIFTS[duty.shift].paid_minutes for duty in within)
                + 60 * person.other_hours * rules.average_weeks
                + 60 * supposed
            )
            if applies and minutes > 60 * hours * present / 7 + 1e-6:
                yield name, within


def _oracle(
    case: Case, person: Person, roster: list[Worked], *, is_planning: bool = False
) -> Iterator[tuple[str, list[Worked]]]:
    """Every breach with the duties that take part in it, read off the sentences of the reference
    (no clock changes here).
    """
    rules = case.rules
    roster = sorted(roster, key=lambda duty: (duty.day, SHIFTS[duty.shift].start_minute))
    on = {
        number: [duty for duty in roster if duty.day == number]
        for number in range(EARLIEST - 30, DAYS + 5)
    }
    for early, late in pairwise(roster):
        end = early.day * 1440 + SHIFTS[early.shift].end_minute
        if late.day * 1440 + SHIFTS[late.shift].start_minute - end < rules.rest_minutes:
            yield "rest-between-duties", [early, late]
    for last in range(DAYS):
        window = range(last - rules.rest_window_days + 1, last + 1)
        spoilt = {
            number: on[number] or [duty for duty in on[number - 1] if SHIFTS[duty.shift].is_night]
            for number in window
        }
        if sum(not duties for duties in spoilt.values()) < rules.rest_days:
            within = [duty for number in window for duty in on[number]] + spoilt[window[0]]
            # Who plans for a day that is no rest day as it is adds nothing.
            planned = {
                number
                for number, duties in spoilt.items()
                if duties
                and all(duty.is_planned for duty in on[number])
                and not any(
                    SHIFTS[duty.shift].is_night and not duty.is_planned for duty in on[number - 1]
                )
            }
            yield "weekly-rest", [duty for duty in within if planned or not duty.is_planned]
    for name, most, nights in (
        ("consecutive-days", rules.max_consecutive_days, False),
        ("consecutive-nights", rules.max_consecutive_nights, True),
    ):
        for first in range(EARLIEST - 10, DAYS):
            run = [
                [duty for duty in on[number] if not nights or SHIFTS[duty.shift].is_night]
                for number in range(first, first + most + 1)
                if number in on
            ]
            if len(run) == most + 1 and all(run):
                yield name, [duty for duties in run for duty in duties]
    yield from _averages(case, person, roster, is_planning=is_planning)
    for cap in case.caps:
        for monday in range(-14, DAYS, 7):
            within = [duty for duty in roster if monday <= duty.day < monday + 7]
            overlaps = cap.first_day <= day(monday + 6) and cap.last_day >= day(monday)
            if (
                cap.person == person.person
                and overlaps
                and sum(SHIFTS[duty.shift].paid_minutes for duty in within) > 60 * cap.weekly_hours
            ):
                yield "weekly-cap", within


RULES = st.builds(
    Rules,
    rest_minutes=st.sampled_from([600, 660, 720, 721, 1500, 3000]),
    rest_days=st.integers(0, 4),
    rest_window_days=st.integers(1, 9),
    max_consecutive_days=st.integers(1, 6),
    max_consecutive_nights=st.integers(1, 4),
    average_hours=st.sampled_from([11.0, 22.0, 40.0, 48.0]),
    average_weeks=st.integers(1, 2),
    night_average_hours=st.sampled_from([2.0, 5.0, 8.0]),
    off=st.lists(
        st.sampled_from(
            [
                "rest-between-duties",
                "weekly-rest",
                "consecutive-days",
                "consecutive-nights",
                "weekly-average",
                "night-average",
            ]
        ),
        max_size=4,
    ).map(tuple),
)
ROSTERS = st.dictionaries(
    st.integers(EARLIEST, DAYS - 1), st.sampled_from(["D", "N", "L"]), max_size=14
)
CAPS = st.none() | st.builds(
    lambda person, number, hours: Cap(
        person=person, first_day=day(number), last_day=day(number + 1), weekly_hours=hours
    ),
    st.sampled_from(["ann", "dan"]),
    st.integers(-3, DAYS),
    st.sampled_from([11, 30]),
)


def _case(
    rules: Rules, person: Person, settled: dict[int, str], absent: set[int], cap: Cap | None
) -> Case:
    """Only one person; what is settled within the horizon is fixed, what lies before is history."""
    return small_case(
        days=DAYS,
        rules=rules,
        people=(person,),
        shifts=tuple(SHIFTS.values()),
        patterns=(
            Pattern(pattern="mixed", cycle=("D", "D", "N", "L", "-", "L", "N", "N", "-", "D", "-")),
        ),
        history=tuple(
            WorkedDuty(person=person.person, date=day(number), shift=shift)
            for number, shift in settled.items()
            if number < 0
        ),
        fixed=tuple(
            FixedDuty(person=person.person, date=day(number), shift=shift)
            for number, shift in settled.items()
            if number >= 0
        ),
        absences=tuple(
            Absence(person=person.person, first_day=day(number), last_day=day(number))
            for number in absent
        ),
        availability=(Availability(person="dan", first_day=day(0), last_day=day(DAYS - 1)),),
        caps=() if cap is None else (cap,),
        **dict.fromkeys(("cover", "referrals", "barriers", "expected", "census"), ()),
    )


def _settled(settled: dict[int, str]) -> list[Worked]:
    return [Worked(number, shift, False) for number, shift in settled.items()]


@settings(max_examples=400, deadline=None)
@given(
    RULES,
    ROSTERS,
    st.sets(st.integers(0, DAYS - 1), max_size=7),
    st.sets(st.integers(-9, DAYS - 1), max_size=3),
    CAPS,
    st.booleans(),
)
def test_a_roster_breaks_what_the_sentences_say(
    rules: Rules,
    roster: dict[int, str],
    fixed: set[int],
    absent: set[int],
    cap: Cap | None,
    nights: bool,
) -> None:
    settled = {number: shift for number, shift in roster.items() if number < 0 or number in fixed}
    dan = DAN.model_copy(update={"nights": nights, "other_hours": 1.5})
    case = _case(rules, dan, settled, absent, cap)
    duties = tuple(
        DutyPiece(person="dan", date=day(number), shift=shift, place="hub")
        for number, shift in roster.items()
        if number >= 0
    )
    whole = _settled(settled) + [
        Worked(number, shift, True) for number, shift in roster.items() if number not in settled
    ]
    said = {
        name
        for name, duties_of in _oracle(case, dan, whole)
        if name not in rules.off and any(duty.is_planned for duty in duties_of)
    }
    found = {breach.rule for breach in judge(case, Plan(duties=duties)).broken}
    assert found - {"nights", "absence", "skill"} == said


@settings(max_examples=200, deadline=None)
@given(
    RULES,
    ROSTERS,
    st.sets(st.integers(0, DAYS - 1), max_size=3),
    st.sets(st.integers(-9, DAYS - 1), max_size=3),
    CAPS,
    st.integers(0, 10),
)
def test_a_line_yields_where_the_sentences_say(
    rules: Rules,
    roster: dict[int, str],
    fixed: set[int],
    absent: set[int],
    cap: Cap | None,
    phase: int,
) -> None:
    settled = {number: shift for number, shift in roster.items() if number < 0 or number in fixed}
    case = _case(rules, ANN, settled, absent, cap)
    cycle = case.patterns[0].cycle
    kept: dict[int, str] = {}
    for number in range(DAYS):
        shift = cycle[(number + phase) % len(cycle)]
        if shift == "-" or number in absent or number in settled:
            continue
        tried = Worked(number, shift, True)
        whole = [
            *_settled(settled),
            *(Worked(other, its, True) for other, its in kept.items()),
            tried,
        ]
        if not any(
            tried in duties
            for name, duties in _oracle(case, ANN, whole, is_planning=True)
            if name not in rules.off
        ):
            kept[number] = shift
    assert worked_line(case, ANN, Line(pattern="mixed", phase=phase)) == kept


def test_the_catalogue_and_the_referee_know_the_same_rules() -> None:
    assert {rule.name for rule in rules_at("hard")} == {twin.rule for twin in TWINS}
