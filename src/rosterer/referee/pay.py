"""What are people paid, and what of it is the same for every plan?"""

from collections.abc import Iterable, Iterator

from rosterer.referee.calendar import ShiftHours
from rosterer.referee.duties import Duty
from rosterer.referee.leave import days_employed
from rosterer.referee.ledger import Entry
from rosterer.referee.register import Register
from rosterer.referee.roster import Roster
from rosterer_models.vocabulary.person import Person


def contract_pay(register: Register) -> Iterator[Entry]:
    """Contract hours over the horizon, of who has a line and who has none."""
    for person in register.case.people:
        if person.kind != "bank":
            hours = person.contract_hours * days_employed(register, person) / 7
            pounds = register.employers[person.employer].hourly_pay * hours
            yield Entry("contract-pay", person.employer, False, hours, pounds, person.person)


def bank_pounds(register: Register, person: Person, day: int, shift: ShiftHours) -> float:
    """What a bank person's duty costs without enhancement."""
    employer = register.employers[person.employer]
    hours = register.pay_of(person, day, shift).hours
    return employer.hourly_pay * employer.bank_percent / 100 * hours


def fixed_pay(register: Register) -> Iterator[Entry]:
    """Bank pay and enhancements of fixed duties of the horizon, whether the plan works them or
    not.
    """
    for name, days in register.fixed.items():
        person = register.people[name]
        for day, fixed in days.items():
            if register.calendar.has(day):
                shift = register.shifts[fixed.shift]
                pounds = register.premium(person, day, shift)
                hours = register.pay_of(person, day, shift).hours
                if person.kind == "bank":
                    pounds += bank_pounds(register, person, day, shift)
                if pounds:
                    yield Entry("fixed-pay", person.employer, False, hours, pounds, name)


def duty_pay(register: Register, duties: Iterable[Duty]) -> Iterator[Entry]:
    """Enhancements and bank pay of duties that are not fixed."""
    for duty in duties:
        if duty.is_fixed:
            continue
        name, employer = duty.person.person, duty.person.employer
        paid = register.pay_of(duty.person, duty.day, duty.shift)
        if paid.premium:
            yield Entry("enhancements", employer, True, paid.enhanced_hours, paid.premium, name)
        if duty.person.kind == "bank":
            yield Entry(
                "bank-pay",
                employer,
                True,
                paid.hours,
                bank_pounds(register, duty.person, duty.day, duty.shift),
                name,
            )


def least_pay(roster: Roster, person: Person) -> list[Entry]:
    """The least enhancements that the case allows, which are told apart from the others."""
    if person.kind != "pattern":
        return []
    hours, pounds = least_enhancements(roster, person)
    if not pounds:
        return []
    name, employer = person.person, person.employer
    return [
        Entry("enhancements", employer, False, hours, pounds, name),
        Entry("enhancements", employer, True, -hours, -pounds, name),
    ]


def least_enhancements(roster: Roster, person: Person) -> tuple[float, float]:
    """Hours and pounds of the least enhancements among the lines allowed, each less the dearest
    duties that may be given back.
    """
    register = roster.register
    least: tuple[float, float] | None = None
    for line in roster.allowed(person):
        paid = [
            register.pay_of(person, day, shift) for day, shift in roster.firm(person, line).items()
        ]
        premia = sorted((one.premium, one.enhanced_hours) for one in paid)
        kept = [duty for duty in premia[: max(0, len(premia) - person.floats_back)] if duty[0] > 0]
        pounds, hours = sum(duty[0] for duty in kept), sum(duty[1] for duty in kept)
        if least is None or pounds < least[1]:
            least = (hours, pounds)
    return least or (0.0, 0.0)
