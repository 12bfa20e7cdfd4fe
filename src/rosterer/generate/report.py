"""How hard is a generated case?"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from rosterer.generate.demand import Demand
from rosterer.generate.interim import INTERIM_KINDS
from rosterer.generate.supply import Supply
from rosterer_models.vocabulary.case import Case

Measure = Callable[[Case], tuple[float, float]]
"""Cost and unavoidable cost of a good plan of a case, in pounds."""
PERSONAL_TABLES = ("caps", "absences", "requests", "fixed", "history", "availability")


@dataclass(frozen=True)
class GeneratorReport:
    """What an unbiased reader wants to know before believing a figure measured on the case."""

    name: str
    people: int
    sectors: int
    referrals: int
    care_hours_per_day: float
    """Capacity for care: contact time of those on duty outside units, less travel."""
    care_load: float
    bed_load: dict[str, float]
    """By kind of unit, interim units left out: nobody asks for them first."""
    interim_beds: int
    """Step-down beds and respite flats."""
    interchangeable_share: float
    """Share of people for whom somebody else has the same terms, line, skills, home, absences,
    wishes and past.
    """
    same_class_share: float
    """Share of people for whom somebody else has the same home, mobility and skills."""
    avoidable_share: float | None
    """Share of the cost that decisions change; None when it was not measured."""

    def __str__(self) -> str:
        beds = (
            ", ".join(f"{kind} {load:.2f}" for kind, load in sorted(self.bed_load.items()))
            or "none"
        )
        avoidable = (
            "not measured" if self.avoidable_share is None else f"{self.avoidable_share:.0%}"
        )
        return "\n".join(
            (
                f"{self.name}: {self.people} people, {self.sectors} sectors, {self.referrals} "
                "referrals waiting (synthetic)",
                f"offered load of care: {self.care_load:.2f} of {self.care_hours_per_day:.0f} "
                "hours a day",
                f"offered load of beds: {beds}",
                *(
                    (f"interim beds: {self.interim_beds}, in no offered load",)
                    if self.interim_beds
                    else ()
                ),
                f"interchangeable people: {self.interchangeable_share:.0%} (alike for "
                f"deployment: {self.same_class_share:.0%})",
                f"avoidable share of the cost: {avoidable}",
            )
        )


def report_on(
    case: Case, supply: Supply, demand: Demand, measure: Measure | None
) -> GeneratorReport:
    """The report of a case just generated."""
    avoidable = None
    if measure is not None:
        cost, unavoidable = measure(case)
        avoidable = (cost - unavoidable) / cost if cost else 0.0
    return GeneratorReport(
        name=case.name,
        people=len(case.people),
        sectors=sum(place.kind == "sector" for place in case.places),
        referrals=len(case.referrals),
        care_hours_per_day=supply.care / 60,
        care_load=demand.care_load,
        bed_load=demand.bed_load,
        interim_beds=sum(unit.beds for unit in case.units if unit.kind in INTERIM_KINDS),
        interchangeable_share=interchangeable_share(case),
        same_class_share=_share_with_twin(
            [(person.home, person.mobile, person.skills) for person in case.people]
        ),
        avoidable_share=avoidable,
    )


def interchangeable_share(case: Case) -> float:
    """Share of people who differ from somebody else in nothing but id, name and team."""
    rows: dict[str, list[object]] = defaultdict(list)
    for table in PERSONAL_TABLES:
        for row in getattr(case, table):
            rows[row.person].append((table, row.model_copy(update={"person": "somebody"})))
    anyone = {"person": "somebody", "name": "", "team": "somewhere"}
    return _share_with_twin(
        [(person.model_copy(update=anyone), tuple(rows[person.person])) for person in case.people],
    )


def _share_with_twin(keys: list[tuple[object, ...]]) -> float:
    counts = Counter(keys)
    return sum(counts[key] for key in counts if counts[key] > 1) / max(1, len(keys))
