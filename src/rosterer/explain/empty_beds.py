"""Why is a bed empty? How many are taken and by whom, and why nobody who waits is in it."""

from collections.abc import Iterator

from rosterer.explain.answer import Answer, Reason, WhyBed
from rosterer.explain.delays import Trial
from rosterer.explain.grounds import Grounds
from rosterer.explain.lacks import Lack, lack_words
from rosterer.explain.waterfall import REASON_WORDS
from rosterer.referee.delays import Wait, waits_of
from rosterer.referee.occupancy import TOLERANCE
from rosterer.referee.words import counted
from rosterer.shown import chance, tenths
from rosterer_models.vocabulary.place import Unit

WHOLE_BED = 1 - TOLERANCE
"""Less than a bed is no empty bed; the referee's tolerance is as small."""


def why_empty(grounds: Grounds, question: WhyBed) -> Answer:
    """Why beds of a unit of the case are empty on a day of the horizon."""
    register, load = grounds.register, grounds.reading.load
    unit, day = register.units[question.unit], grounds.calendar.number(question.date)
    beds = register.available_beds[unit.unit][day]
    taken = load.census_buffered[unit.unit][day] + load.placed_buffered[unit.unit][day]
    if not unit.beds:
        sentence = f"{unit.unit} has no beds: it is a post that needs people."
        return Answer(question=question, is_so=False, sentence=sentence)
    is_empty = beds - taken >= WHOLE_BED
    waiting = [wait for wait in waits_of(register, grounds.reading.starts) if _waits(wait, day)]
    found = list(_who_waits(grounds, unit, day, waiting)) if is_empty else []
    return Answer(
        question=question,
        is_so=is_empty,
        sentence=_sentence(grounds, unit, day, is_empty, len(waiting), len(found)),
        reasons=(_taken(grounds, unit, day), *_closures(grounds, unit, day), *found),
    )


def _sentence(
    grounds: Grounds, unit: Unit, day: int, is_empty: bool, waiting: int, here: int
) -> str:
    load, where = grounds.reading.load, f"{unit.unit} on {grounds.said(day)}"
    beds = grounds.register.available_beds[unit.unit][day]
    buffered = load.census_buffered[unit.unit][day] + load.placed_buffered[unit.unit][day]
    over = next(
        row.probability
        for row in grounds.verdict.overflow
        if (row.unit, row.date) == (unit.unit, grounds.calendar.date(day))
    )
    numbers = (
        f"{counted(beds, 'bed')}, {tenths(load.occupancy(unit.unit, day))} people expected "
        f"({tenths(buffered)} beds with room for stays of uncertain end), {chance(over)} chance of "
        "more people than beds"
    )
    if not is_empty:
        return f"{where} has no whole bed empty: {numbers}."
    if not waiting:
        return f"{where}: {numbers}. Nobody waits that day."
    if not here:
        return (
            f"{where}: {numbers}. {counted(waiting, 'person waits', 'people wait')} that day, and "
            "triage allows none of them a stay that begins here."
        )
    return (
        f"{where}: {numbers}. Of {counted(waiting, 'person who waits', 'people who wait')} that "
        f"day, triage allows {here} a stay here."
    )


def _waits(wait: Wait, day: int) -> bool:
    return wait.ready <= day and (wait.start is None or wait.start > day)


def _taken(grounds: Grounds, unit: Unit, day: int) -> Reason:
    """Who is in the beds."""
    load, reading = grounds.reading.load, grounds.reading
    placed = []
    for name, start in reading.starts.items():
        course = reading.courses.course(start.option, start.units, start.waits)
        presences = course.beds.get(unit.unit, ())
        if 0 <= day - start.day < len(presences) and presences[day - start.day][0] > 0:
            placed.append(f"{name} {tenths(presences[day - start.day][0])}")
    reserved = load.reserved_presence.get((unit.unit, day), 0.0)
    parts = [
        f"{tenths(load.census_expected[unit.unit][day])} of the people there at the start",
        *([f"placed {', '.join(placed)}"] if placed else []),
        *([f"{tenths(reserved)} kept for people who are expected"] if reserved > 1e-3 else []),
    ]
    return Reason(
        limit="beds",
        who=unit.unit,
        when=grounds.calendar.date(day),
        there=float(grounds.register.available_beds[unit.unit][day]),
        asked=load.census_buffered[unit.unit][day] + load.placed_buffered[unit.unit][day],
        unit="beds",
        sentence=f"Taken: {'; '.join(parts)}.",
    )


def _closures(grounds: Grounds, unit: Unit, day: int) -> Iterator[Reason]:
    when = grounds.calendar.date(day)
    for row in grounds.case.closures:
        if row.unit == unit.unit and row.first_day <= when <= row.last_day:
            shut = [f"{counted(row.beds, 'bed is', 'beds are')} out of use"] * bool(row.beds)
            shut += ["nobody is admitted"] * (not row.admissions)
            yield Reason(
                limit="closure",
                who=unit.unit,
                when=when,
                there=float(unit.beds),
                asked=float(row.beds),
                unit="beds",
                sentence=f"Closure until {grounds.said(grounds.calendar.number(row.last_day))}: "
                f"{' and '.join(shut) or 'of nothing'}.",
            )


def _who_waits(grounds: Grounds, unit: Unit, day: int, waiting: list[Wait]) -> Iterator[Reason]:
    """Everybody who waits that day and may come here, with what is in the way."""
    trial = Trial(grounds.reading)
    for wait in waiting:
        referral = wait.referral
        here = [
            option
            for option in referral.options
            if any(
                grounds.register.takes(unit, stage)
                for stage in grounds.register.stages.get(option, ())[:1]
            )
        ]
        if not here:
            continue
        open_ones = [one for one in trial.open_options(referral, day) if one in here]
        courses = [
            course
            for option in open_ones
            for course in trial.courses_of(option)
            if course.stages[0].unit == unit.unit
        ]
        lacks = [list(trial.every_lack(course, referral, day)) for course in courses]
        yield _of_waiting(grounds, unit, wait, day, min(lacks, key=len, default=None), trial)


def _of_waiting(
    grounds: Grounds,
    unit: Unit,
    wait: Wait,
    day: int,
    lacks: list[Lack] | None,
    trial: Trial,
) -> Reason:
    name = wait.referral.referral
    lack = lacks[0] if lacks else None
    starts = dict(grounds.reading.starts)
    if lacks is None:
        limit = "barrier"
        words = f"{REASON_WORDS['barrier']} for a stay here"
    elif trial.reason(wait.referral, day) == "triage":
        limit, words = "triage", REASON_WORDS["triage"]
    elif lack is not None:
        limit, words = lack.reason, lack_words(grounds.register, lack, starts)
    elif wait.start is not None:
        start = starts[name]
        limit = "price"
        words = f"there is room; starts {start.option} on {grounds.said(start.day)} instead"
    else:
        limit, words = "price", "there is room; the plan serves them nowhere"
    return Reason(
        limit=limit,
        who=name,
        when=grounds.calendar.date(day),
        band=lack.band if lack else "",
        skill=lack.skill if lack else "",
        there=lack.there if lack else None,
        asked=lack.taken if lack else None,
        more=lack.more if lack else None,
        unit=lack.unit if lack else "",
        sentence=f"{name} (priority {wait.referral.priority}): {words}.",
    )
