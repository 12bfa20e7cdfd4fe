"""How is a plan judged in parts, so that after a change only what it touches is judged anew?

Parts are keyed by whom or what they are about: a person, a cell of care (day × place × band ×
skill), a unit's day, a referral. What has changed marks the parts that it touches; they are judged
anew and the others stand. A whole judgement is the same with every part marked.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from rosterer.referee.cells import read_agency
from rosterer.referee.certificate import (
    certificate_disagreements,
    certificate_doubts,
    ledger_disagreements,
)
from rosterer.referee.delays import judge_delays
from rosterer.referee.duty_side import DutySide
from rosterer.referee.folding import folded, in_stretches
from rosterer.referee.grounds import Grounds
from rosterer.referee.ledger import Account, cost_of, unavoidable_of
from rosterer.referee.need_side import NeedSide
from rosterer.referee.not_judged import not_judged
from rosterer.referee.occupancy import judge_admissions, judge_beds, judge_triage, unit_overflow
from rosterer.referee.placements import by_referral
from rosterer.referee.reservations import read_reservations
from rosterer.referee.reserve import as_rows
from rosterer.referee.roster import read_lines
from rosterer.referee.service import agency_entries
from rosterer.referee.short_side import ShortSide
from rosterer.referee.slots import SlotKey
from rosterer.referee.verdict import Breach, UnitOverflow, Verdict
from rosterer_models.vocabulary.plan import (
    AgencyHours,
    DutyPiece,
    LedgerLine,
    Plan,
    Reservation,
)


@dataclass
class _Kept:
    """What is the same until beds, care or reservations change."""

    of_units: list[Breach] = field(default_factory=list)
    of_cells: list[Breach] = field(default_factory=list)
    overflow: dict[str, list[UnitOverflow]] = field(default_factory=dict)


class Judging:
    """A plan under judgement, which can be changed.

    Parameters
    ----------
    grounds
        Of the plan's case.
    plan
        Lines and reservations are judged once; duties, agency and placements as they become.
    """

    def __init__(self, grounds: Grounds, plan: Plan) -> None:
        register, account = grounds.register, Account()
        self._grounds, self._account, self._plan = grounds, account, plan
        lines, self._of_lines = read_lines(grounds.roster, plan.lines)
        agency, self._of_agency = read_agency(register, plan.agency)
        reserved, self._of_reservations = None, list[Breach]()
        if plan.reservations is not None:
            reserved, self._of_reservations = read_reservations(register, plan.reservations)
        self.duties = DutySide(grounds, lines, agency, account)
        self.needs = NeedSide(grounds, reserved, account)
        self.short = ShortSide(grounds, account)
        self._kept = _Kept()
        self._is_first = True
        account.put("every plan", grounds.entries())
        account.put("agency", agency_entries(register, agency))
        for order, (key, rows) in enumerate(by_slot(plan.duties).items()):
            self.duties.put(key, order, tuple(rows))
        for order, (name, own) in enumerate(by_referral(plan.placements).items()):
            self.needs.put(name, order, tuple(own))

    def buy(self, rows: Iterable[AgencyHours]) -> None:
        """Let this be all the care that is bought from agencies."""
        register = self._grounds.register
        agency, self._of_agency = read_agency(register, rows)
        self.duties.buy(agency)
        self._account.put("agency", agency_entries(register, agency))

    def settle(self) -> None:
        """Judge anew what has been touched since the last time."""
        register = self._grounds.register
        touched = self.duties.settle()
        supply, heads = self.duties.supply, self.duties.heads
        moved = self.needs.settle(supply, heads, touched)
        load = self.needs.load
        homes = set() if moved is None else moved.homes
        units = set() if moved is None else moved.units
        if self._is_first:
            homes, units = set(register.places), set(register.units)
        cells = {cell for cell in touched.cells if cell[0] not in homes}
        self.short.judge_cells(load, supply, cells)
        self.short.judge_places(load, supply, homes)
        days = {(unit, day) for unit in units for day in range(register.calendar.days)}
        self.short.judge_units(load, heads, days | touched.unit_days)
        if cells or homes:
            self._kept.of_cells = self.short.breaches(load)
        if moved is not None or self._is_first:
            self._judge_units(units)
        self._is_first = False

    def _judge_units(self, changed: Iterable[str]) -> None:
        register, load = self._grounds.register, self.needs.load
        beds = in_stretches(judge_beds(register, load), lambda breach: breach.who)
        self._kept.of_units = [
            *folded(beds, by_worst=True),
            *judge_admissions(register, load),
            *judge_triage(register, load),
        ]
        for unit in changed:
            overflow = unit_overflow(register, load, register.units[unit])
            self._kept.overflow[unit] = list(overflow)

    @property
    def ledger(self) -> tuple[LedgerLine, ...]:
        """The ledger as of the last time that the judgement was settled."""
        return self._account.lines()

    def breaches(self, claims: Plan) -> tuple[list[Breach], list[Breach]]:
        """Broken rules and inherited ones, in the order of the reference."""
        needs = self.needs
        broken, inherited = self.duties.breaches()
        placed = needs.in_order
        waits = [needs.waits[one.referral] for one in self._grounds.register.case.referrals]
        rows = [row for one in placed for row in one.rows]
        return [
            *self._of_lines,
            *broken,
            *self._of_agency,
            *(breach for one in placed for breach in one.broken),
            *self._of_reservations,
            *self._kept.of_units,
            *self._kept.of_cells,
            *judge_delays(self._grounds.register, needs.starts(), waits, claims.delays, rows),
        ], inherited

    def verdict(self, claims: Plan) -> Verdict:
        """What the referee says of the plan as it is.

        Parameters
        ----------
        claims
            The plan whose delays, ledger and certificate are compared with what is found.
        """
        broken, inherited = self.breaches(claims)
        ledger, certificate = self.ledger, claims.certificate
        of_ledger = list(ledger_disagreements(claims.ledger, ledger)) if claims.ledger else []
        of_certificate = (
            list(
                certificate_disagreements(
                    certificate,
                    ledger,
                    self._grounds.register.case.fingerprint,
                    is_broken=bool(broken),
                )
            )
            if certificate is not None
            else []
        )
        return Verdict(
            certificate_doubts=tuple(certificate_doubts(claims)),
            broken=tuple(broken),
            inherited=tuple(inherited),
            not_judged=not_judged(self.duties.gaps()),
            ledger=ledger,
            cost=cost_of(ledger),
            unavoidable=unavoidable_of(ledger),
            ledger_agrees=not of_ledger if claims.ledger else None,
            certificate_agrees=not of_certificate if certificate is not None else None,
            disagreements=(*of_ledger, *of_certificate),
            shortage_hours=amount_of(ledger, "short-care", "unsafe-units"),
            delay_days=amount_of(ledger, "delay", "expected-delay"),
            avoidable_delay_days=amount_of(
                (line for line in ledger if line.avoidable), "delay", "expected-delay"
            ),
            overflow=tuple(
                one
                for unit in self._grounds.register.units
                for one in self._kept.overflow.get(unit, ())
            ),
            reservations=self._reservations,
        )

    @property
    def _reservations(self) -> tuple[Reservation, ...]:
        if self._plan.reservations is not None:
            return self._plan.reservations
        return as_rows(self._grounds.register, self.needs.reserved)


def by_slot(rows: Iterable[DutyPiece]) -> dict[SlotKey, list[DutyPiece]]:
    """Rows of each person and date, in the order of their first ones."""
    found: dict[SlotKey, list[DutyPiece]] = {}
    for row in rows:
        found.setdefault((row.person, row.date), []).append(row)
    return found


def amount_of(lines: Iterable[LedgerLine], *names: str) -> float:
    """The sum of what some lines count."""
    return math.fsum(line.amount for line in lines if line.name in names)
