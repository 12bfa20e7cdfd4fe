"""What did a rota sheet say that is in neither the case nor the plan read from it?"""

from rosterer_models.vocabulary.base import Fact


class Loss(Fact):
    """What a rota said and its case and plan do not, as somebody accepted who read it in."""

    where: str
    """The file, sheet and cell."""
    what: str
    """What stands there, and what of it was not read."""
