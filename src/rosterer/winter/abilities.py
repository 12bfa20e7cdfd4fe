"""Which skills must be told apart when care at home is counted?

Care that needs a skill takes time of those who have it (or one that covers it), and of everybody
together. So besides all skills taken together there is a set of skills for each group of people who
alone can serve some packages; sets that the same people serve are one.
"""

from dataclasses import dataclass
from itertools import combinations

from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Person

MOST_TOLD_APART = 4
"""Skills in demand up to which every set of them is considered; with more, each by itself and all
together.
"""


@dataclass(frozen=True)
class Abilities:
    """What each person can do, and the sets of skills that care is counted by; the first is of all
    skills in demand.
    """

    covers: dict[str, frozenset[str]]
    sets: tuple[frozenset[str], ...]

    def of(self, person: Person) -> frozenset[str]:
        """Skills that a person can serve."""
        return frozenset().union(*(self.covers.get(s, frozenset((s,))) for s in person.skills))


def abilities_of(case: Case) -> Abilities:
    """The sets for a case."""
    covers = {row.skill: frozenset((row.skill, *row.covers)) for row in case.skills}
    known = Abilities(covers, ())
    packages = {s.skill for s in case.options if s.setting == "home" and s.has_care and s.skill}
    promised = {row.skill for row in case.cover if row.place is not None}
    demand = sorted(packages | promised)
    sizes = range(1, len(demand)) if len(demand) <= MOST_TOLD_APART else (1,)
    candidates = [frozenset(demand)]
    candidates += [
        frozenset(some) for size in reversed(sizes) for some in combinations(demand, size)
    ]
    served = [known.of(person) for person in case.people]
    kept: list[frozenset[str]] = []
    seen: set[frozenset[int]] = set()
    for some in candidates:
        who = frozenset(i for i, can in enumerate(served) if can & some)
        if who not in seen and (not kept or some & packages):
            seen.add(who)
            kept.append(some)
    return Abilities(covers, tuple(kept))
