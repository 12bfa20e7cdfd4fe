"""Who works when? One choice of line a person, float duties, and free duties of who has no line.

Variables: λ (person works line), y (float), g (line duty given back), d (free duty), hours over and
under the balance band, unsocial duties over target. Every duty of person p on day t and shift s is
the expression Σ_j a λ_j + y − g or d.
"""

from dataclasses import dataclass, field

import numpy as np

from rosterer_models.columns.lines import Lines, lines_of, unavoidable_premium
from rosterer_models.columns.staff import Staff, staff_of
from rosterer_models.formulation.bank import add_bank_rules
from rosterer_models.formulation.contracts import PeriodColumns, add_contract_hours
from rosterer_models.formulation.shapes import ShapeColumn, add_shapes
from rosterer_models.matrix.model import Builder, Floats, Ints, Label
from rosterer_models.rules.calendar import Calendar, calendar_of
from rosterer_models.rules.limits import RunRules, run_rules_of
from rosterer_models.vocabulary.case import Case

Terms = list[tuple[int, int, int, float]]
"""(day, shift, column, coefficient) of a person's duties; fixed duties are not among them."""


@dataclass
class PersonColumns:
    """Columns of one person."""

    staff: Staff
    lines: Lines | None
    """None for contract and bank staff."""
    line: Ints
    """J: λ."""
    floats: dict[tuple[int, int], int]
    back: dict[tuple[int, int], int]
    free: dict[tuple[int, int], int]
    terms: Terms = field(default_factory=list)
    contested: dict[tuple[int, int, int], int] = field(default_factory=dict)
    """(day, shift, sign) of duties of a line that may be worked (1) or left (−1) all the same."""
    over: int = -1
    under: int = -1
    """Hours beyond the balance band either way; −1 where the line alone decides them."""
    periods: list[PeriodColumns] = field(default_factory=list)
    """Hours beyond the balance band at the end of each period of a contract without a line."""
    beyond: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """Unsocial duties over the target, one after the other."""
    shapes: list[ShapeColumn] = field(default_factory=list)
    """Half weekends and duties alone of contract staff, where they have a price."""


@dataclass
class People:
    """Columns of everybody."""

    calendar: Calendar
    runs: RunRules
    persons: list[PersonColumns]
    unavoidable: dict[Label, float]
    """Pounds of pay and preferences that no decision avoids."""


def add_people(builder: Builder, case: Case, *, as_judged: bool = False) -> People:
    """Add everything personal to the model.

    Parameters
    ----------
    as_judged
        Keep people to what a plan is judged by, and no more: then what bounds the model bounds
        every plan, also one that leans on weeks of which nothing is known. A plan made here does
        not.
    """
    calendar, runs = calendar_of(case), run_rules_of(case)
    people = People(calendar, runs, [], {})
    employers = {e.employer: e for e in case.employers}
    for known in staff_of(case, calendar):
        staff = known.as_judged() if as_judged else known.as_planned(calendar)
        person = staff.person
        builder.section(f"rota of {person.person}")
        _charge_given(builder, case, people, staff, employers[person.employer].hourly_pay)
        judge = staff.within([one for one in staff.windows if one.is_judged or not as_judged])
        lines = lines_of(case, calendar, runs, staff, judge) if person.kind == "pattern" else None
        mine = (
            _add_lines(builder, case, calendar, staff, lines, as_judged)
            if lines is not None
            else _add_free(builder, staff)
        )
        people.persons.append(mine)
        if lines is None:
            add_bank_rules(builder, calendar, runs, judge, mine.free)
            mine.periods = add_contract_hours(
                builder, case, staff, employers[person.employer], mine.terms
            )
            mine.shapes = add_shapes(builder, case, calendar, staff, mine.terms)
        _charge_duties(builder, case, mine)
        if lines is not None:
            pounds = unavoidable_premium(staff, lines) / 100
            _count(people.unavoidable, ("enhancements", person.employer), pounds)
        _add_preferences(builder, case, people, mine)
    return people


def _count(pounds: dict[Label, float], label: Label, amount: float) -> None:
    pounds[label] = pounds.get(label, 0.0) + amount


def _charge_given(
    builder: Builder, case: Case, people: People, staff: Staff, hourly_pay: float
) -> None:
    person = staff.person
    contract = hourly_pay * person.contract_hours * staff.employed_days / 7
    fixed = sum(
        float(staff.premium[t, s] + staff.pay[t, s]) / 100 for t, s in staff.fixed_entries.items()
    )
    for label, pounds in (
        (("contract-pay", person.employer), contract),
        (("fixed-pay", person.employer), fixed),
    ):
        if pounds:
            builder.charge_constant(label, pounds)
            _count(people.unavoidable, label, pounds)
    wishes = (
        staff.wish_constant
        + sum(float(staff.wish_cost[t, s]) for t, s in staff.fixed_entries.items())
    ) / 100
    if wishes:
        builder.charge_constant(("broken-wishes", case.payers.service), wishes)


def _add_lines(
    builder: Builder,
    case: Case,
    calendar: Calendar,
    staff: Staff,
    lines: Lines,
    as_judged: bool,
) -> PersonColumns:
    person = staff.person
    count = len(lines.lines)
    line = builder.columns(count, lower=float(count == 1), upper=1, integer=True)
    builder.put(builder.rows(1, lower=1, upper=1), line)
    if lines.change_pence.any():
        builder.charge(("line-changes", case.payers.service), line, lines.change_pence / 100)
    mine = PersonColumns(staff, lines, line, {}, {}, {})
    for j, t in zip(*np.nonzero(lines.worked >= 0), strict=True):
        mine.terms.append((int(t), int(lines.worked[j, t]), int(line[j]), 1.0))
    if as_judged:
        _add_contested(builder, mine, lines)
    if person.floats_owed:
        slots = np.argwhere(lines.float_fits.any(axis=0))
        columns = builder.columns(len(slots), upper=1, integer=True)
        rows = builder.rows(len(slots), upper=0)
        builder.put(rows, columns)
        for (t, s), column, row in zip(slots, columns, rows, strict=True):
            builder.put(row, line[lines.float_fits[:, t, s]], -1.0)
            mine.floats[int(t), int(s)] = int(column)
            mine.terms.append((int(t), int(s), int(column), 1.0))
        if len(columns):
            builder.put(builder.rows(1, upper=person.floats_owed), columns)
            _space_floats(
                builder, slots[:, 0], columns, case.limits.float_spacing_days, person.floats_owed
            )
    if person.floats_back:
        slots = np.array(
            sorted(
                {
                    (int(t), int(lines.worked[j, t]))
                    for j, t in zip(*np.nonzero(lines.worked >= 0), strict=True)
                }
            )
        )
        columns = builder.columns(len(slots), upper=1, integer=True)
        rows = builder.rows(len(slots), upper=0)
        builder.put(rows, columns)
        for (t, s), column, row in zip(slots, columns, rows, strict=True):
            builder.put(row, line[lines.worked[:, t] == s], -1.0)
            mine.back[int(t), int(s)] = int(column)
            mine.terms.append((int(t), int(s), int(column), -1.0))
        if len(columns):
            builder.put(builder.rows(1, upper=person.floats_back), columns)
    return mine


def _add_contested(builder: Builder, mine: PersonColumns, lines: Lines) -> None:
    """Duties of the line that only an average would make yield: a plan may work them or not."""
    differs = lines.worked != lines.besides
    for duties, sign in ((lines.besides, 1.0), (lines.worked, -1.0)):
        chosen: dict[tuple[int, int], list[int]] = {}
        for j, t in zip(*np.nonzero(differs & (duties >= 0)), strict=True):
            chosen.setdefault((int(t), int(duties[j, t])), []).append(int(mine.line[j]))
        for (t, s), of_lines in chosen.items():
            column, row = builder.columns(1, upper=1, integer=True), builder.rows(1, upper=0)
            builder.put(row, column)
            builder.put(row, of_lines, -1.0)
            mine.terms.append((t, s, int(column[0]), sign))
            mine.contested[t, s, int(sign)] = int(column[0])


def _space_floats(builder: Builder, days: Ints, columns: Ints, spacing: int, most: int) -> None:
    for first in range(int(days.min()), int(days.max()) + 1):
        inside = columns[(days >= first) & (days < first + spacing)]
        # A window is a row of its own only where it starts with a float and holds more than the
        # total allows anyway.
        if most > 1 and len(inside) > 1 and (days == first).any():
            builder.put(builder.rows(1, upper=1), inside)
    if most == 1:
        return
    for day in np.unique(days):
        same = columns[days == day]
        if len(same) > 1 and spacing == 1:
            builder.put(builder.rows(1, upper=1), same)


def _add_free(builder: Builder, staff: Staff) -> PersonColumns:
    mine = PersonColumns(staff, None, np.zeros(0, dtype=np.int64), {}, {}, {})
    for t, s in np.argwhere(staff.offered):
        # A duty that the person's own history and fixed duties rule out can never be worked.
        mine.free[int(t), int(s)] = -1
    columns = builder.columns(len(mine.free), upper=1, integer=True)
    mine.free = {slot: int(c) for slot, c in zip(mine.free, columns, strict=True)}
    mine.terms = [(t, s, c, 1.0) for (t, s), c in mine.free.items()]
    return mine


def _charge_duties(builder: Builder, case: Case, mine: PersonColumns) -> None:
    staff, employer = mine.staff, mine.staff.person.employer
    if not mine.terms:
        return
    t, s, column, sign = (np.array(x) for x in zip(*mine.terms, strict=True))
    for label, pence in (
        (("enhancements", employer), staff.premium),
        (("bank-pay", employer), staff.pay),
        (("broken-wishes", case.payers.service), staff.wish_cost),
    ):
        pounds = pence[t, s] * sign / 100
        some = pounds != 0
        builder.charge(label, column[some], pounds[some])


def _add_preferences(builder: Builder, case: Case, people: People, mine: PersonColumns) -> None:
    """Hours balance and unsocial duties: in the line's own cost where the line is all there is,
    else by rows.
    """
    staff, person, lines = mine.staff, mine.staff.person, mine.lines
    paid = staff.hours
    hours = staff.credit_hours + sum(float(paid[t, s]) for t, s in staff.fixed_entries.items())
    unsocial = sum(bool(staff.unsocial[t, s]) for t, s in staff.fixed_entries.items())
    if lines is not None and not mine.floats and not mine.back and not mine.contested:
        every_day = np.arange(case.days)
        line_hours = np.where(lines.worked >= 0, paid[every_day, lines.worked], 0.0).sum(axis=1)
        line_unsocial = (
            (lines.worked >= 0) & staff.unsocial[np.arange(case.days), lines.worked]
        ).sum(axis=1)
        balance = _balance_pounds(case, hours + lines.absence_hours + line_hours)
        target = line_unsocial + unsocial if person.unsocial_target is not None else None
        unfair = _unsocial_pounds(case, target, person.unsocial_target or 0, len(mine.line))
        service = case.payers.service
        builder.charge(("hours-balance", service), mine.line, balance)
        builder.charge(("unsocial-duties", service), mine.line, unfair)
    else:
        if lines is not None:
            _balance_rows(builder, case, mine, hours, paid)
        if person.unsocial_target is not None:
            _unsocial_rows(builder, case, mine, unsocial)
    if (
        lines is not None
        and person.line_rule == "kept"
        and not person.floats_owed
        and not person.floats_back
        and np.array_equal(lines.worked[0], lines.besides[0])
    ):
        worked = lines.worked[0]
        days = np.flatnonzero(worked >= 0)
        wishes = staff.wish_constant + sum(
            float(staff.wish_cost[t, s]) for t, s in staff.fixed_entries.items()
        )
        wishes += float(staff.wish_cost[days, worked[days]].sum())
        service = case.payers.service
        _count(people.unavoidable, ("broken-wishes", service), wishes / 100)
        _count(people.unavoidable, ("hours-balance", service), float(balance[0]))
        _count(people.unavoidable, ("unsocial-duties", service), float(unfair[0]))


def _balance_pounds(case: Case, hours: Floats) -> Floats:
    return np.asarray(
        case.prices.balance_hour * np.maximum(0, np.abs(hours) - case.limits.balance_band_hours)
    )


def _unsocial_pounds(case: Case, count: Ints | None, target: int, lines: int) -> Floats:
    if count is None:
        return np.zeros(lines)
    over = np.maximum(0, count - target)
    return np.asarray(case.prices.unsocial_duty * over * (over + 1) / 2)


def _balance_rows(
    builder: Builder, case: Case, mine: PersonColumns, hours: float, paid: Floats
) -> None:
    band = case.limits.balance_band_hours
    over, under = builder.columns(1), builder.columns(1)
    mine.over, mine.under = int(over[0]), int(under[0])
    high, low = builder.rows(1, upper=band - hours), builder.rows(1, lower=-band - hours)
    if mine.lines is not None:
        builder.put(high, mine.line, mine.lines.absence_hours)
        builder.put(low, mine.line, mine.lines.absence_hours)
    for t, s, column, sign in mine.terms:
        builder.put(high, column, sign * paid[t, s])
        builder.put(low, column, sign * paid[t, s])
    builder.put(high, over, -1.0)
    builder.put(low, under, 1.0)
    builder.charge(
        ("hours-balance", case.payers.service),
        np.concatenate([over, under]),
        case.prices.balance_hour,
    )


def _unsocial_rows(builder: Builder, case: Case, mine: PersonColumns, given: int) -> None:
    counted = [(c, sign) for t, s, c, sign in mine.terms if mine.staff.unsocial[t, s]]
    target = mine.staff.person.unsocial_target or 0
    most_over = min(case.days, given + len(counted)) - target
    if most_over <= 0:
        return
    # The k-th duty over target costs k times the price; no more steps than there can be duties.
    steps = mine.beyond = builder.columns(most_over, upper=1)
    row = builder.rows(1, upper=target - given)
    for column, sign in counted:
        builder.put(row, column, sign)
    builder.put(row, steps, -1.0)
    builder.charge(
        ("unsocial-duties", case.payers.service),
        steps,
        case.prices.unsocial_duty * np.arange(1, len(steps) + 1),
    )
