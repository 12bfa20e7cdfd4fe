"""How are amounts, dates and the quality of a plan said in plain words?"""

from datetime import date

from rosterer.shown import pounds
from rosterer_models.vocabulary.plan import Certificate

STATUS_WORDS = {
    "optimal": "Proven best: no plan of this case is better by more than the gap asked for.",
    "feasible": "The best plan found in this time; a better one may exist within the gap below.",
    "stopped": "The search was stopped; this is the best plan found until then.",
    "unproven": "No bound was computed, so nothing is proven about how much better a plan "
    "could be.",
}
REASON_WORDS = {
    "barrier": "a barrier had not cleared",
    "triage": "no triage slot",
    "no-bed": "no bed free",
    "no-staff-for-beds": "no staff for the beds",
    "no-care-hours": "no care hours near home",
    "admissions-limit": "the unit's admissions were taken",
    "priority": "another was served first",
    "price": "starting later costs less",
}
"""A delay's reason as the waiting list says it."""
LINE_WORDS = {
    "contract-pay": "contracted pay",
    "fixed-pay": "pay of fixed duties and training",
    "enhancements": "enhancements for nights, weekends and holidays",
    "bank-pay": "pay of bank staff",
    "line-changes": "people moved off their present line",
    "broken-wishes": "wishes not met",
    "unsocial-duties": "nights, weekends and holidays above a fair share",
    "hours-balance": "hours owed or in surplus",
    "carers-at-places": "different people at a place in a week",
    "agency": "agency hours",
    "travel": "miles travelled",
    "short-care": "care at home that nobody gives",
    "unsafe-units": "units with too few staff",
    "delay": "delay of people who are known",
    "stage-waits": "waits to leave a unit",
    "tail-delay": "delay after the last day",
    "standard-missed": "starts after the standard",
    "expected-delay": "delay of people who are expected",
    "expected-tail-delay": "delay of expected people after the last day",
    "options": "beds and packages of people placed",
    "census-options": "beds and packages of people in care at the start",
    "tail-hours": "care hours over capacity after the last day",
    "tail-beds": "bed days over capacity after the last day",
}
"""A ledger line as somebody would say it who has not read the reference."""
WHERE_WORDS = {
    "acute": "in an acute hospital",
    "community": "in a community bed",
    "home": "at home",
}


def day_words(day: date) -> str:
    """``Mon 2 Nov``."""
    return f"{day:%a} {day.day} {day:%b}"


def quality_words(certificate: Certificate | None) -> list[str]:
    """Sentences that say how good the plan is proven to be."""
    if certificate is None:
        return [
            "This plan carries no certificate: nothing is claimed about how much better a plan "
            "could be."
        ]
    sentences = [STATUS_WORDS[certificate.status]]
    avoidable = certificate.cost - certificate.unavoidable
    sentences.append(
        f"The ledger's total, which the search makes small, is {pounds(certificate.cost)}; "
        f"{pounds(certificate.unavoidable)} of that is the same for every plan of this case, "
        f"and {pounds(avoidable)} depends on the plan."
    )
    if certificate.bound is not None and certificate.bound <= certificate.unavoidable:
        sentences.append(
            "The bound that was proven in this time says no more than that; a longer search "
            "proves more."
        )
    elif certificate.bound is not None:
        distance = max(0.0, certificate.cost - certificate.bound)
        share = (
            ""
            if certificate.gap is None
            else f", a gap of {certificate.gap:.1%} of what depends on the plan"
        )
        sentences.append(
            f"No plan's total is less than {pounds(certificate.bound)}: at most {pounds(distance)} "
            f"of it could still be saved{share}."
        )
    return sentences
