"""Which units does the service run, with how many beds and staff, and how many people a day can be
triaged and admitted?
"""

from dataclasses import dataclass
from datetime import timedelta

from rosterer.generate.area import Area
from rosterer.generate.sizes import CARE_HOME_BEDS, COMMUNITY_BEDS, HUB_BEDS, RESPITE_BEDS, Sizes
from rosterer.generate.stays import COMMUNITY_STAGES, HOME_STAGES, HUB_STAGES
from rosterer_models.vocabulary.cover import Cover
from rosterer_models.vocabulary.place import Closure, Place, Unit
from rosterer_models.vocabulary.referral import Stage

SITE_OFFSET_METRES = 150
HUB_RATIOS = {"morning": 6.0, "lunch": 8.0, "tea": 8.0, "bed": 12.0, "night": 12.0}
COMMUNITY_RATIOS = {"morning": 6.0, "lunch": 8.0, "tea": 8.0, "bed": 10.0, "night": 10.0}
"""Occupied beds for each head (assumed)."""
SMALL_UNIT_BEDS = 12
"""A unit up to this size can be run by one head."""


@dataclass(frozen=True)
class Service:
    """Units with their sites, and the options that lead to them."""

    sites: tuple[Place, ...]
    units: tuple[Unit, ...]
    closures: tuple[Closure, ...]
    cover: tuple[Cover, ...]
    """Named skills in units."""
    stages: tuple[Stage, ...]

    @property
    def staffed(self) -> tuple[Unit, ...]:
        """Units whose staff come from the bank."""
        return tuple(unit for unit in self.units if unit.skill is not None)

    def beds(self, kind: str) -> int:
        """Beds of a kind, closures aside."""
        return sum(unit.beds for unit in self.units if unit.kind == kind)

    def stages_of(self, option: str) -> list[Stage]:
        """Stages of an option, in order."""
        return [stage for stage in self.stages if stage.option == option]


def _admissions(beds: int, mean_stay: float) -> dict[str, int]:
    """Half as many again as leave on an average day; about half of that at the weekend."""
    weekday = max(1, round(1.5 * beds / mean_stay))
    return {
        "all": weekday,
        "sat": max(1, round(0.5 * weekday)),
        "sun": max(1, round(0.4 * weekday)),
    }


def site_at(name: str, kind: str, sector: Place) -> Place:
    """A place for a unit, a short way from the middle of a sector."""
    return Place.model_validate(
        {
            "place": name,
            "kind": kind,
            "easting": sector.easting + SITE_OFFSET_METRES,
            "northing": sector.northing,
            "district": sector.district,
        }
    )


def build_service(sizes: Sizes, area: Area) -> Service:
    """The units of a case of that size."""
    sites: list[Place] = []
    units: list[Unit] = []
    cover: list[Cover] = []
    last_day = sizes.first_day + timedelta(days=sizes.days - 1)

    def add_lead(unit: str, skill: str, bands: tuple[str, ...]) -> None:
        cover.extend(
            Cover(
                unit=unit,
                band=band,
                skill=skill,
                first_day=sizes.first_day,
                last_day=last_day,
                heads=1,
            )
            for band in bands
        )

    hub_sites = area.spread_sites(sizes.hubs) if sizes.hubs else []
    for number, sector in enumerate(hub_sites, start=1):
        name, beds = f"hub-{number}" if sizes.hubs > 1 else "hub", sizes.beds(HUB_BEDS, sizes.hubs)
        sites.append(site_at(f"site-{name}", "hub", area.sectors[sector]))
        units.append(
            _staffed_unit(name, "hub", f"site-{name}", beds, HUB_RATIOS, _admissions(beds, 11))
        )
        if beds > SMALL_UNIT_BEDS:
            add_lead(name, "senior", ("morning", "lunch", "tea", "bed", "night"))
    for number, sector in enumerate(area.spread_sites(sizes.community_hospitals + 1)[1:], start=1):
        name = f"community-{number}" if sizes.community_hospitals > 1 else "community"
        beds = sizes.beds(COMMUNITY_BEDS, sizes.community_hospitals)
        sites.append(site_at(f"site-{name}", "hospital", area.sectors[sector]))
        units.append(
            _staffed_unit(
                name, "community", f"site-{name}", beds, COMMUNITY_RATIOS, _admissions(beds, 20)
            )
        )
    if sizes.has_units:
        own = {"respite": RESPITE_BEDS, "care-home": CARE_HOME_BEDS}
        for kind, anchor in own.items():
            units.append(
                Unit(unit=kind, name=kind, kind=kind, place=sites[0].place, beds=sizes.beds(anchor))
            )
    if sizes.has_community:
        need = max(1, round(2 * sizes.scale))
        heads = {"morning": need, "lunch": need, "tea": need, "bed": max(1, need // 2)}
        units.append(
            Unit(
                unit="response",
                name="2-hour response",
                kind="response",
                place=sites[0].place,
                skill="care",
                min_staff=heads,
            )
        )
        add_lead("response", "nurse", ("morning", "lunch", "tea"))
    stages: tuple[Stage, ...] = HOME_STAGES
    stages += HUB_STAGES if sizes.has_units else ()
    stages += COMMUNITY_STAGES if sizes.has_community else ()
    return Service(tuple(sites), tuple(units), _closures(units, sizes), tuple(cover), stages)


def _staffed_unit(
    unit: str, kind: str, site: str, beds: int, ratios: dict[str, float], admissions: dict[str, int]
) -> Unit:
    least = 1 if beds <= SMALL_UNIT_BEDS else 2
    return Unit(
        unit=unit,
        name=unit,
        kind=kind,
        place=site,
        beds=beds,
        skill="care",
        min_staff=dict.fromkeys(ratios, least),
        beds_per_staff=ratios,
        admissions=admissions,
        longest_stay=56,
    )


def _closures(units: list[Unit], sizes: Sizes) -> tuple[Closure, ...]:
    """An infection takes some beds of the first hub out of use for a few days, and closes a second
    unit to admissions.
    """
    rows = []
    first, last = int(sizes.days * 0.3), int(sizes.days * 0.3) + max(1, sizes.days // 7) - 1
    span = {
        "first_day": sizes.first_day + timedelta(days=first),
        "last_day": sizes.first_day + timedelta(days=last),
    }
    hubs = [unit for unit in units if unit.kind == "hub"]
    if hubs:
        rows.append(
            Closure.model_validate(
                {"unit": hubs[0].unit, "beds": max(1, round(hubs[0].beds / 18))} | span
            )
        )
    community = [unit for unit in units if unit.kind == "community"]
    if community:
        rows.append(Closure.model_validate({"unit": community[0].unit, "admissions": False} | span))
    return tuple(rows)


def bed_days(service: Service, kind: str, sizes: Sizes) -> float:
    """Bed days of a kind in the horizon, closures taken off."""
    total = float(service.beds(kind) * sizes.days)
    kinds = {unit.unit: unit.kind for unit in service.units}
    for closure in service.closures:
        if kinds[closure.unit] == kind:
            total -= closure.beds * ((closure.last_day - closure.first_day).days + 1)
    return total
