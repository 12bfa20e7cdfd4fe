"""What was supposed, so that somebody else can judge it?

Every scenario's changes in words, what the simulation was told beside them, prices, staff on duty,
and what was carried on where the case says nothing.
"""

from dataclasses import dataclass

from rosterer.winter.conditions import Conditions, conditions_of
from rosterer.winter.costs import duties_in_units
from rosterer.winter.prices import CapacityPrices
from rosterer.winter.study import Study
from rosterer_models.vocabulary.change import Change
from rosterer_models.vocabulary.shift import OFF

NEVER_SHOWN = ("kind", "person", "referral", "barriers")


@dataclass(frozen=True)
class Told:
    """A scenario's name, its note, its changes, and what the simulation supposes in it."""

    name: str
    note: str
    changes: tuple[str, ...]
    conditions: tuple[str, ...]


def told(study: Study) -> tuple[Told, ...]:
    """Every scenario in words."""
    found = []
    for result in study.results:
        scenario, conditions = result.scenario, conditions_of(result.scenario)
        supposed = [
            f"{result.winter.network.sickness.mean():.1%} of heads off sick on an average day"
            if result.winter.network.sickness is not None
            else "nobody off sick",
            f"winters differ by {conditions.spread_percent:g} %",
        ]
        supposed.append(_turn_round(conditions))
        if scenario.programme_pounds:
            supposed.append(f"the scheme itself costs £{scenario.programme_pounds:,.0f}")
        words = tuple(in_words(change) for change in scenario.change)
        found.append(Told(scenario.name, scenario.note, _counted(words), tuple(supposed)))
    return tuple(found)


def _turn_round(conditions: Conditions) -> str:
    """When a bed that somebody left is free again."""
    rows = [row for row in conditions.turn_rounds if row.hours]
    if not rows:
        return "a bed is free as soon as somebody leaves it"
    words = [f"{row.hours:g} hours{f' in {row.unit}' if row.unit else ''}" for row in rows]
    return f"a bed is free again {', '.join(words)} after somebody left it"


def in_words(change: Change) -> str:
    """A change as its kind and what it says, such as ``arrivals: percent 20, first_day
    2027-01-04``.
    """
    said = change.model_dump(mode="json", exclude_defaults=True)
    parts = [f"{name} {_plain(value)}" for name, value in said.items() if name not in NEVER_SHOWN]
    person = said.get("person")
    if isinstance(person, str):
        parts.insert(0, person)
    return f"{change.kind}: {', '.join(parts)}" if parts else change.kind


def _plain(value: object) -> str:
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    if isinstance(value, dict):
        return " ".join(f"{key}={one}" for key, one in value.items())
    return f"{value:g}" if isinstance(value, float) else str(value)


MOST_CHANGES_SHOWN = 12


def _counted(words: tuple[str, ...]) -> tuple[str, ...]:
    """The first few; how many more there are."""
    if len(words) <= MOST_CHANGES_SHOWN:
        return words
    return (*words[:MOST_CHANGES_SHOWN], f"and {len(words) - MOST_CHANGES_SHOWN} more of the kind")


def price_lines(study: Study, prices: CapacityPrices) -> tuple[tuple[str, float], ...]:
    """Names of prices and pounds."""
    case = study.case
    lines = [
        ("a delayed day in an acute hospital (notional)", case.prices.delay_acute),
        ("… in a community bed (notional)", case.prices.delay_community),
        ("… at home (notional)", case.prices.delay_home),
        ("a staffed bed, open for a day, with its staff", prices.bed_day),
        *(
            (f"a duty {shift.shift} at home", prices.duty_of(case, shift.shift))
            for shift in case.shifts
        ),
        ("a triage slot", prices.triage_slot),
    ]
    return tuple(lines)


def pattern_lines(study: Study) -> tuple[tuple[str, str], ...]:
    """Duties a day that one person gives on each pattern, before leave and sickness."""
    return tuple(
        (
            pattern.pattern,
            ", ".join(
                f"{pattern.cycle.count(shift) / len(pattern.cycle):.2f} {shift}"
                for shift in sorted(set(pattern.cycle) - {OFF})
            ),
        )
        for pattern in study.case.patterns
    )


IN_UNITS = "of all, in units"
"""The line of duties that beds take from care at home."""


def on_duty_lines(study: Study) -> tuple[tuple[str, tuple[float, ...]], ...]:
    """Duties a day on each shift, before sickness, in each scenario; and how many of all are worked
    in units, whose beds take their staff from the same people as care at home.
    """
    shifts = [shift.shift for shift in study.case.shifts]
    in_units = tuple(
        sum(float(heads.sum()) for heads in duties_in_units(r.winter)) / r.winter.network.days
        for r in study.results
    )
    by_shift = tuple(
        (
            shift,
            tuple(
                sum(
                    float(crew.heads.mean())
                    for crew, fact in zip(r.winter.network.crews, r.winter.crews, strict=True)
                    if fact.shift == shift
                )
                for r in study.results
            ),
        )
        for shift in shifts
    )
    return (*by_shift, (IN_UNITS, in_units)) if any(in_units) else by_shift
