"""Which rules does a plan break, and what does it cost?

This page is the whole judgement: read the plan, judge its duties, placements and what they add up
to, and write the ledger.
"""

import math
from collections.abc import Iterable, Mapping

from rosterer.referee import service
from rosterer.referee.cells import Supply, judge_cells, read_agency, shortages
from rosterer.referee.census import census_courses
from rosterer.referee.certificate import (
    certificate_disagreements,
    certificate_doubts,
    ledger_disagreements,
)
from rosterer.referee.continuity import continuity_entries
from rosterer.referee.delays import judge_delays, waits_of
from rosterer.referee.duties import Duty, read_duties
from rosterer.referee.duty_rules import judge_duties
from rosterer.referee.folding import folded, in_stretches
from rosterer.referee.ledger import cost_of, ledger_of, unavoidable_of
from rosterer.referee.load import Load
from rosterer.referee.not_judged import not_judged
from rosterer.referee.occupancy import judge_admissions, judge_beds, judge_triage, unit_overflow
from rosterer.referee.pay import contract_pay, duty_pay, fixed_pay
from rosterer.referee.placements import read_placements
from rosterer.referee.preferences import preference_entries
from rosterer.referee.register import Register
from rosterer.referee.reservations import read_reservations
from rosterer.referee.reserve import as_rows, reserve
from rosterer.referee.roster import Roster, read_lines
from rosterer.referee.rosters import (
    Judged,
    judge_roster,
    planned_by_person,
    with_what_follows,
)
from rosterer.referee.shortfall import Shortfall
from rosterer.referee.stays import Courses
from rosterer.referee.units import Heads, unit_shortages
from rosterer.referee.verdict import Verdict
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import LedgerLine, Plan
from rosterer_models.vocabulary.shift import Line


def judge(case: Case, plan: Plan, *, show_names: bool = False) -> Verdict:
    """Judge a plan by the reference page *How a plan is judged*.

    Parameters
    ----------
    case
        A valid case.
    plan
        Any plan, made by any means; whatever is wrong with it becomes a breach, and the rest is
        judged all the same.
    show_names
        Call people by their display names in sentences, where the reader may see them; else by
        their ids.

    Returns
    -------
    Verdict
        Breaches, the ledger recomputed in pounds, and whether the plan's own ledger and certificate
        agree with it.
    """
    register = Register(case, show_names=show_names)
    roster, courses = Roster(register), Courses(register)
    census = census_courses(register, courses)

    lines, broken = read_lines(roster, plan.lines)
    duties, faults = read_duties(register, plan.duties)
    of_duties, inherited = judge_duties(register, duties)
    rosters = _judge_rosters(roster, lines, duties)
    of_duties = with_what_follows(of_duties, rosters, register.calendar)
    broken += faults + of_duties + [breach for one in rosters for breach in one.broken]
    inherited += [breach for one in rosters for breach in one.inherited]
    agency, faults = read_agency(register, plan.agency)
    broken += faults
    starts, faults = read_placements(register, courses, plan.placements)
    broken += faults

    supply, heads, load = (
        Supply(register, duties, agency),
        Heads(register, duties),
        Load(register, courses, census),
    )
    for start in starts.values():
        load.add_start(start)
    if plan.reservations is None:
        reserved = reserve(register, load, supply, heads)
        reservations = as_rows(register, reserved)
    else:
        reserved, faults = read_reservations(register, plan.reservations)
        load.add_all_reserved(reserved)
        reservations = plan.reservations
        broken += faults
    short_cells, short_units = shortages(load, supply), list(unit_shortages(register, load, heads))
    waits = waits_of(register, starts)
    broken += [
        *folded(in_stretches(judge_beds(register, load), lambda breach: breach.who), by_worst=True),
        *judge_admissions(register, load),
        *judge_triage(register, load),
    ]
    broken += [
        *folded(judge_cells(register, load, short_cells), by_worst=True),
        *judge_delays(register, starts, waits, plan.delays, plan.placements),
    ]

    ledger = ledger_of(
        (
            *contract_pay(register),
            *fixed_pay(register),
            *duty_pay(roster, duties),
            *preference_entries(roster, lines, duties),
            *continuity_entries(register, duties),
            *service.agency_entries(register, agency),
            *service.travel_entries(register, duties),
            *Shortfall(register).entries(short_cells, short_units, load.settled),
            *service.delay_entries(register, waits),
            *service.stage_wait_entries(register, starts.values()),
            *service.expected_delay_entries(register, reserved),
            *service.option_entries(register, load, starts.values(), reserved),
            *service.census_option_entries(register, census),
            *service.tail_entries(register, load),
        )
    )
    ledger_doubts = list(ledger_disagreements(plan.ledger, ledger))
    doubts = (
        []
        if plan.certificate is None
        else list(
            certificate_disagreements(
                plan.certificate, ledger, case.fingerprint, is_broken=bool(broken)
            )
        )
    )
    return Verdict(
        certificate_doubts=tuple(certificate_doubts(plan)),
        broken=tuple(broken),
        inherited=tuple(inherited),
        not_judged=not_judged(one.diary for one in rosters),
        ledger=ledger,
        cost=cost_of(ledger),
        unavoidable=unavoidable_of(ledger),
        ledger_agrees=not ledger_doubts if plan.ledger else None,
        certificate_agrees=not doubts if plan.certificate is not None else None,
        disagreements=tuple((ledger_doubts if plan.ledger else []) + doubts),
        shortage_hours=_amount(ledger, "short-care", "unsafe-units"),
        delay_days=_amount(ledger, "delay", "expected-delay"),
        avoidable_delay_days=_amount(
            (line for line in ledger if line.avoidable), "delay", "expected-delay"
        ),
        overflow=tuple(unit_overflow(register, load)),
        reservations=reservations,
    )


def _judge_rosters(
    roster: Roster, lines: Mapping[str, Line], duties: Iterable[Duty]
) -> list[Judged]:
    """Working rules, floats and duties given back, person by person."""
    planned = planned_by_person(duties)
    return [
        judge_roster(roster, person, lines.get(person.person), planned.get(person.person, {}))
        for person in roster.register.case.people
    ]


def _amount(lines: Iterable[LedgerLine], *names: str) -> float:
    return math.fsum(line.amount for line in lines if line.name in names)
