"""Which beds bridge the time until somebody can go home, and whom does triage offer them?

Interim beds open, empty, on the first day, beside what the service has. They are an alternative,
never a first choice, so they take no part in the offered load, and everything else in the case is
as it is without them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from rosterer.generate.area import Area
from rosterer.generate.arrivals import ClassPlan
from rosterer.generate.service import site_at
from rosterer.generate.sizes import Sizes
from rosterer.generate.stays import HOME_STAGES, RESPITE_DAYS
from rosterer.generate.waiting import HOME_BARRIERS, HOME_MIX, Waiting
from rosterer_models.vocabulary.place import Unit
from rosterer_models.vocabulary.referral import Barrier, Referral, Stage

INTERIM_KINDS = STEP_DOWN, FLAT = "step-down", "respite-flat"
"""Kinds of unit. Flats are no ``respite`` unit: respite beds keep their own load."""
BEDS_FOR_FLATS, LEAST_FLATS, FLAT_SHARE = 4, 2, 1 / 3
"""From so many interim beds on some are flats; of all interim beds (assumed)."""
STEP_DOWN_DAYS = 5
"""Until a package starts: about what an interim place saved each person, 4.5 bed days (ASSIST,
2015-16).
"""
FLAT_DAYS = (7, RESPITE_DAYS, 14)
"""The shortest at whose end what is wrong with the home has cleared."""
STEP_DOWN_DAY, FLAT_DAY = 150.0, 125.0
"""Pounds a day: a bed with its staff at the cost of pathway 2, a flat with its care at that of
pathway 1 (IPACS).
"""
STEP_DOWN_SHARE = 0.5
"""Of those who wait in a hospital for a package, whom triage would also send to a step-down bed
(assumed).
"""
PACKAGES = tuple(option for option, _ in HOME_MIX)
PACKAGE_AFTER_RESPITE = "home-medium"
Where = Literal["acute", "community", "home"]


@dataclass(frozen=True)
class Offer:
    """A bed of a kind for so many days, then a package at home."""

    kind: str
    days: int
    package: str

    @property
    def option(self) -> str:
        """Id of the option."""
        size = self.package.removeprefix("home-")
        return f"flat-{self.days}-{size}" if self.kind == FLAT else f"step-down-{size}"

    @property
    def stages(self) -> tuple[Stage, Stage]:
        """Its rows."""
        price = FLAT_DAY if self.kind == FLAT else STEP_DOWN_DAY
        home = next(stage for stage in HOME_STAGES if stage.option == self.package)
        return (
            Stage(
                option=self.option,
                stage=1,
                pathway=2,
                setting=self.kind,
                days=self.days,
                cost_per_day=price,
                payer="community",
            ),
            home.model_copy(update={"option": self.option, "stage": 2, "pathway": 2}),
        )


class Interim:
    """Interim units of a case, and what triage offers in them.

    Parameters
    ----------
    rng
        A stream of their own, so that nothing else in the case depends on them; nothing is drawn
        without beds.
    num_beds
        Interim beds in all.
    """

    def __init__(self, rng: np.random.Generator, num_beds: int, area: Area, sizes: Sizes) -> None:
        flats = max(LEAST_FLATS, round(FLAT_SHARE * num_beds)) if num_beds >= BEDS_FOR_FLATS else 0
        beds = {STEP_DOWN: num_beds - flats, FLAT: flats}
        self._rng, self._first_day = rng, sizes.first_day
        self._kinds = [kind for kind in (STEP_DOWN, FLAT) if beds[kind]]
        self._offers: dict[str, Offer] = {}
        known_sites = max(sizes.hubs, sizes.community_hospitals + 1)
        sectors = area.spread_sites(known_sites + len(self._kinds))[known_sites:]
        self.sites = tuple(
            site_at(
                f"site-{kind}", "hospital" if kind == STEP_DOWN else "hub", area.sectors[sector]
            )
            for kind, sector in zip(self._kinds, sectors, strict=True)
        )
        """A private hospital, and the house with the flats."""
        self.units = tuple(
            Unit(unit=kind, name=kind, kind=kind, place=site.place, beds=beds[kind])
            for kind, site in zip(self._kinds, self.sites, strict=True)
        )

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The options that were offered to somebody."""
        return tuple(stage for name in sorted(self._offers) for stage in self._offers[name].stages)

    def offered_to_waiting(self, waiting: Waiting) -> Waiting:
        """The waiting list with interim options after the others.

        What is wrong with the home keeps nobody from a bed, so a barrier of that kind then blocks
        the options without one alone.
        """
        at_home = {row.referral: row for row in waiting.barriers if row.barrier in HOME_BARRIERS}
        referrals, barriers = [], dict[str, Barrier]()
        for row in waiting.referrals:
            barrier = at_home.get(row.referral)
            options = self._also_offered(row, barrier)
            if barrier is not None and options != row.options and not barrier.blocks:
                barriers[row.referral] = barrier.model_copy(update={"blocks": row.options})
            referrals.append(row.model_copy(update={"options": options}))
        return replace(
            waiting,
            referrals=tuple(referrals),
            barriers=tuple(barriers.get(row.referral, row) for row in waiting.barriers),
        )

    def offered_to_expected(self, plans: Iterable[ClassPlan]) -> list[ClassPlan]:
        """Arrival classes with interim options after the others: a flat where respite is the first
        choice.
        """
        found = []
        for plan in plans:
            options = plan.options
            if options[0] == "respite-home":
                options = self._with(options, Offer(FLAT, RESPITE_DAYS, PACKAGE_AFTER_RESPITE))
            elif options[0] in PACKAGES:
                options = self._with_step_down(options, plan.where)
            found.append(replace(plan, options=options))
        return found

    def _also_offered(self, row: Referral, barrier: Barrier | None) -> tuple[str, ...]:
        package = PACKAGE_AFTER_RESPITE if row.options[0] == "respite-home" else row.options[0]
        if package not in PACKAGES:
            return row.options
        if barrier is None:
            return (
                self._with_step_down(row.options, row.where)
                if row.options[0] == package
                else row.options
            )
        start = max(row.ready, self._first_day)
        days = next((days for days in FLAT_DAYS if days >= (barrier.clears - start).days), None)
        return row.options if days is None else self._with(row.options, Offer(FLAT, days, package))

    def _with_step_down(self, options: tuple[str, ...], where: Where) -> tuple[str, ...]:
        """From a hospital alone, and for some."""
        if STEP_DOWN not in self._kinds or where == "home" or self._rng.random() >= STEP_DOWN_SHARE:
            return options
        return self._with(options, Offer(STEP_DOWN, STEP_DOWN_DAYS, options[0]))

    def _with(self, options: tuple[str, ...], offer: Offer) -> tuple[str, ...]:
        if offer.kind not in self._kinds:
            return options
        self._offers[offer.option] = offer
        return (*options, offer.option)
