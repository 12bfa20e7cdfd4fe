"""What is the result, in sentences that can be read out in a meeting?"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from rosterer.explain.waterfall import DelayPart
from rosterer.explain.waterfall import told as waterfall_told
from rosterer.referee.verdict import Verdict
from rosterer.report.continuity import continuity_words
from rosterer.report.cover import Cover
from rosterer.report.waiting import Wait
from rosterer.report.words import day_words
from rosterer.shown import PER_CENT, TENTH, chance, hours, is_naught, to_step
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

LIKELY_OVERFLOW = 0.05
"""Days on which a unit overflows with more than this chance are told: one day in twenty."""


def story_of(
    case: Case,
    plan: Plan,
    verdict: Verdict,
    cover: Cover,
    waits: Sequence[Wait],
    delays: Sequence[DelayPart],
) -> list[str]:
    """Sentences on delay, care, continuity, units and beds; nothing is told that is not there."""
    return [
        *_starts(waits),
        *([waterfall_told(delays)] if delays else ["Nobody waits."]),
        *_care(cover),
        *continuity_words(case, plan),
        *_units(case, cover),
        *_overflow(case, verdict),
    ]


def _starts(waits: Sequence[Wait]) -> list[str]:
    started = [wait for wait in waits if wait.is_started]
    if not waits:
        return []
    at_once = sum(wait.delay_days == 0 for wait in started)
    return [
        f"Of {len(waits)} {_people(len(waits))} referred, {len(started)} start within these days, "
        f"{at_once} of them without delay."
    ]


def _care(cover: Cover) -> list[str]:
    need = sum(cell.need for cell in cover.care) / 60
    short = sum(cell.short for cell in cover.care) / 60
    if not need:
        return []
    if is_naught(short):
        return [f"All {hours(need)} of care at home are covered."]
    by_place: dict[tuple[str, str], float] = defaultdict(float)
    for cell in cover.care:
        by_place[cell.place, cell.band] += cell.short / 60
    (place, band), worst = min(
        by_place.items(), key=lambda item: (-to_step(item[1], TENTH), item[0])
    )
    most = "" if is_naught(worst) else f", most in {place}, {band} ({hours(worst)})"
    return [
        f"Of {hours(need)} of care at home {hours(short)} are short ({short / need:.1%}){most}."
    ]


def _units(case: Case, cover: Cover) -> list[str]:
    short: dict[str, float] = defaultdict(float)
    for cell in cover.staff:
        short[cell.unit] += cell.short_minutes / 60
    lacking = {unit: lack for unit, lack in short.items() if not is_naught(lack)}
    if not lacking:
        return (
            ["Every unit has the staff that it needs."]
            if cover.staff or any(row.heads for row in case.cover)
            else []
        )
    names = {unit.unit: unit.name or unit.unit for unit in case.units}
    told = ", ".join(
        f"{names[unit]} {hours(lack)}"
        for unit, lack in sorted(
            lacking.items(), key=lambda item: (-to_step(item[1], TENTH), item[0])
        )
    )
    return [f"Units lack a head: {told}."]


def _overflow(case: Case, verdict: Verdict) -> list[str]:
    names = {unit.unit: unit.name or unit.unit for unit in case.units if unit.beds}
    likely: dict[str, list[tuple[float, date]]] = defaultdict(list)
    for day in verdict.overflow:
        shown = to_step(day.probability, PER_CENT)
        if day.unit in names and shown > LIKELY_OVERFLOW:
            likely[day.unit].append((-shown, day.date))
    return [
        f"{names[unit]} may have more people than beds on {len(days)} "
        f"{'day' if len(days) == 1 else 'days'}: "
        f"the chance is {chance(-min(days)[0])} on {day_words(min(days)[1])}."
        for unit, days in likely.items()
    ]


def _people(number: int) -> str:
    return "person" if number == 1 else "people"
