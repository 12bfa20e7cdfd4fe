"""Which option does each referral start, where and when, and does the start keep the rules?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rosterer.referee.register import Register
from rosterer.referee.stays import Courses
from rosterer.referee.verdict import Breach, RuleName
from rosterer.referee.words import counted, said
from rosterer_models.vocabulary.plan import Placement
from rosterer_models.vocabulary.referral import Referral, Stage


@dataclass(frozen=True)
class Start:
    """A referral that starts an option on a day of the horizon."""

    referral: Referral
    option: str
    units: tuple[str | None, ...]
    day: int
    waits: tuple[int, ...]
    """Days waited at the end of each stage."""


def read_placements(
    register: Register, courses: Courses, rows: Iterable[Placement]
) -> tuple[dict[str, Start], list[Breach]]:
    """Starts by referral, and breaches of ``placement-known``, ``not-ready``, ``barrier`` and
    ``stage-order``.

    A referral whose rows break ``placement-known`` counts as not started in everything else.
    """
    starts: dict[str, Start] = {}
    broken: list[Breach] = []
    for name, own in by_referral(rows).items():
        start, faults = read_placement(register, courses, name, own)
        broken.extend(faults)
        if start is not None:
            starts[name] = start
    return starts, broken


def by_referral(rows: Iterable[Placement]) -> dict[str, list[Placement]]:
    """Rows of each referral, in the order of their first ones."""
    found: dict[str, list[Placement]] = defaultdict(list)
    for row in rows:
        found[row.referral].append(row)
    return dict(found)


def read_placement(
    register: Register, courses: Courses, name: str, own: list[Placement]
) -> tuple[Start | None, list[Breach]]:
    """The start that a referral's rows say, if any, and what is wrong with them."""
    referral = register.referrals.get(name)
    if referral is None:
        words = "the case has no such referral: correct the id or remove the rows"
        return None, [_breach("placement-known", name, words)]
    faults = list(_faults(register, referral, own))
    broken = [_breach("placement-known", name, fault) for fault in faults]
    broken.extend(_too_early(register, referral, own))
    if faults or own[0].option is None:
        return None, broken
    start, misplaced = _read_start(
        register, courses, referral, sorted(own, key=lambda row: row.stage)
    )
    return start, [*broken, *misplaced]


def _breach(rule: RuleName, referral: str, words: str) -> Breach:
    return Breach(rule=rule, who=referral, sentence=f"{referral}: {words}")


def _faults(register: Register, referral: Referral, rows: list[Placement]) -> Iterator[str]:
    """What keeps rows from being a placement that the case knows."""
    options = {row.option for row in rows}
    if len(options) > 1:
        yield "rows name several options (or one row says not served): keep one option"
        return
    option = rows[0].option
    numbers = sorted(row.stage for row in rows)
    if option is None:
        if len(rows) > 1:
            yield "is said to be not served more than once: keep one row"
        return
    if option not in referral.options or option not in register.stages:
        yield (
            f"option {option} is not among those that triage allows "
            f"({', '.join(referral.options) or 'none'}): choose one of them"
        )
        return
    stages = register.stages[option]
    if numbers != [stage.stage for stage in stages]:
        yield (
            f"option {option} has stages {', '.join(str(stage.stage) for stage in stages)}, "
            "each needs exactly one row"
        )
        return
    for row, stage in zip(sorted(rows, key=lambda row: row.stage), stages, strict=True):
        yield from _faults_of_unit(register, row, stage)
    first = min(rows, key=lambda row: row.stage)
    if first.start is None:
        yield "stage 1 has no start: give a date of the horizon"
    elif not register.calendar.has(register.calendar.number(first.start)):
        yield (
            f"stage 1 starts on {said(first.start)}, outside the horizon: choose a day of it or "
            "leave the option blank"
        )


def _faults_of_unit(register: Register, row: Placement, stage: Stage) -> Iterator[str]:
    if stage.setting == "home":
        if row.unit is not None:
            yield f"stage {stage.stage} is at home but names unit {row.unit}: clear it"
        return
    unit = register.units.get(row.unit) if row.unit is not None else None
    if unit is None or not register.takes(unit, stage):
        named = row.unit or "no unit"
        yield (
            f"stage {stage.stage} names {named}: choose a unit of kind {stage.setting} that "
            f"accepts {stage.option}"
        )


def _too_early(register: Register, referral: Referral, rows: list[Placement]) -> Iterator[Breach]:
    """Breaches of ``not-ready`` and ``barrier``: stage 1 starts before it can."""
    first = next(
        (
            row
            for row in rows
            if row.stage == 1 and row.option is not None and row.start is not None
        ),
        None,
    )
    if first is None or first.start is None:
        return
    earliest = max(referral.ready, referral.referred, register.calendar.first_day)
    if first.start < earliest:
        by = (earliest - first.start).days
        sentence = (
            f"{referral.referral} starts on {said(first.start)} but cannot before "
            f"{said(earliest)}: start {counted(by, 'day')} later"
        )
        yield Breach(
            rule="not-ready",
            who=referral.referral,
            when=first.start,
            by=by,
            unit="days",
            sentence=sentence,
        )
    for barrier in register.barriers.get(referral.referral, ()):
        if (not barrier.blocks or first.option in barrier.blocks) and first.start < barrier.clears:
            by = (barrier.clears - first.start).days
            sentence = (
                f"{referral.referral} starts on {said(first.start)} but "
                f"{barrier.barrier or 'a barrier'} clears on {said(barrier.clears)} only: "
                f"start {counted(by, 'day')} later or choose an option that it does not block"
            )
            yield Breach(
                rule="barrier",
                who=referral.referral,
                when=first.start,
                by=by,
                unit="days",
                sentence=sentence,
            )


def _read_start(
    register: Register, courses: Courses, referral: Referral, rows: list[Placement]
) -> tuple[Start, list[Breach]]:
    """The start, and breaches of ``stage-order``; a wait that is not allowed counts as the nearest
    that is.
    """
    stages = register.stages[rows[0].option or ""]
    most = register.case.limits.stage_wait_days
    first_day = register.calendar.number(rows[0].start) if rows[0].start is not None else 0
    broken: list[Breach] = []
    waits = [0] * len(rows)
    expected: int | None = first_day
    for index in range(1, len(rows)):
        length = courses.known_length(stages[index - 1], rows[index - 1].unit)
        if expected is None or length is None:
            break
        expected += length
        start = rows[index].start
        wait = None if start is None else register.calendar.number(start) - expected
        if wait is None or not 0 <= wait <= most:
            sentence = (
                f"{referral.referral}: stage {index + 1} starts on "
                f"{said(start) if start else 'no date'} but the stage before ends "
                f"{counted(length, 'day')} after its start: start it then, or at most "
                f"{counted(most, 'day')} later"
            )
            by = None if wait is None else max(-wait, wait - most)
            unit = "" if by is None else "days"
            broken.append(
                Breach(
                    rule="stage-order",
                    who=referral.referral,
                    when=start,
                    by=by,
                    unit=unit,
                    sentence=sentence,
                )
            )
        waits[index - 1] = min(max(wait or 0, 0), most)
        expected += waits[index - 1]
    start_of = Start(
        referral, stages[0].option, tuple(row.unit for row in rows), first_day, tuple(waits)
    )
    return start_of, broken


def earliest_start(register: Register, referral: Referral) -> int | None:
    """The first day of the horizon on which some option could start; None when there is none."""
    days = [
        day
        for option in referral.options
        if option in register.stages and (day := _earliest(register, referral, option)) is not None
    ]
    return min(days, default=None)


def _earliest(register: Register, referral: Referral, option: str) -> int | None:
    number = register.calendar.number
    clears = [
        number(barrier.clears)
        for barrier in register.barriers.get(referral.referral, ())
        if not barrier.blocks or option in barrier.blocks
    ]
    slots = None if referral.triaged else register.triage_slots
    for day in range(
        max(0, number(referral.ready), number(referral.referred), *clears), register.calendar.days
    ):
        if slots is None or slots[day] > 0:
            return day
    return None
