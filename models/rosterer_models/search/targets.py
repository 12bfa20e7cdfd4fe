"""How much care does a coarse plan ask for in each place of the fine case?"""

from rosterer_models.formulation.care import Care, care_use
from rosterer_models.formulation.joint import Joint
from rosterer_models.formulation.journeys import Journey
from rosterer_models.matrix.model import Floats


def needs_of(care: Care, coarse: Joint, zones: dict[str, str], x: Floats) -> Floats:
    """K × D × B × Q minutes: what is committed, and the placements and reservations of the coarse point.

    A coarse arrival class stands for the classes of its zone; its reservations are shared by what each expects.
    """
    case, days = care.case, care.case.days
    needs = care.commitments.care.copy()
    uses: dict[int, Floats] = {}
    length = days + case.tail_days

    def add(home: int, journey: Journey, t: int, amount: float) -> None:
        if id(journey) not in uses:
            uses[id(journey)] = care_use(journey, care.sets, length).transpose(1, 2, 0)
        needs[home, t:] += amount * uses[id(journey)][: days - t]

    for wait, starts in zip(care.waiting.referrals, coarse.care.starts, strict=True):
        for journey, t, column in starts:
            if x[column] > 1e-6:
                add(wait.home, journey, t, float(x[column]))
    members = _members(care, coarse, zones)
    for number, starts in enumerate(coarse.care.reserved):
        for journey, t, column in starts:
            if x[column] > 1e-6:
                for home, share in members[number]:
                    add(home, journey, t, float(x[column]) * share)
    return needs


def _members(care: Care, coarse: Joint, zones: dict[str, str]) -> list[list[tuple[int, float]]]:
    """Coarse class → (place, share of its arrivals) of the fine classes that it stands for."""
    if not zones:
        return [[(group.home, 1.0)] for group in care.waiting.classes]
    heads = {row.arrival_class: row for row in coarse.case.expected}
    number = {}
    for i, group in enumerate(coarse.care.waiting.classes):
        row = heads[group.arrival_class]
        number[row.home, row.where, row.priority, row.options] = i
    found: list[list[tuple[int, float]]] = [[] for _ in coarse.care.waiting.classes]
    fine = {row.arrival_class: row for row in care.case.expected}
    for group in care.waiting.classes:
        row = fine[group.arrival_class]
        at = number[zones.get(row.home, row.home), row.where, row.priority, row.options]
        whole = float(coarse.care.waiting.classes[at].arrivals.sum())
        if whole > 0:
            found[at].append((group.home, float(group.arrivals.sum()) / whole))
    return found
