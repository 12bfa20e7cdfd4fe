"""Who goes where, on which day, and what does that use? Placements, reservations, beds, care cells
and unit staff.

Variables: z (a referral starts a journey on a day), unserved, y (so many of an arrival class start
a journey on a day), the waiting line of each class, starts per place and per unit that gather z and
y, shortages. The rows ``cell``, ``staff`` and ``lead`` wait for supply, which deployment puts in.
"""

from dataclasses import dataclass, field

import numpy as np

from rosterer_models.formulation.commitments import Commitments, commitments_of
from rosterer_models.formulation.gatherer import Gatherer
from rosterer_models.formulation.journeys import HOME, Journey, Stays, journeys_of
from rosterer_models.formulation.sets import Sets
from rosterer_models.formulation.waiting import Waiting, waiting_of
from rosterer_models.matrix.model import Builder, Floats, Ints
from rosterer_models.vocabulary.case import Case


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
    starts: list[list[tuple[Journey, int, int]]] = field(default_factory=list)
    """Referral → (journey, day, column of z)."""
    unserved: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    reserved: list[list[tuple[Journey, int, int]]] = field(default_factory=list)
    """Class → (journey, day, column of y)."""
    line: Ints = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))
    """Classes × D: people of a class who wait at the end of a day."""


def add_care(builder: Builder, case: Case, sets: Sets, *, integer: bool = True) -> Care:
    """Add the care side of the model."""
    length = case.days + case.tail_days
    stays = Stays(case, length)
    commitments = commitments_of(case, sets, stays)
    journeys = journeys_of(case, stays)
    waiting = waiting_of(case, sets, commitments, journeys)
    for label, pounds in (*commitments.pounds.items(), *waiting.constants.items()):
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
    )
    _add_starts(builder, care, integer)
    at_home, in_unit = Gatherer(case.days), Gatherer(case.days)
    admitted: dict[tuple[int, int], list[int]] = {}
    every = [
        (w.home, s, np.ones(case.days)) for w, s in zip(waiting.referrals, care.starts, strict=True)
    ]
    every += [
        (c.home, s, np.cumsum(c.arrivals))
        for c, s in zip(waiting.classes, care.reserved, strict=True)
    ]
    pairs: dict[tuple[int, int], list[tuple[Journey, int, int]]] = {}
    for home, starts, most in every:
        for journey, t, column in starts:
            use = care_use(journey, sets, length)
            if use.any():
                at_home.add(home, use, t, column, most[t])
            for stage in journey.stages:
                if stage.unit is None:
                    if stage.stage.carers == 2 and stage.stage.has_care:
                        pairs.setdefault((home, t), []).append((journey, t, column))
                    continue
                in_unit.add(stage.unit, stage.presence, t, column, most[t])
                if stage.certain_start is not None and t + stage.certain_start < case.days:
                    admitted.setdefault((stage.unit, t + stage.certain_start), []).append(column)
    _add_cells(builder, care, at_home)
    _add_beds(builder, care, in_unit)
    for (u, t), columns in admitted.items():
        if np.isfinite(commitments.open[u, t]):
            builder.put(builder.rows(1, upper=commitments.open[u, t]), columns)
    _note_pairs(care, pairs)
    return care


def care_use(journey: Journey, sets: Sets, length: int) -> Floats:
    """Q × L × B expected minutes at home of a journey, all carers."""
    use = np.zeros((len(sets.skill), length, len(sets.band)))
    for stage in journey.stages:
        if stage.stage.setting == HOME and stage.stage.skill is not None:
            use[sets.skill[stage.stage.skill]] += stage.care * stage.stage.carers
    return use


def _add_starts(builder: Builder, care: Care, integer: bool) -> None:
    days, waiting, slots = care.case.days, care.waiting, care.commitments.slots
    triaged: list[list[int]] = [[] for _ in range(days)]
    care.unserved = builder.columns(len(waiting.referrals), upper=1)
    once = builder.rows(len(waiting.referrals), lower=1, upper=1)
    builder.put(once, care.unserved)
    for r, wait in enumerate(waiting.referrals):
        columns = builder.columns(len(wait.starts), upper=1, integer=integer)
        builder.put(once[r], columns)
        care.starts.append(
            [(journey, t, int(c)) for (journey, t), c in zip(wait.starts, columns, strict=True)]
        )
        for label, pounds in wait.costs.items():
            builder.charge(label, columns, pounds)
        for label, amount in wait.unserved_costs.items():
            builder.charge(label, care.unserved[[r]], amount)
        if not wait.triaged:
            for (_, t), c in zip(wait.starts, columns, strict=True):
                triaged[t].append(int(c))
    care.line = np.zeros((len(waiting.classes), days), dtype=np.int64)
    for c, group in enumerate(waiting.classes):
        so_far = np.cumsum(group.arrivals)
        columns = builder.columns(len(group.starts), upper=so_far[[t for _, t in group.starts]])
        for label, pounds in group.costs.items():
            builder.charge(label, columns, pounds)
        care.reserved.append(
            [(journey, t, int(x)) for (journey, t), x in zip(group.starts, columns, strict=True)]
        )
        care.line[c] = line = builder.columns(days, upper=so_far)
        flow = builder.rows(days, lower=group.arrivals, upper=group.arrivals)
        builder.put(flow, line)
        builder.put(flow[1:], line[:-1], -1.0)
        builder.derive(line, flow)
        start_days = np.array([t for _, t in group.starts], dtype=np.int64)
        builder.put(flow[start_days], columns)
        for (_, t), x in zip(group.starts, columns, strict=True):
            triaged[t].append(int(x))
    if slots is not None:
        for t in range(days):
            if triaged[t]:
                builder.put(builder.rows(1, upper=slots[t]), triaged[t])


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
    care.short[wanted] = builder.columns(count, upper=committed[wanted])
    builder.put(care.cell[wanted], care.short[wanted])
    builder.ease(care.short[wanted])
    short_care, label = care.commitments.short_care, ("short-care", case.payers.service)
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
                hours = (
                    total[np.minimum(first + 7, len(total) - 1)]
                    - total[np.minimum(first, len(total) - 1)]
                )
                builder.put(row, columns[hours > 0], hours[hours > 0])


def _add_beds(builder: Builder, care: Care, in_unit: Gatherer) -> None:
    case, given = care.case, care.commitments
    days, weeks, kappa = case.days, case.tail.weeks, case.limits.bed_buffer
    groups = in_unit.columns(builder)
    free = np.maximum(0, given.available - given.buffered)
    num_units = len(care.sets.unit)
    bed = builder.rows(num_units * days, upper=free[:, :days].ravel()).reshape(num_units, days)
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
            stay = (
                total[np.minimum(first + 7, len(total) - 1)]
                - total[np.minimum(first, len(total) - 1)]
            )
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
                    np.maximum(given.available, given.expected)[u, : case.days] / ratio
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


def _note_pairs(care: Care, pairs: dict[tuple[int, int], list[tuple[Journey, int, int]]]) -> None:
    given = care.commitments.pair
    for k, t, b, q in zip(*np.nonzero(given), strict=True):
        care.pair[int(k), int(t), int(b), int(q)] = []
    for (k, start), starts in pairs.items():
        for journey, _, column in starts:
            for use in journey.stages:
                if use.unit is not None or use.stage.carers != 2 or use.stage.skill is None:
                    continue
                q = care.sets.skill[use.stage.skill]
                for d, b in zip(*np.nonzero(use.care[: care.case.days - start]), strict=True):
                    at = (k, int(start + d), int(b), q)
                    care.pair.setdefault(at, []).append((column, float(use.care[d, b])))
