"""Which minutes of a duty are paid, and what do enhancements cost? By masks of minutes."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from rosterer_models.matrix.model import Flags, Floats
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Employer
from rosterer_models.vocabulary.shift import Shift
from rosterer_models.vocabulary.spell import Spell
from rosterer_models.vocabulary.time import (
    MINUTES_PER_DAY,
    SATURDAY,
    SUNDAY,
    elapsed_minutes,
)

SPAN = 3 * MINUTES_PER_DAY
"""Minutes from the midnight before a duty within which it ends."""
_CLOCK = np.arange(SPAN) % MINUTES_PER_DAY
AT_NIGHT: Flags = np.asarray((_CLOCK < 6 * 60) | (_CLOCK >= 20 * 60))
"""20:00 to 06:00."""


@dataclass(frozen=True)
class PaidDuties:
    """Of one employer; D days, S shifts."""

    hours: Floats
    """D × S: paid hours."""
    premium: Floats
    """D × S: pence of enhancement, and of spells that are paid at a flat rate."""


def paid_duties(case: Case, employer: Employer) -> PaidDuties:
    """What each shift on each day of the horizon pays at an employer."""
    shape = (case.days, len(case.shifts))
    hours, premium = np.zeros(shape), np.zeros(shape)
    masks = [[(one, _mask(one)) for one in _at_work(shift)] for shift in case.shifts]
    flat = [_flat_pence(employer, shift) for shift in case.shifts]
    known: dict[tuple[object, ...], tuple[float, float]] = {}
    holidays = frozenset(case.holidays)
    for t in range(case.days):
        on = case.first_day + timedelta(days=t)
        dates = [on + timedelta(days=more) for more in range(3)]
        weights = _weights(case, employer, t)
        for s, shift in enumerate(case.shifts):
            key = (s, on.weekday(), *(one in holidays for one in dates))
            if weights is None and key in known:
                hours[t, s], premium[t, s] = known[key]
                continue
            passing = np.ones(SPAN) if weights is None else weights
            percent = _percent(employer, shift, dates, holidays)
            for spell, mask in masks[s]:
                length, pence = _paid(employer, spell, mask, passing, percent)
                hours[t, s] += length
                premium[t, s] += pence
            premium[t, s] += flat[s]
            if weights is None:
                known[key] = float(hours[t, s]), float(premium[t, s])
    return PaidDuties(hours, premium)


def _mask(spell: Spell) -> Flags:
    """Minutes of the spell, a dated break left out."""
    mask = np.zeros(SPAN, dtype=bool)
    mask[spell.start : spell.end] = True
    if spell.break_start is not None:
        mask[spell.break_start : spell.break_start + spell.unpaid_break] = False
    return mask


def _at_work(shift: Shift) -> list[Spell]:
    return [spell for spell in shift.parts if spell.kind == "work"]


def _weights(case: Case, employer: Employer, t: int) -> Floats | None:
    """How long each minute on the clock lasts; None where each is a minute."""
    if employer.clock_change == "clock":
        return None

    def moment(minute: int) -> int:
        return elapsed_minutes(case.first_day, case.zone, t, minute)

    if moment(SPAN) - moment(0) == SPAN:
        return None
    return np.diff([moment(minute) for minute in range(SPAN + 1)]).astype(float)


def _percent(
    employer: Employer,
    shift: Shift,
    dates: list[date],
    holidays: frozenset[date],
) -> Floats:
    """The highest percentage at each minute."""
    by_day = np.array(
        [
            max(
                employer.saturday_percent if one.weekday() == SATURDAY else 0,
                employer.sunday_percent if one.weekday() == SUNDAY else 0,
                employer.holiday_percent if one in holidays else 0,
            )
            for one in dates
        ]
    )
    if employer.enhanced_by == "start":
        return np.full(SPAN, max(by_day[0], employer.night_percent if shift.is_night else 0))
    whole = np.zeros(SPAN, dtype=bool)
    for spell in _at_work(shift):
        whole[spell.start : spell.end] = True
    is_night_shift = 2 * int((whole & AT_NIGHT).sum()) > int(whole.sum())
    night = AT_NIGHT | (employer.enhanced_by == "night-shift" and is_night_shift)
    at_night = np.where(night, employer.night_percent, 0.0)
    return np.asarray(np.maximum(np.repeat(by_day, MINUTES_PER_DAY), at_night))


def _paid(
    employer: Employer, spell: Spell, mask: Flags, passing: Floats, percent: Floats
) -> tuple[float, float]:
    """Paid hours and pence of enhancement of a spell."""
    length = float(passing[mask].sum())
    share = 1.0
    if spell.break_start is None:
        share = max(0.0, length - spell.unpaid_break) / length if length > 0 else 0.0
    minutes = passing * mask * share
    return length * share / 60, float(employer.hourly_pay * (minutes * percent).sum() / 60)


def _flat_pence(employer: Employer, shift: Shift) -> float:
    """What sleep-in and on-call spells are paid."""
    kinds = [spell.kind for spell in shift.parts]
    return 100 * (
        employer.sleep_in_pay * kinds.count("sleep-in")
        + employer.on_call_pay * kinds.count("on-call")
    )
