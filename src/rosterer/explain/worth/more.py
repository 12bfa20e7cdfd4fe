"""What can there be one more of, and what is said of its worth?"""

from typing import Literal

from rosterer_models.vocabulary.base import Fact, Id

What = Literal["carer", "head", "bed", "admission", "triage-slot", "barrier-day"]
WORDS: dict[What, str] = {
    "carer": "one more carer on a round",
    "head": "one more head",
    "bed": "one more bed",
    "admission": "one more admission a day",
    "triage-slot": "one more triage slot a day",
    "barrier-day": "a day earlier without the barriers",
}


class More(Fact):
    """One more of something, on every day of the horizon; of a barrier a day earlier, once."""

    what: What
    where: Id | None = None
    """The home of a carer, or a unit."""
    skill: Id | None = None
    shift: Id | None = None
    referral: Id | None = None

    @property
    def said(self) -> str:
        """``one more carer on a round from NG10-3 (care, D)``."""
        by = ", ".join(filter(None, (self.skill, self.shift)))
        beside = f" ({by})" if by else ""
        if self.what == "carer":
            return f"{WORDS[self.what]} from {self.where}{beside}"
        if self.what == "barrier-day":
            return f"{WORDS[self.what]} of {self.referral}"
        return f"{WORDS[self.what]}{f' in {self.where}' if self.where else ''}{beside}"


class Worth(Fact):
    """What one more is worth in the horizon and its tail, everybody's duties kept, before what it
    costs itself.
    """

    more: More
    price: float
    """Pounds of the ledger's total by the dual prices of the relaxation: never less than what one
    more saves.
    """
    pounds: float | None = None
    """Pounds that the relaxation saves when it is solved again with one more; None where it was
    not.
    """
    delay_days: float | None = None
    """Delay that is then saved."""
    short_hours: float | None = None
    """Hours short that are then saved."""
    holds_up_to: int | None = None
    """So many more, of those that were tried (1, 2, 4), are each worth nine tenths of the first at
    least.
    """
    sentence: str
