"""Who goes where, on which day, and what does that use? Placements, reservations, beds, care cells
and unit staff.

Variables: z (a referral begins a segment of an option on a day), unserved, y (so many of an arrival
class begin one), the waiting line of each class, beginnings per place and per unit that gather z
and y, shortages. The rows ``cell``, ``staff`` and ``lead`` wait for supply, which deployment puts
in.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from rosterer_models.formulation.arcs import NOWHERE, Arcs, Path
from rosterer_models.formulation.commitments import Commitments, commitments_of
from rosterer_models.formulation.gatherer import Gatherer
from rosterer_models.formulation.journeys import Journey, Journeys
from rosterer_models.formulation.leeway import NONE, Leeway
from rosterer_models.formulation.sets import Sets
from rosterer_models.formulation.stays import HOME, StageUse, Stays, stages_by_option
from rosterer_models.formulation.waiting import Waiting, waiting_of
from rosterer_models.formulation.ways import END, Segment, ways_of
from rosterer_models.matrix.model import Builder, Floats, Ints
from rosterer_models.vocabulary.case import Case


class Start(NamedTuple):
    """So many of a referral or class start a journey on a day."""

    group: int
    """Number of the referral, or the number of referrals and that of the class."""
    journey: Journey
    day: int
    amount: float


@dataclass
class Care:
    """Column and row numbers of the care side of the model; −1 where there is none."""

    case: Case
    sets: Sets
    commitments: Commitments
    waiting: Waiting
    cell: Ints
    """K × D × B × Q: rows  supply + shortage − care ≥ committed care."""
    short: Ints
    """K × D × B × Q: minutes of shortage."""
    pair: dict[tuple[int, int, int, int], list[tuple[int, float]]]
    """Cells with visits by two → (column, minutes of each carer) of what is decided."""
    staff: Ints
    """U × D × B: rows  heads + short heads ≥ required (minimum)."""
    staff_ratio: Ints
    """U × D × B: rows  heads + short heads − occupied / ratio ≥ census / ratio."""
    staff_hull: Ints
    """U × D × B: rows that whole heads obey though fractions would not; see ``_hull``."""
    hull_slope: Floats
    """U × D × B: heads for each further occupant in those rows."""
    lead: Ints
    """U × D × B × Q."""
    journeys: Journeys
    first: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """Column of the first arc of each referral, then of each class; the others follow."""
    unserved: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    line: Ints = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))
    """Classes × D: people of a class who wait at the end of a day."""
    early: Ints = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))
    """Classes × D: people of a class for whom more is reserved than is expected by a day, as far as
    that is let pass; −1 where it is not.
    """

    @property
    def num_referrals(self) -> int:
        """Groups before the first class."""
        return len(self.waiting.referrals)

    @property
    def arcs(self) -> list[Arcs]:
        """Of each referral, then of each class."""
        return self.waiting.arcs

    def columns(self, group: int) -> Ints:
        """Columns of the arcs of a referral or class."""
        return np.asarray(self.first[group] + np.arange(len(self.arcs[group])), dtype=np.int64)

    def whole_columns(self) -> tuple[Ints, Ints]:
        """Columns of the arcs of referrals: with which options start, and all others."""
        none = [np.zeros(0, dtype=np.int64)]
        own = [(self.columns(r), self.arcs[r].is_start) for r in range(self.num_referrals)]
        return (
            np.concatenate(none + [columns[is_start] for columns, is_start in own]),
            np.concatenate(none + [columns[~is_start] for columns, is_start in own]),
        )

    def starts(self, x: Floats, least: float = 1e-6) -> list[Start]:
        """What a point places and reserves, where it is more than ``least``."""
        found = []
        for group, arcs in enumerate(self.arcs):
            for path in arcs.paths(x[self.columns(group)], least):
                found.append(Start(group, *self._journey(arcs, path), path.amount))
        return found

    def arc_amounts(self, starts: Iterable[Start]) -> tuple[Ints, Floats]:
        """Columns of all arcs, with what is on each when these starts are all; a start that the
        case does not allow is left out.
        """
        amounts = [np.zeros(len(arcs)) for arcs in self.arcs]
        for group, journey, day, amount in starts:
            units = tuple(use.unit for use in journey.stages)
            walked = self.arcs[group].walked(journey.option, units, journey.waits, day)
            amounts[group][list(walked or ())] += amount
        none = np.zeros(0, dtype=np.int64)
        columns = [self.columns(group) for group in range(len(amounts))]
        return np.concatenate([none, *columns]), np.concatenate([np.zeros(0), *amounts])

    def _journey(self, arcs: Arcs, path: Path) -> tuple[Journey, int]:
        """The journey of a path and its first day; beyond the tail without waits."""
        segments = [arcs.segments[arcs.segment[arc]] for arc in path.arcs]
        way = arcs.ways[segments[0].option]
        if segments[-1].enters != END:
            segments += way.onward(segments[-1].enters)
        units = tuple(unit for segment in segments for unit in segment.units)
        waits = tuple(wait for segment in segments for wait in segment.waits)
        return self.journeys.of(way.option, units, waits), int(arcs.day[path.arcs[0]])


def add_care(
    builder: Builder, case: Case, sets: Sets, leeway: Leeway = NONE, *, integer: bool = True
) -> Care:
    """Add the care side of the model."""
    length = case.days + case.tail_days
    stays = Stays(case, length)
    commitments = commitments_of(case, sets, stays, leeway)
    admissions = commitments.open + leeway.people
    options = stages_by_option(case)
    waiting = waiting_of(
        case,
        sets,
        commitments,
        ways_of(case, stays, options, admissions, waits=True),
        ways_of(case, stays, options, admissions, waits=False),
        builder.look,
    )
    for label, pounds in commitments.pounds.items():
        builder.charge_constant(label, pounds)
    none = np.full((len(sets.unit), case.days, len(sets.band)), -1, dtype=np.int64)
    shape = commitments.care.shape
    care = Care(
        case=case,
        sets=sets,
        commitments=commitments,
        waiting=waiting,
        cell=np.full(shape, -1, dtype=np.int64),
        short=np.full(shape, -1, dtype=np.int64),
        pair={},
        staff=none.copy(),
        staff_ratio=none.copy(),
        staff_hull=none.copy(),
        hull_slope=np.zeros(none.shape),
        lead=np.full((len(sets.unit), *shape[1:]), -1, dtype=np.int64),
        journeys=Journeys(case, stays),
    )
    builder.section("placements")
    _add_starts(builder, care, integer)
    _add_uses(builder, care, length)
    return care


def care_use(stages: Journey | Segment, sets: Sets, length: int) -> Floats:
    """Q × L × B expected minutes at home, all carers."""
    use = np.zeros((len(sets.skill), length, len(sets.band)))
    for one in stages.stages if isinstance(stages, Journey) else stages.uses:
        if one.stage.setting == HOME and one.stage.skill is not None:
            use[sets.skill[one.stage.skill]] += one.care * one.stage.carers
    return use


def _add_starts(builder: Builder, care: Care, integer: bool) -> None:
    days, waiting, slots = care.case.days, care.waiting, care.commitments.slots
    triaged: list[Ints] = []
    care.unserved = builder.columns(len(waiting.referrals), upper=1)
    once = builder.rows(len(waiting.referrals), lower=1, upper=1)
    builder.put(once, care.unserved)
    first = []
    for r, wait in enumerate(waiting.referrals):
        columns = _add_arcs(builder, wait.arcs, np.ones(len(wait.arcs)), integer)
        first.append(builder.num_columns - len(columns))
        is_start = wait.arcs.is_start
        builder.put(once[r], columns[is_start])
        for label, pounds in wait.costs.items():
            builder.charge(label, columns, pounds)
        for label, amount in wait.unserved_costs.items():
            builder.charge(label, care.unserved[[r]], amount)
        if not wait.triaged:
            triaged.append(np.array([wait.arcs.day[is_start], columns[is_start]]))
    care.line = np.zeros((len(waiting.classes), days), dtype=np.int64)
    care.early = np.full_like(care.line, NOWHERE)
    for c, group in enumerate(waiting.classes):
        so_far, arcs = np.cumsum(group.arrivals), group.arcs
        leeway = care.commitments.leeway.reserved
        most = so_far[np.minimum(arcs.day, days - 1)] + leeway
        columns = _add_arcs(builder, arcs, most, integer=False)
        first.append(builder.num_columns - len(columns))
        for label, pounds in group.costs.items():
            builder.charge(label, columns, pounds)
        care.line[c] = line = builder.columns(days, upper=so_far)
        flow = builder.rows(days, lower=group.arrivals, upper=group.arrivals)
        builder.put(flow, line)
        builder.put(flow[1:], line[:-1], -1.0)
        builder.derive(line, flow)
        left = care.case.tail.wait_days * group.pounds
        builder.charge(("expected-delay", group.payer), line, group.pounds)
        builder.charge(("expected-tail-delay", group.payer), line[-1:], left)
        if leeway:
            care.early[c] = early = builder.columns(days, upper=leeway)
            builder.put(flow, early, -1.0)
            builder.put(flow[1:], early[:-1])
        start_days, starting = arcs.day[arcs.is_start], columns[arcs.is_start]
        builder.put(flow[start_days], starting)
        triaged.append(np.array([start_days, starting]))
    care.first = np.array(first, dtype=np.int64)
    if slots is not None and triaged:
        day, column = np.concatenate(triaged, axis=1)
        for t in np.unique(day):
            most = slots[t] + care.commitments.leeway.people
            builder.put(builder.rows(1, upper=most), column[day == t])


def _add_arcs(builder: Builder, arcs: Arcs, most: Floats, integer: bool) -> Ints:
    """Columns of arcs, and rows that keep flow: as much leaves a joint as enters it."""
    columns = builder.columns(len(arcs), upper=most, integer=integer)
    joint = builder.rows(arcs.num_joints, lower=0, upper=0)
    comes, goes = arcs.enters != NOWHERE, arcs.leaves != NOWHERE
    builder.put(joint[arcs.enters[comes]], columns[comes])
    builder.put(joint[arcs.leaves[goes]], columns[goes], -1.0)
    return columns


def _add_uses(builder: Builder, care: Care, length: int) -> None:
    """Rows in which arcs meet: cells, beds and heads of units, admissions, visits by two."""
    days, waiting, given = care.case.days, care.waiting, care.commitments
    at_home, in_unit = Gatherer(length), Gatherer(length)
    admitted: dict[tuple[int, int], list[int]] = {}
    so_far = [np.ones(days)] * care.num_referrals
    so_far += [np.cumsum(group.arrivals) + given.leeway.reserved for group in waiting.classes]
    use_of: dict[Segment, Floats] = {}
    for k, t, b, q in np.argwhere(given.pair > 0).tolist():
        care.pair[k, t, b, q] = []
    for group, (home, arcs) in enumerate(zip(waiting.homes, care.arcs, strict=True)):
        own = care.columns(group)
        for segment, day, at in arcs.blocks:
            columns, most = own[at], so_far[group][np.minimum(day, days - 1)]
            if segment not in use_of:
                use_of[segment] = care_use(segment, care.sets, length)
            if use_of[segment].any():
                at_home.add(home, use_of[segment], day, columns, most)
            for use in segment.uses:
                if use.unit is None:
                    _note_pairs(care, home, use, day, columns)
                    continue
                in_unit.add(use.unit, use.presence, day, columns, most)
                if use.certain_start is not None:
                    for t, column in zip(day + use.certain_start, columns.tolist(), strict=True):
                        admitted.setdefault((use.unit, int(t)), []).append(column)
    builder.section("care")
    _add_cells(builder, care, at_home)
    builder.section("beds")
    _add_beds(builder, care, in_unit)
    builder.section("admissions")
    for (u, t), members in admitted.items():
        if t < days and np.isfinite(given.open[u, t]):
            builder.put(builder.rows(1, upper=given.open[u, t] + given.leeway.people), members)


def _add_cells(builder: Builder, care: Care, at_home: Gatherer) -> None:
    case, committed = care.case, care.commitments.care
    days, weeks = case.days, case.tail.weeks
    groups = at_home.columns(builder)
    wanted = committed > 0
    for k, use, starts, _ in groups:
        touched = use[:, :days].any(axis=1)  # Q × B
        for q, b in zip(*np.nonzero(touched), strict=True):
            wanted[k, int(starts.min()) :, b, q] = True
    count = int(wanted.sum())
    care.cell[wanted] = builder.rows(count, lower=committed[wanted])
    # Packages start only on hours that are there: what may go short is what was committed before.
    short_care, label = care.commitments.short_care, ("short-care", case.payers.service)
    leeway, usual = care.commitments.leeway.short_minutes, case.prices.short_hour
    own_price = short_care.has_own_price(usual)
    most = np.where(own_price, committed, committed + leeway)
    care.short[wanted] = builder.columns(count, upper=most[wanted])
    builder.put(care.cell[wanted], care.short[wanted])
    builder.ease(care.short[wanted])
    if leeway and (own_price & wanted).any():
        # What goes short beyond what was committed has the usual price, whatever that has.
        beyond = builder.columns(int((own_price & wanted).sum()), upper=leeway)
        builder.put(care.cell[own_price & wanted], beyond)
        builder.charge(label, beyond, usual / 60)
    builder.charge(label, care.short[wanted], short_care.first[wanted] / 60)
    for cell in short_care.rises:
        short_care.charge(builder, label, cell, int(care.short[cell]))
    limit = case.tail.hours_per_week
    week_rows = np.zeros(0, dtype=np.int64)
    if limit is not None and weeks and groups:
        week_rows = builder.rows(weeks, upper=60 * limit)
        over = builder.columns(weeks)
        builder.put(week_rows, over, -1.0)
        builder.ease(over)
        builder.charge(("tail-hours", case.payers.service), over, case.prices.tail_hour / 60)
    for k, use, starts, columns in groups:
        for q, d, b in zip(*np.nonzero(use[:, :days]), strict=True):
            late = starts + d < days
            builder.put(care.cell[k, starts[late] + d, b, q], columns[late], -use[q, d, b])
        if len(week_rows):
            total = np.concatenate([[0.0], np.cumsum(use.sum(axis=(0, 2)))])
            for w, row in enumerate(week_rows):
                first = days + 7 * w - starts
                hours = _within(total, first + 7) - _within(total, first)
                builder.put(row, columns[hours > 0], hours[hours > 0])


def _within(total: Floats, day: Ints) -> Floats:
    """What adds up before a day since something began, which may be yet to come."""
    return np.asarray(total[np.clip(day, 0, len(total) - 1)])


def _add_beds(builder: Builder, care: Care, in_unit: Gatherer) -> None:
    case, given = care.case, care.commitments
    days, weeks, kappa = case.days, case.tail.weeks, case.limits.bed_buffer
    groups = in_unit.columns(builder)
    free = np.maximum(0, given.available - given.buffered)
    num_units = len(care.sets.unit)
    most = free[:, :days] + given.leeway.people
    bed = builder.rows(num_units * days, upper=most.ravel()).reshape(num_units, days)
    _add_unit_rows(builder, care)
    left = (
        np.maximum(0, given.available - given.expected)[:, days:]
        .reshape(num_units, weeks, 7)
        .sum(axis=2)
    )
    tail = builder.rows(num_units * weeks, upper=left.ravel()).reshape(num_units, weeks)
    over = builder.columns(num_units * weeks)
    builder.put(tail.ravel(), over, -1.0)
    builder.ease(over)
    builder.charge(("tail-beds", case.payers.service), over, case.prices.tail_bed_day)
    for u, presence, starts, columns in groups:
        buffered = presence + kappa * presence * (1 - presence)
        ratio = case.units[u].beds_per_staff
        for d in np.flatnonzero(presence[:days]):
            late = starts + d < days
            at = starts[late] + d
            builder.put(bed[u, at], columns[late], buffered[d])
            for band, beds in ratio.items():
                rows = care.staff_ratio[u, at, care.sets.band[band]]
                builder.put(rows[rows >= 0], columns[late][rows >= 0], -presence[d] / beds)
                rows, slope = (
                    a[u, at, care.sets.band[band]] for a in (care.staff_hull, care.hull_slope)
                )
                builder.put(
                    rows[rows >= 0], columns[late][rows >= 0], -presence[d] * slope[rows >= 0]
                )
        total = np.concatenate([[0.0], np.cumsum(presence)])
        for w in range(weeks):
            first = days + 7 * w - starts
            stay = _within(total, first + 7) - _within(total, first)
            builder.put(tail[u, w], columns[stay > 0], stay[stay > 0])


def _add_unit_rows(builder: Builder, care: Care) -> None:
    case, sets, given = care.case, care.sets, care.commitments
    pounds = case.prices.unsafe_hour / 60 * sets.band_minutes
    label = ("unsafe-units", case.payers.service)
    for u, unit in enumerate(case.units):
        if unit.skill is not None:
            for name, b in sets.band.items():
                ratio, least = unit.beds_per_staff.get(name), given.min_staff[u, b]
                if ratio is None and not least:
                    continue
                most = (
                    (
                        np.maximum(given.available, given.expected)[u, : case.days]
                        + given.leeway.people
                    )
                    / ratio
                    if ratio
                    else 0.0
                )
                short = builder.columns(case.days, upper=np.maximum(least, most))
                builder.charge(label, short, pounds[b])
                builder.ease(short)
                care.staff[u, :, b] = builder.rows(case.days, lower=least)
                builder.put(care.staff[u, :, b], short)
                if ratio is not None:
                    care.staff_ratio[u, :, b] = builder.rows(
                        case.days, lower=given.expected[u, : case.days] / ratio
                    )
                    builder.put(care.staff_ratio[u, :, b], short)
                    _hull(builder, care, u, b, ratio, short)
        for t, b, q in zip(*np.nonzero(given.heads[u]), strict=True):
            care.lead[u, t, b, q] = row = builder.rows(1, lower=given.heads[u, t, b, q])[0]
            short = builder.columns(1, upper=given.heads[u, t, b, q])
            builder.put(row, short)
            builder.ease(short)
            hours, prices = float(sets.band_minutes[b]) / 60, given.short_heads
            builder.charge(label, short, prices.first[u, t, b, q] * hours)
            prices.charge(builder, label, (u, int(t), int(b), int(q)), int(short[0]), hours)


def _hull(builder: Builder, care: Care, u: int, b: int, ratio: float, short: Ints) -> None:
    """Cut off what whole heads can never do near a full unit.

    With at most M occupants and K = ⌈M / ratio⌉, either K − 1 heads look after at most (K −
    1)·ratio people or there are K: the line through ((K − 1)·ratio, K − 1) and (M, K) is a valid
    lower bound on heads, steeper than 1 / ratio (mixed-integer rounding).
    """
    given = care.commitments
    for t in range(care.case.days):
        most = max(given.available[u, t], given.expected[u, t])
        whole = np.ceil(most / ratio - 1e-9) - 1
        room = most - whole * ratio
        if whole < 0 or not 0.05 * ratio < room < 0.999 * ratio:
            continue
        row = builder.rows(1, lower=whole + (given.expected[u, t] - whole * ratio) / room)
        builder.put(row, short[t], ratio / room)
        care.staff_hull[u, t, b] = row[0]
        care.hull_slope[u, t, b] = 1 / room


def _note_pairs(care: Care, k: int, use: StageUse, day: Ints, columns: Ints) -> None:
    if use.stage.carers != 2 or use.stage.skill is None:
        return
    q, days = care.sets.skill[use.stage.skill], care.case.days
    for d, b in np.argwhere(use.care[:days] > 0).tolist():
        for t, column in zip((day + d).tolist(), columns.tolist(), strict=True):
            if t < days:
                care.pair.setdefault((k, t, b, q), []).append((column, float(use.care[d, b])))
