"""What differs between two plans?"""

from collections.abc import Iterable

from pydantic import BaseModel

from rosterer_models.vocabulary.plan import DutyPiece, Placement, Plan


class DutyDifference(BaseModel):
    """A person's day that is not the same."""

    person: str
    date: str
    before: list[DutyPiece]
    after: list[DutyPiece]


class PlacementDifference(BaseModel):
    """A referral that is served otherwise."""

    referral: str
    before: list[Placement]
    after: list[Placement]


class Difference(BaseModel):
    """What differs between two plans; cost is that of the second less that of the first."""

    is_same_case: bool
    """Else the second is a plan of a changed case, and the costs are of different things."""
    duties: list[DutyDifference]
    placements: list[PlacementDifference]
    cost: float | None


def difference(before: Plan, after: Plan, cost: float | None, *, is_same_case: bool) -> Difference:
    """Compare two plans, duty by duty and placement by placement."""
    old_duties, new_duties = _by_day(before.duties), _by_day(after.duties)
    old_stages, new_stages = _by_referral(before.placements), _by_referral(after.placements)
    days = sorted(
        day
        for day in old_duties.keys() | new_duties.keys()
        if old_duties.get(day) != new_duties.get(day)
    )
    referrals = sorted(
        name
        for name in old_stages.keys() | new_stages.keys()
        if old_stages.get(name) != new_stages.get(name)
    )
    return Difference(
        is_same_case=is_same_case,
        duties=[
            DutyDifference(
                person=day[0],
                date=day[1],
                before=old_duties.get(day, []),
                after=new_duties.get(day, []),
            )
            for day in days
        ],
        placements=[
            PlacementDifference(
                referral=name, before=old_stages.get(name, []), after=new_stages.get(name, [])
            )
            for name in referrals
        ],
        cost=cost,
    )


def _by_day(duties: Iterable[DutyPiece]) -> dict[tuple[str, str], list[DutyPiece]]:
    found: dict[tuple[str, str], list[DutyPiece]] = {}
    for piece in sorted(duties, key=repr):
        found.setdefault((piece.person, piece.date.isoformat()), []).append(piece)
    return found


def _by_referral(placements: Iterable[Placement]) -> dict[str, list[Placement]]:
    found: dict[str, list[Placement]] = {}
    for stage in sorted(placements, key=lambda one: (one.referral, one.stage)):
        found.setdefault(stage.referral, []).append(stage)
    return found
