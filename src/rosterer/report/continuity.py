"""How many different people come to a place in a week?"""

from rosterer.referee.continuity import carers_of
from rosterer.referee.duties import read_duties
from rosterer.referee.register import Register
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan


def continuity_words(case: Case, plan: Plan) -> list[str]:
    """A sentence on the people who come to places; none where nobody comes anywhere."""
    duties, _ = read_duties(Register(case), plan.duties)
    counts = {at: len(people) for at, people in carers_of(duties).items()}
    if not counts:
        return []
    (place, week), most = max(counts.items(), key=lambda item: item[1])
    mean = sum(counts.values()) / len(counts)
    return [
        f"In a week {mean:.1f} different people come to a place on average, at most {most} "
        f"({place}, week {week + 1})."
    ]
