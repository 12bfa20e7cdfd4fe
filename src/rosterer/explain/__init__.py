"""Why is it so, and what else could be done?"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rosterer.explain.answer import Answer, Why
    from rosterer_models.vocabulary.case import Case
    from rosterer_models.vocabulary.plan import Plan


def explain(case: "Case", plan: "Plan", question: "Why", *, show_names: bool = False) -> "Answer":
    """Why something in a plan is as it is.

    Parameters
    ----------
    case, plan
        A valid case, and any plan of it.
    question
        ``WhyPerson``, ``WhyReferral``, ``WhyShort`` or ``WhyBed`` of ``rosterer.explain.answer``.
    show_names
        Call people by their display names, where the reader may see them.

    Returns
    -------
    Answer
        A sentence, and the limits that make it so with their ids and numbers. What is asked of
        something that is not there is answered too: ``is_so`` is then False.

    Raises
    ------
    BadInput
        When the question names what the case does not have.
    """
    from rosterer.explain.ask import why
    from rosterer.explain.grounds import Grounds

    return why(Grounds(case, plan, show_names=show_names), question)
