"""Which duty is to be taken?"""

import datetime

from rosterer_models.vocabulary.base import Fact, Id


class AskedDuty(Fact):
    """A duty of the plan that its person cannot do."""

    person: Id
    date: datetime.date


class AskedGap(Fact):
    """A duty that nobody has yet."""

    shift: Id
    date: datetime.date
    where: Id | None = None
    """A unit, or a place at which visits are uncovered; blank for a round wherever they are."""


Asked = AskedDuty | AskedGap
"""Either; what names a shift is a gap."""
