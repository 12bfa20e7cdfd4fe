"""Which lines can a pattern person work, what does each give, and which float duties fit it?"""

from dataclasses import dataclass, field

import numpy as np

from rosterer_models.columns.leave import line_hours
from rosterer_models.columns.staff import Staff, rule_arguments
from rosterer_models.matrix.model import Flags, Floats, Ints
from rosterer_models.rules.calendar import OFF, Calendar
from rosterer_models.rules.kernel import work_line
from rosterer_models.rules.limits import RunRules
from rosterer_models.rules.reference import is_by_night
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.shift import OFF as DAY_OFF
from rosterer_models.vocabulary.shift import Line


@dataclass(frozen=True)
class Lines:
    """The J different lines of one person; D days, S shifts."""

    lines: tuple[Line, ...]
    worked: Ints
    """J × D: shift number of the worked line (without fixed duties), or OFF."""
    float_fits: Flags
    """J × D × S: a float there breaks nothing beside the whole worked line."""
    change_pence: Floats
    """J: price of leaving the present line."""
    besides: Ints
    """J × D: what would be worked if no duty had to yield to an average. Where it is not what is
    worked, a plan may work either, or nothing: that is no float, and nothing given back.
    """
    absence_hours: Floats
    """J: what absence is worth to who has the line."""
    number: dict[Line, int] = field(default_factory=dict)
    """Number of every line that the rule allows, equals of an earlier one among them."""

    @property
    def is_firm(self) -> Flags:
        """J × D: the line gives a duty that a plan works or gives back."""
        return np.asarray((self.worked >= 0) & (self.worked == self.besides))


def lines_of(
    case: Case, calendar: Calendar, runs: RunRules, staff: Staff, judge: Staff | None = None
) -> Lines:
    """Every line that the person's line rule allows; lines that come to the same duties, price and
    worth of absence are given once.

    Parameters
    ----------
    judge
        The person with the windows that floats must keep, where those are not all of them.
    """
    person, days = staff.person, case.days
    number = {s.shift: i for i, s in enumerate(case.shifts)}
    patterns = {p.pattern: p for p in case.patterns}
    assert person.pattern is not None
    assert person.phase is not None
    present = Line(pattern=person.pattern, phase=person.phase % len(patterns[person.pattern].cycle))
    candidates = _candidates(case, staff, present, {p.pattern: p.cycle for p in case.patterns})
    arguments = rule_arguments(staff, calendar, runs)
    caps = [window for window in staff.windows if window.rule == "weekly-cap"]
    without_averages = rule_arguments(staff.within(caps), calendar, runs)
    blocked = staff.absent.copy()
    blocked[list(staff.fixed)] = True
    seen: dict[bytes, int] = {}
    numbered: dict[Line, int] = {}
    kept: list[Line] = []
    worked, besides, change, worth = [], [], [], []
    for line in dict.fromkeys(candidates):
        cycle = patterns[line.pattern].cycle
        wanted = np.array(
            [
                OFF if (e := cycle[(t + line.phase) % len(cycle)]) == DAY_OFF else number[e]
                for t in range(days)
            ],
            dtype=np.int64,
        )
        given = np.where((wanted >= 0) & calendar.alone[wanted], wanted, OFF)
        duties = work_line(staff.base, given, blocked, person.nights, *arguments)
        pence = (
            100 * case.prices.line_change
            if person.line_rule == "changeable" and line != present
            else 0.0
        )
        # The present line comes first and is the cheapest of its equals, so later equals are never
        # needed.
        open_duties = work_line(staff.base, given, blocked, person.nights, *without_averages)
        hours = line_hours(
            case, calendar, person, staff.stated_absence, staff.hours, wanted, staff.fixed_entries
        )
        both = duties.tobytes() + open_duties.tobytes() + np.float64(hours).tobytes()
        numbered[line] = seen.setdefault(both, len(kept))
        if numbered[line] < len(kept):
            continue
        kept.append(line)
        worked.append(duties)
        besides.append(open_duties)
        change.append(pence)
        worth.append(hours)
    table = np.array(worked, dtype=np.int64).reshape(len(kept), days)
    return Lines(
        tuple(kept),
        table,
        _float_fits(calendar, runs, staff if judge is None else judge, table, len(case.shifts)),
        np.array(change),
        np.array(besides, dtype=np.int64).reshape(len(kept), days),
        np.array(worth),
        numbered,
    )


def _candidates(
    case: Case, staff: Staff, present: Line, cycles: dict[str, tuple[str, ...]]
) -> list[Line]:
    """Lines that the person may be given, the present one first."""
    person = staff.person
    if person.line_rule == "kept":
        return [present]
    names = list(dict.fromkeys((present.pattern, *person.patterns)))
    if staff.is_kept_from_nights:
        nights = {shift.shift for shift in case.shifts if shift.is_night}
        by_day = [name for name in names if not nights.intersection(cycles[name])]
        if person.nights and is_by_night(case, cycles[present.pattern]):
            # That line alone would make them a night worker, so they leave it where they may.
            fewer = [name for name in names if not is_by_night(case, cycles[name])]
            names = by_day or fewer or [present.pattern]
        else:
            names = [name for name in names if name == present.pattern or name in by_day]
    first = [present] if present.pattern in names else []
    return first + [Line(pattern=n, phase=phase) for n in names for phase in range(len(cycles[n]))]


def _float_fits(
    calendar: Calendar, runs: RunRules, staff: Staff, worked: Ints, num_shifts: int
) -> Flags:
    fit = np.zeros((*worked.shape, num_shifts), dtype=bool)
    if not staff.person.floats_owed:
        return fit
    h = calendar.history
    for j, duties in enumerate(worked):
        roster = staff.base.copy()
        roster[h:] = np.where(duties >= 0, duties, roster[h:])
        for t in np.flatnonzero(roster[h:] == OFF):
            for s in np.flatnonzero(staff.offered[t]):
                fit[j, t, s] = staff.fits(roster, int(t), int(s), calendar, runs)
    return fit


def unavoidable_premium(staff: Staff, lines: Lines) -> float:
    """Pence of enhancements that no decision avoids: the cheapest line less its dearest duties
    given back.
    """
    least = float("inf")
    for duties, is_firm in zip(lines.worked, lines.is_firm, strict=True):
        days = np.flatnonzero(is_firm)
        pence = np.sort(staff.premium[days, duties[days]])
        least = min(least, float(pence[: max(0, len(pence) - staff.person.floats_back)].sum()))
    return least
