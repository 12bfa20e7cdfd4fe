"""Why is it so, and what else could be done?"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rosterer.explain.answer import Answer, Instead, Why
    from rosterer_models.vocabulary.case import Case
    from rosterer_models.vocabulary.plan import Plan


def explain(
    case: "Case", plan: "Plan", question: "Why | Instead", *, show_names: bool = False
) -> "Answer":
    """Why something in a plan is as it is, or why something else is not done.

    Parameters
    ----------
    case, plan
        A valid case, and any plan of it.
    question
        ``WhyPerson``, ``WhyReferral``, ``WhyShort`` or ``WhyBed``, or what could be done instead:
        ``InsteadDuty``, ``InsteadPerson`` or ``InsteadStart``, all of ``rosterer.explain.answer``.
    show_names
        Call people by their display names, where the reader may see them.

    Returns
    -------
    Answer
        A sentence, and the limits that make it so with their ids and numbers; of something else
        the rules that it breaks, or what it costs at once and once the rest has settled. What is
        asked of something that is not there is answered too: ``is_so`` is then False.

    Raises
    ------
    BadInput
        When the question names what the case does not have.
    """
    from rosterer.explain.ask import answered
    from rosterer.explain.grounds import Grounds

    return answered(Grounds(case, plan, show_names=show_names), question)
