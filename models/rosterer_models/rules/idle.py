"""Where does a duty stand in a plan on which nobody is served?

One answer for all who write plans: a training duty in the unit that its fixed row names, an idle
duty at the place of a round that is nearest to home, and where no round goes anywhere at the base.
"""

from collections.abc import Mapping

from rosterer_models.vocabulary.person import FixedDuty

Where = dict[str, str | float | None]
"""``place`` and ``minutes`` of a row of duties."""


def where_in_training(fixed: FixedDuty) -> Where:
    """Where somebody is trained: the unit named, or nowhere in particular."""
    return {"place": fixed.unit}


def where_idle(shares: Mapping[str, float]) -> Where:
    """Where somebody on duty is left who gives no care.

    Parameters
    ----------
    shares
        Travel per contact minute, by place that a round of theirs may serve. Blank minutes would
        stand for a day of visits, so there are none.
    """
    return {
        "place": min(shares, key=lambda place: (shares[place], place), default=None),
        "minutes": 0.0,
    }
