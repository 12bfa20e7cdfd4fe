"""What is so when nobody takes a duty, and what could an agency give of it?"""

from collections.abc import Iterator

from rosterer.candidates.found import Agency, Candidate, Uncovered
from rosterer.candidates.gap import Gap
from rosterer.referee.cells import cells_of
from rosterer.referee.duties import TOLERANCE_MINUTES
from rosterer.referee.load import Cell
from rosterer.referee.slots import read_slot
from rosterer.referee.words import counted
from rosterer.session import Effect, Session
from rosterer.shown import hours

Short = dict[str, float]
"""Minutes that each unit lacks on a day."""


def short_units(session: Session, day: int) -> Short:
    """What units lack on a day."""
    units = session.judging.short.units
    found = {unit: sum(one.minutes for one in own.get(day, ())) for unit, own in units.items()}
    return {unit: minutes for unit, minutes in found.items() if minutes > 0}


def leave_uncovered(session: Session, gap: Gap, effect: Effect, before: Short) -> Uncovered:
    """What is so now that the duty is taken from whom it was of.

    Parameters
    ----------
    before
        What units lacked while it was done.
    """
    after = short_units(session, gap.day)
    units = tuple(
        sorted(unit for unit in after if after[unit] > before.get(unit, 0.0) + TOLERANCE_MINUTES)
    )
    visits = sum(cell is not None for cell in _visited(session, gap))
    referrals = tuple(sorted(_without_hours(session, gap)))
    parts = [
        f"{counted(visits, 'visit')} fewer" if visits else "",
        f"{hours(effect.hours_short)} more short" if effect.hours_short > 0 else "",
        f"{', '.join(units)} short of staff" if units else "",
        f"no hours any more for {', '.join(referrals)}" if referrals else "",
    ]
    told = ", ".join(filter(None, parts)) or "nothing more is short than now"
    return Uncovered(
        visits=visits,
        hours_short=effect.hours_short,
        units=units,
        referrals=referrals,
        cash=effect.cash,
        notional=effect.notional,
        preference=effect.preference,
        total=effect.total,
        sentence=f"Leave it uncovered: {told} ({', '.join(money(effect))}).",
    )


def money(more: Effect | Candidate) -> list[str]:
    """What is paid, priced and preferred more than now; kinds that do not change are left out."""
    kinds = {"cash": more.cash, "notional": more.notional, "preference": more.preference}
    told = [f"{kind} {_signed(amount)}" for kind, amount in kinds.items() if amount]
    return told or ["nothing paid or priced otherwise"]


def _signed(pounds: float) -> str:
    return f"{'−' if pounds < 0 else '+'}£{abs(pounds):,.2f}"


def _visited(session: Session, gap: Gap) -> Iterator[Cell]:
    if gap.rows:
        duty = read_slot(session.grounds.register, 0, gap.rows).duty
        for piece in () if duty is None else duty.pieces:
            if piece.minutes > 0:
                yield (piece.place, gap.day, piece.band, piece.skill)


def _without_hours(session: Session, gap: Gap) -> set[str]:
    """Referrals whose care starts on hours that are not there, at what the duty visited."""
    load, short, found = session.judging.needs.load, session.judging.short.cells, set[str]()
    for cell in _visited(session, gap):
        missing = short.get(cell[0], {}).get(cell, 0.0) - load.settled.get(cell, 0.0)
        if missing <= TOLERANCE_MINUTES:
            continue
        for name, start in session.judging.needs.starts().items():
            course = load.courses.course(start.option, start.units, start.waits)
            day = cell[1] - start.day
            if start.referral.home == cell[0] and 0 <= day < len(course.care_by_day):
                needs = course.care_by_day[day]
                if any((need.band, need.skill) == cell[2:] for need in needs):
                    found.add(name)
    return found


def by_agency(session: Session, gap: Gap) -> Agency | None:
    """What an agency could give of what is short, within the limit of the day; None where it may
    not, or nothing is short.
    """
    register = session.grounds.register
    limits, price = register.case.limits, register.case.prices.agency_hour
    if gap.unit is not None or not limits.agency_hours_per_day:
        return None
    short = sum(_short(session, gap))
    when = register.calendar.date(gap.day)
    bought = sum(row.minutes for row in session.plan.agency if row.date == when)
    given = max(0.0, min(short, 60 * limits.agency_hours_per_day - bought))
    if given <= TOLERANCE_MINUTES:
        return None
    left, cash = (short - given) / 60, given / 60 * price
    return Agency(
        hours=given / 60,
        cash=round(cash, 2),
        hours_left_short=left,
        sentence=f"An agency: {hours(given / 60)} of it within the day's limit, cash £{cash:,.2f}, "
        f"if one has somebody; {hours(left)} stay short.",
    )


def _short(session: Session, gap: Gap) -> Iterator[float]:
    """Minutes short in cells that the duty visited, at most as many as it gave; of a gap, in all
    cells within its bands and places.
    """
    cells = session.judging.short.cells
    duty = read_slot(session.grounds.register, 0, gap.rows).duty if gap.rows else None
    if duty is not None:
        for cell in cells_of(duty):
            gave = sum(
                piece.minutes
                for piece in duty.pieces
                if (piece.place, piece.band, piece.skill) == (cell[0], *cell[2:])
            )
            yield min(gave, cells.get(cell[0], {}).get(cell, 0.0))
        return
    for place in gap.places or tuple(cells):
        for cell, minutes in cells.get(place, {}).items():
            if cell[1] == gap.day and gap.shift.contact.get(cell[2]):
                yield minutes
