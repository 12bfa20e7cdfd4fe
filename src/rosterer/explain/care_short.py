"""Why is a place short of care? What is asked for, who gives it, and why nobody else does."""

from collections.abc import Iterator

from rosterer.explain.answer import Answer, Reason, WhyShort
from rosterer.explain.grounds import Grounds
from rosterer.explain.trial import Refusals, Trial, of_person
from rosterer.referee.calendar import ShiftHours
from rosterer.referee.cells import pair_deficit
from rosterer.referee.duties import TOLERANCE_MINUTES, Duty
from rosterer.referee.load import Cell
from rosterer.referee.words import counted, in_hours
from rosterer.shown import tenths
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.plan import DutyPiece

POSSIBLE = "possible"
"""The limit of somebody who could give the care: no rule is in the way."""


def why_care_is_short(grounds: Grounds, question: WhyShort, cell: Cell, others: str) -> Answer:
    """The answer for one cell that is short.

    Parameters
    ----------
    others
        What else is short there, in words.
    """
    reasons = [*_asked(grounds, cell), *_bought(grounds, cell), *_people(grounds, cell)]
    return Answer(
        question=question,
        is_so=True,
        sentence=" ".join(filter(None, (_sentence(grounds, cell, reasons), others))),
        reasons=tuple(reasons),
    )


def _sentence(grounds: Grounds, cell: Cell, reasons: list[Reason]) -> str:
    place, day, band, skill = cell
    load, supply = grounds.reading.load, grounds.reading.supply
    people = [one for one in reasons if one.who in grounds.register.people]
    able = [one for one in people if one.limit == POSSIBLE]
    can = (
        f"{counted(len(able), 'person', 'people')} could give more within the rules"
        if able
        else "none could give more within the rules"
    )
    return (
        f"{place} on {grounds.said(day)} is short of {tenths(grounds.short_cells[cell])} of "
        f"{tenths(load.need(cell))} minutes of {skill} in {band}: "
        f"{tenths(sum(supply.own(cell)))} are given by "
        f"{counted(len(supply.own(cell)), 'person', 'people')}; of "
        f"{counted(len(people), 'person', 'people')} who can do it and reach the place, {can}."
    )


def _asked(grounds: Grounds, cell: Cell) -> Iterator[Reason]:
    """Who asks for the care: cover, people in care, people placed and expected."""
    load, (place, day, band, skill) = grounds.reading.load, cell
    settled, placed = load.settled.get(cell, 0.0), load.placed.get(cell, 0.0)
    names = list(_placed_here(grounds, cell))
    by = f" ({', '.join(names)})" if names else ""
    yield Reason(
        limit="need",
        who=place,
        when=grounds.calendar.date(day),
        band=band,
        skill=skill,
        there=sum(grounds.reading.supply.own(cell)) + grounds.reading.supply.bought(cell),
        asked=load.need(cell),
        unit="minutes",
        sentence=f"Needed: {tenths(settled)} minutes by base cover and people in care, "
        f"{tenths(placed)} by people who are placed or expected{by}.",
    )
    both = load.pairs.get(cell, 0.0) / 2
    own, bought = grounds.reading.supply.own(cell), grounds.reading.supply.bought(cell)
    if both > 0 and pair_deficit(both, own, bought) > load.need(cell) - sum(own) - bought:
        yield Reason(
            limit="two-carers",
            who=place,
            when=grounds.calendar.date(day),
            band=band,
            skill=skill,
            there=sum(min(minutes, both) for minutes in own) + bought,
            asked=2 * both,
            unit="minutes",
            sentence=f"Two carers at once are needed for {tenths(both)} minutes, and nobody is "
            "both of them.",
        )


def _placed_here(grounds: Grounds, cell: Cell) -> Iterator[str]:
    place, day, band, skill = cell
    for name, start in grounds.reading.starts.items():
        if start.referral.home != place or start.day > day:
            continue
        course = grounds.reading.courses.course(start.option, start.units, start.waits)
        if day - start.day < len(course.care_by_day):
            for need in course.care_by_day[day - start.day]:
                if (need.band, need.skill) == (band, skill):
                    yield f"{name} {tenths(need.minutes)}"


def _bought(grounds: Grounds, cell: Cell) -> Iterator[Reason]:
    """What agencies may still give that day."""
    most = 60 * grounds.case.limits.agency_hours_per_day
    when = grounds.calendar.date(cell[1])
    used = sum(row.minutes for row in grounds.plan.agency if row.date == when)
    if most:
        yield Reason(
            limit="agency-limit",
            who="agency",
            when=when,
            there=most,
            asked=used,
            unit="minutes",
            sentence=f"Agencies give {in_hours(used)} of the {in_hours(most)} that are allowed "
            "that day.",
        )


def _people(grounds: Grounds, cell: Cell) -> Iterator[Reason]:
    """Everybody who can do the skill and reaches the place, those who could give more first."""
    place, day, _, skill = cell
    register, trial = grounds.register, Trial(grounds)
    found = []
    for person in grounds.case.people:
        if skill not in register.can_do[person.person]:
            continue
        if place not in register.geography.round_reach(person.home, person.mobile):
            continue
        duty = grounds.duties.get((person.person, day))
        reason = (
            _off(grounds, trial, person, cell)
            if duty is None
            else _on_duty(grounds, trial, duty, cell)
        )
        found.append(reason)
    yield from sorted(found, key=lambda one: one.limit != POSSIBLE)


def _reason(grounds: Grounds, person: Person, cell: Cell, limit: str, sentence: str) -> Reason:
    return Reason(
        limit=limit,
        who=person.person,
        when=grounds.calendar.date(cell[1]),
        band=cell[2],
        skill=cell[3],
        sentence=sentence,
    )


def _on_duty(grounds: Grounds, trial: Trial, duty: Duty, cell: Cell) -> Reason:
    """Why somebody on duty does not give more."""
    place, day, band, _ = cell
    called = grounds.called(duty.person.person)
    if band not in duty.shift.contact or not duty.shift.contact[band]:
        words = f"{called} is on duty ({duty.shift.shift}), which has no time in {band}."
        return _reason(grounds, duty.person, cell, "contact-time", words)
    if duty.is_training:
        words = f"{called} is on training ({duty.shift.shift}), which serves nobody."
        return _reason(grounds, duty.person, cell, "fixed-duty", words)
    if duty.unit is not None:
        words = f"{called} is on duty in {duty.unit.unit} ({duty.shift.shift})."
        return _reason(grounds, duty.person, cell, "in-unit", words)
    left, told = _left(duty, band)
    share = grounds.register.geography.share(duty.person.home, place, duty.person.mobile)
    minutes = min(_least(grounds, cell), left / (1 + share))
    if minutes <= TOLERANCE_MINUTES:
        words = (
            f"{called} is on duty ({duty.shift.shift}) with all of "
            f"{duty.shift.contact[band]} minutes in {band} given: {told}."
        )
        whole = float(duty.shift.contact[band])
        return _reason(grounds, duty.person, cell, "contact-time", words).model_copy(
            update={"there": whole, "asked": whole - left, "unit": "minutes"}
        )
    when = grounds.calendar.date(day)
    rows = [row for row in grounds.rows[duty.person.person] if row.date == when]
    more = _piece(grounds, duty.person, duty.shift, cell, minutes)
    broken = trial.with_rows(duty.person.person, day, [*rows, more])
    if broken:
        words = (
            f"{called} has {tenths(left)} minutes left in {band}, travel included; with "
            f"{tenths(minutes)} minutes here: {of_person(grounds, broken[0])}."
        )
        return _reason(grounds, duty.person, cell, broken[0].rule, words)
    words = (
        f"{called} is on duty ({duty.shift.shift}) and could give {tenths(minutes)} minutes here "
        f"(gives now: {told or 'nothing'})."
    )
    return _able(grounds, duty.person, cell, minutes, words)


def _least(grounds: Grounds, cell: Cell) -> float:
    """Minutes of a piece that covers what is short, or as much of it as there is time for."""
    return max(grounds.short_cells[cell], float(grounds.case.limits.piece_minutes))


def _left(duty: Duty, band: str) -> tuple[float, str]:
    """Contact minutes left in a band, and where the others are given."""
    given = [piece for piece in duty.pieces if piece.band == band]
    used = sum(piece.minutes * (1 + piece.share) for piece in given)
    told = ", ".join(f"{tenths(piece.minutes)} at {piece.place} ({piece.skill})" for piece in given)
    way = used - sum(piece.minutes for piece in given)
    if way > TOLERANCE_MINUTES:
        told += f", {tenths(way)} on the way"
    return duty.shift.contact[band] - used, told


def _off(grounds: Grounds, trial: Trial, person: Person, cell: Cell) -> Reason:
    """Why somebody who is off is not given a duty: every shift with time in the band is tried."""
    place, day, band, _ = cell
    called = grounds.called(person.person)
    refused = Refusals(grounds)
    for shift in grounds.register.shifts.values():
        if not shift.contact.get(band):
            continue
        share = grounds.register.geography.share(person.home, place, person.mobile)
        most = shift.contact[band] / (1 + share)
        minutes = min(_least(grounds, cell), most)
        rows = [_piece(grounds, person, shift, cell, minutes)]
        broken = trial.with_rows(person.person, day, rows)
        if not broken:
            words = f"{called} is off and could do {shift.shift}, with {tenths(minutes)} minutes."
            return _able(grounds, person, cell, minutes, words)
        refused.add(shift.shift, broken[0])
    if not refused.rule:
        words = f"{called} is off, and no shift has time in {band}."
        return _reason(grounds, person, cell, "contact-time", words)
    words = f"{called} is off: {refused.told}."
    return _reason(grounds, person, cell, refused.rule, words)


def _able(grounds: Grounds, person: Person, cell: Cell, minutes: float, sentence: str) -> Reason:
    reason = _reason(grounds, person, cell, POSSIBLE, sentence)
    return reason.model_copy(update={"more": minutes, "unit": "minutes"})


def _piece(
    grounds: Grounds, person: Person, shift: ShiftHours, cell: Cell, minutes: float
) -> DutyPiece:
    place, day, band, skill = cell
    return DutyPiece(
        person=person.person,
        date=grounds.calendar.date(day),
        shift=shift.shift,
        place=place,
        band=band,
        skill=skill,
        minutes=minutes,
    )
