"""What do changed lines, broken wishes, unsocial duties, overtime and unbalanced hours cost, and
what of it is the same for every plan?
"""

from collections.abc import Iterable, Iterator, Mapping

from rosterer.referee.calendar import ShiftHours
from rosterer.referee.contracts import overtime_pounds, settlements
from rosterer.referee.diary import present_line
from rosterer.referee.duties import Duty
from rosterer.referee.leave import credited_hours
from rosterer.referee.ledger import Entry
from rosterer.referee.register import Register
from rosterer.referee.roster import Roster
from rosterer.referee.shapes import unwelcome_shapes
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.shift import Line

Worked = Mapping[int, ShiftHours]
"""Duties of a person in the horizon, fixed ones too, by day."""


def preference_entries(
    roster: Roster,
    person: Person,
    line: Line | None,
    duties: Iterable[Duty],
    unavoidable: Mapping[str, Entry],
) -> Iterator[Entry]:
    """Entries of ``line-changes``, ``broken-wishes``, ``unsocial-duties``, ``hours-balance`` and
    ``overtime-pay`` of one person.

    Parameters
    ----------
    unavoidable
        What :func:`unavoidable_entries` says of the person.
    """
    register, name = roster.register, person.person
    service = register.case.payers.service
    worked = fixed_shifts(register, person)
    worked.update((duty.day, duty.shift) for duty in duties)
    is_changeable = person.kind == "pattern" and person.line_rule == "changeable"
    if line is not None and is_changeable and not roster.is_same(line, present_line(person)):
        yield Entry("line-changes", service, True, 1, register.case.prices.line_change, name)
    hours = sum(row.overtime for row in settlements(register, person, worked))
    if hours:
        pounds = hours * overtime_pounds(register, person)
        yield Entry("overtime-pay", person.employer, True, hours, pounds, name)
    yield from unavoidable.values()
    for entry in costs_of_roster(register, person, worked, service, line, avoidable=True):
        same = unavoidable.get(entry.name)
        less_amount, less_pounds = (same.amount, same.pounds) if same else (0.0, 0.0)
        yield Entry(
            entry.name, service, True, entry.amount - less_amount, entry.pounds - less_pounds, name
        )


def fixed_shifts(register: Register, person: Person) -> dict[int, ShiftHours]:
    """Fixed duties of the horizon."""
    fixed = register.fixed.get(person.person, {})
    return {
        day: register.shifts[duty.shift]
        for day, duty in fixed.items()
        if register.calendar.has(day)
    }


def unavoidable_entries(roster: Roster, person: Person) -> dict[str, Entry]:
    """Who keeps the line and owes and gives back no float has the same roster in every plan."""
    service = roster.register.case.payers.service
    if (
        person.kind != "pattern"
        or person.line_rule != "kept"
        or person.floats_owed
        or person.floats_back
    ):
        return {}
    line = present_line(person)
    if roster.worked(person, line) != roster.without_averages(person, line):
        return {}
    worked = {**fixed_shifts(roster.register, person), **roster.worked(person, line)}
    entries = costs_of_roster(roster.register, person, worked, service, line, avoidable=False)
    return {entry.name: entry for entry in entries}


def costs_of_roster(
    register: Register,
    person: Person,
    worked: Worked,
    service: str,
    line: Line | None,
    *,
    avoidable: bool,
) -> list[Entry]:
    """Wishes, unsocial duties, unwelcome shapes and balance of a person's duties in the horizon."""
    prices = register.case.prices
    broken, wish_pounds = _broken_wishes(register, person, worked)
    steps = _unsocial_steps(register, person, worked)
    hours = _hours_out_of_balance(register, person, worked, line)
    shapes = [
        Entry(name, service, avoidable, number, number * price, person.person)
        for name, number, price in unwelcome_shapes(register, person, worked)
    ]
    return [
        *shapes,
        Entry("broken-wishes", service, avoidable, broken, wish_pounds, person.person),
        Entry(
            "unsocial-duties",
            service,
            avoidable,
            steps,
            steps * prices.unsocial_duty,
            person.person,
        ),
        Entry(
            "hours-balance", service, avoidable, hours, hours * prices.balance_hour, person.person
        ),
    ]


def _broken_wishes(register: Register, person: Person, worked: Worked) -> tuple[int, float]:
    """Number and price of the wishes that the duties break; wishes on days of absence do not
    count.
    """
    broken, pounds = 0, 0.0
    for request in register.requests.get(person.person, ()):
        day = register.calendar.number(request.date)
        if not register.calendar.has(day) or day in register.absent.get(person.person, ()):
            continue
        shift = worked.get(day)
        if request.wish == "off":
            is_broken = shift is not None
        elif request.wish == "on":
            is_broken = shift is None
        else:
            is_broken = shift is None or shift.shift != request.wish
        if is_broken:
            broken += 1
            pounds += register.case.prices.broken_wish if request.price is None else request.price
    return broken, pounds


def _unsocial_steps(register: Register, person: Person, worked: Worked) -> int:
    """1 for the first duty over the target, 2 more for the second, and so on."""
    if person.unsocial_target is None:
        return 0
    over = (
        sum(register.is_unsocial(day, shift) for day, shift in worked.items())
        - person.unsocial_target
    )
    return over * (over + 1) // 2 if over > 0 else 0


def _hours_out_of_balance(
    register: Register, person: Person, worked: Worked, line: Line | None
) -> float:
    """Hours by which the balance at the end of the horizon, or of each period of a contract without
    a line, lies outside its band, either way.
    """
    if person.kind != "pattern":
        return sum(row.outside for row in settlements(register, person, worked))
    balance = balance_at_end(register, person, worked, line) or 0.0
    return max(0.0, abs(balance) - register.case.limits.balance_band_hours)


def balance_at_end(
    register: Register, person: Person, worked: Worked, line: Line | None
) -> float | None:
    """Hours beyond contract (negative: owed) at the end of the horizon, what is paid as overtime
    taken off; None of bank staff.
    """
    if person.kind == "bank":
        return None
    if person.kind == "contract":
        return settlements(register, person, worked)[-1].balance
    owed = register.calendar.days * person.contract_hours / 7
    paid = sum(register.pay_of(person, day, shift).hours for day, shift in worked.items())
    return person.balance_hours + paid + credited_hours(register, person, line) - owed
