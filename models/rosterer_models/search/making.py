"""How does a guide become a rota with named rounds? Days are chosen over real places, their rounds named, and both done again."""

from rosterer_models.formulation.care import Care, add_care
from rosterer_models.formulation.sets import Sets
from rosterer_models.matrix.model import Builder
from rosterer_models.search.day import Days, Opened
from rosterer_models.search.geography import Reach
from rosterer_models.search.guide import Guide
from rosterer_models.search.naming import Named, joined, name_day
from rosterer_models.search.rota import rota_of
from rosterer_models.search.targets import Amounts, amounts_of_point, demand_of
from rosterer_models.search.units import name_units
from rosterer_models.vocabulary.case import Case

MARGIN = 0.98
"""Part of contact time that days count on at first."""
OTHER_MARGINS = (1.0, 0.97, 0.99, 0.95)
"""And when they are done again, in one round after the other."""
DAY_NODES = 60
"""Branch-and-bound nodes for a day."""


class Making:
    """A rota in the making, and what each day of it loses."""

    def __init__(self, case: Case, guide: Guide) -> None:
        joint, x = guide.joint, guide.x
        self.care: Care = add_care(Builder(), case, Sets(case))
        self.people = joint.people
        self.reach = Reach(self.care)
        self.rota = rota_of(joint, x)
        self.posted = name_units(joint, x, self.rota, self.reach)
        self.amounts = amounts_of_point(self.care, joint, x)
        self.demand = demand_of(self.care, self.amounts)
        self._days = Days(self.care, self.people, self.reach)
        self._named: list[Named | None] = [None] * case.days
        self._unsafe = [float("inf")] * case.days

    def everybody(self) -> Named:
        """Everybody on duty with their rounds; days that are not named yet are named now, without branch and bound."""
        return joined(day if day is not None else self._name(t, 0.0) for t, day in enumerate(self._named))

    def choose(self, t: int, seconds: float) -> None:
        """Choose a day's duties and units."""
        opened = self._reopened(t, MARGIN, seconds)
        if opened is not None:
            opened.enter(self.rota, self.posted)
            self._unsafe[t] = opened.unsafe

    def name(self, t: int, seconds: float) -> None:
        """Choose a day's rounds."""
        self._named[t] = self._name(t, seconds)

    def ask(self, amounts: Amounts) -> None:
        """Ask for other placements and reservations from now on; every day is to be done again."""
        self.demand = demand_of(self.care, amounts)
        self._named = [None] * len(self._named)
        self._unsafe = [float("inf")] * len(self._unsafe)

    def losses(self) -> list[float]:
        """Pounds that each day loses to heads and care short, care bought in, and mileage."""
        return [float("inf") if day is None else day.pounds + unsafe for day, unsafe in zip(self._named, self._unsafe, strict=True)]

    def redo(self, t: int, margin: float, seconds: float) -> float:
        """Choose and name a day again, counting on another part of people's time, and keep what is cheaper.

        Returns
        -------
        Pounds saved.
        """
        before, day = self.losses()[t], self._named[t]
        opened = self._reopened(t, margin, 0.4 * seconds)
        if opened is None:
            return 0.0
        work = {p: (int(self.rota.duty[p, t]), int(self.rota.source[p, t])) for p in opened.work}
        units = {p: self.posted[p, t] for p in opened.work if (p, t) in self.posted}
        opened.enter(self.rota, self.posted)
        named = self._name(t, 0.6 * seconds)
        saved = before - (opened.own + opened.unsafe + named.pounds)
        if day is None or saved > 0:
            self._named[t], self._unsafe[t] = named, opened.unsafe
            return max(0.0, saved)
        Opened(t, work, units, -opened.own, self._unsafe[t]).enter(self.rota, self.posted)
        return 0.0

    def _reopened(self, t: int, margin: float, seconds: float) -> Opened | None:
        return self._days.reopened(self.rota, self.posted, self.demand, t, margin=margin, seconds=seconds, nodes=DAY_NODES)

    def _name(self, t: int, seconds: float) -> Named:
        return name_day(self.care, self.people, self.reach, self.rota, self.posted, self.demand, t, seconds)
