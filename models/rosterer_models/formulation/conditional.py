"""What could still be saved if a part of a plan were kept?

The model with the columns of that part held where the plan has them, and all flows open. Any plan
with the same part is a point of it, so its bound is one for all of them: keeping that, at most so
much can be saved.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rosterer_models.formulation.joint import Joint
from rosterer_models.matrix.model import Floats, Ints, Programme

DAYS_OF_A_WEEK = 7


@dataclass(frozen=True)
class Kept:
    """A part of a plan that is kept."""

    what: Literal["heads", "rota", "placements", "weeks"]
    """``heads``: lines, duties, and who is in a unit; ``rota``: lines and duties; ``placements``:
    with the reservations; ``weeks``: lines, and duties and heads of all weeks but one.
    """
    open_week: int = -1
    """Number of the week that may be planned anew."""


def parts_of(joint: Joint) -> list[Kept]:
    """Every part that a certificate speaks of."""
    weeks = -(-joint.case.days // DAYS_OF_A_WEEK)
    return [
        Kept("heads"),
        Kept("rota"),
        Kept("placements"),
        *(Kept("weeks", week) for week in range(weeks)),
    ]


def kept_columns(joint: Joint, kept: Kept) -> Ints:
    """Columns that are held."""
    if kept.what == "placements":
        return _placements(joint)
    is_open = range(DAYS_OF_A_WEEK * kept.open_week, DAYS_OF_A_WEEK * (kept.open_week + 1))
    closed = [t for t in range(joint.case.days) if kept.what != "weeks" or t not in is_open]
    found = [*_lines(joint), *_duties(joint, closed)]
    if kept.what != "rota":
        found += _heads(joint, closed)
    return np.array(found, dtype=np.int64)


def conditional(joint: Joint, x: Floats, kept: Kept) -> Programme:
    """The programme of all plans that keep a part of the one at a point; its bound is theirs.

    Parameters
    ----------
    joint
        Built ``as_judged``, as for every bound.
    x
        Where the plan stands; see ``point_of``.
    """
    columns = kept_columns(joint, kept)
    return joint.programme.with_bounds(columns, x[columns], x[columns])


def _lines(joint: Joint) -> list[int]:
    return [c for mine in joint.people.persons for c in mine.line.tolist()]


def _duties(joint: Joint, days: Iterable[int]) -> list[int]:
    kept = set(days)
    return [
        column
        for mine in joint.people.persons
        for columns in (mine.floats, mine.back, mine.free, mine.contested)
        for (t, *_), column in columns.items()
        if t in kept
    ]


def _heads(joint: Joint, days: Iterable[int]) -> list[int]:
    kept = set(days)
    return [
        column
        for group in joint.deployment.classes
        for (t, _, _), column in group.heads.items()
        if t in kept
    ]


def _placements(joint: Joint) -> Ints:
    care = joint.care
    arcs = [care.columns(group) for group in range(len(care.arcs))]
    return np.concatenate([care.unserved, *arcs]).astype(np.int64)
