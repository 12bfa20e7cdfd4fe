"""What would it take? One question, and the cheapest cures."""

from rosterer.explain.answer import WhyReferral, WhyShort
from rosterer.explain.ask import require_known
from rosterer.explain.grounds import Grounds
from rosterer.explain.takes.menu import Menu, Takes
from rosterer.explain.takes.referrals import cures_of_delay
from rosterer.explain.takes.shortages import cures_of_shortage

STANDARD = Menu()


def what_it_takes(
    grounds: Grounds, question: WhyReferral | WhyShort, menu: Menu = STANDARD
) -> Takes:
    """The cheapest changes that cure a shortage, or let a referral start on the day it is ready.

    Raises
    ------
    BadInput
        When the question names what the case does not have.
    """
    require_known(grounds.case, question)
    if isinstance(question, WhyReferral):
        return cures_of_delay(grounds, question, menu)
    if not grounds.calendar.has(grounds.calendar.number(question.date)):
        sentence = f"{question.date} is outside the days of this plan; nothing is decided there."
        return Takes(question=question, is_so=False, sentence=sentence)
    return cures_of_shortage(grounds, question, menu)
