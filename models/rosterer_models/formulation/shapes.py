"""What do half weekends and duties alone cost?

Variables: for each shape v of a person a share z(v) of it, 0 to 1. With w(t) the duties of day t
that count, and N the days beside it,

    z(v) ≥ w(t) − Σ_{n ∈ N} w(n)        for each (t, N) of v

The price is not negative, so that z is in every optimum the largest of these.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from rosterer_models.columns.staff import Staff
from rosterer_models.matrix.model import Builder, Ints
from rosterer_models.rules.calendar import OFF, Calendar
from rosterer_models.rules.shapes import Shape, shapes_of
from rosterer_models.vocabulary.case import Case


class ShapeColumn(NamedTuple):
    """A shape, and the column that says whether a roster has it."""

    shape: Shape
    column: int


def add_shapes(
    builder: Builder,
    case: Case,
    calendar: Calendar,
    staff: Staff,
    terms: Iterable[tuple[int, int, int, float]],
) -> list[ShapeColumn]:
    """Add the shapes of one person that have a price.

    Parameters
    ----------
    terms
        (day, shift, column, coefficient) of duties that are not fixed.
    """
    shapes, duties, found = shapes_of(case, staff.person, staff.absent), list(terms), []
    for shape in shapes:
        column = int(builder.columns(1, upper=1)[0])
        builder.charge((shape.line, case.payers.service), np.array([column]), shape.pounds)
        for day, others in shape.alone:
            signs = {day: 1.0, **dict.fromkeys(others, -1.0)}
            counted = [
                (c, -signs[t] * sign)
                for t, s, c, sign in duties
                if t in signs and (calendar.night[s] or not shape.is_of_nights)
            ]
            fixed = sum(
                signs.get(t, 0.0)
                for t, s in staff.fixed_entries.items()
                if calendar.night[s] or not shape.is_of_nights
            )
            row = builder.rows(1, lower=fixed)
            builder.put(row, column, 1.0)
            if counted:
                columns, coefficients = zip(*counted, strict=True)
                builder.put(row, list(columns), list(coefficients))
        found.append(ShapeColumn(shape, column))
    return found


def has_shape(shape: Shape, calendar: Calendar, duty: Ints) -> bool:
    """Whether a roster, D shift numbers or OFF, has it."""

    def counts(day: int) -> bool:
        shift = int(duty[day])
        return shift != OFF and (bool(calendar.night[shift]) or not shape.is_of_nights)

    return shape.is_there(counts)
