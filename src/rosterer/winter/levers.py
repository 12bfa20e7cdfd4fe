"""What can be more or less of a winter's capacity, in the units in which it is hired?

Beds of a unit, duties a day on a shift in a locality, triage slots a day. A duty helps in the bands
of its shift alone, so that staff is hired for the hours in which it lacks. Staff of a unit is among
the duties, and paid there or with the staffed bed, never twice.
"""

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from rosterer.winter.prices import CapacityPrices
from rosterer.winter.study import Result
from rosterer.winter.winters import Winter
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.changing import with_tables
from rosterer_models.vocabulary.shift import OFF, Pattern


@dataclass(frozen=True)
class Lever:
    """Something that can be more or less.

    Attributes
    ----------
    kind
        ``beds``, ``duties`` or ``slots``.
    target
        The unit, or the locality of the duties.
    band
        Where duties help most: the part of the shift in which who stood first most often found no
        room. Blank for others.
    pounds_per_day
        Of one more.
    """

    name: str
    kind: str
    target: str
    now: int
    pounds_per_day: float
    shift: str = ""
    band: str = ""


def levers_of(result: Result, prices: CapacityPrices) -> tuple[Lever, ...]:
    """Every unit with beds, every shift in each locality, and triage where it is limited."""
    winter, found = result.winter, []
    network, case = winter.network, winter.case
    for node, fact in zip(network.nodes, winter.nodes, strict=True):
        if fact.kind == "unit":
            beds = round(float(node.capacity.max()))
            price = prices.bed_of(case, fact.name)
            found.append(Lever(fact.name, "beds", fact.name, beds, price))
    for locality in winter.localities.names:
        for shift in case.shifts:
            if not shift.contact:
                continue
            heads = sum(
                float(crew.heads.mean())
                for crew, fact in zip(network.crews, winter.crews, strict=True)
                if (fact.locality, fact.shift) == (locality, shift.shift)
            )
            found.append(
                Lever(
                    f"{shift.shift} {locality}",
                    "duties",
                    locality,
                    round(heads),
                    prices.duty_of(case, shift.shift),
                    shift.shift,
                    _band(result, locality, set(shift.contact)),
                )
            )
    if network.triage_slots is not None:
        slots = round(float(network.triage_slots.mean()))
        found.append(Lever("triage", "slots", "triage", slots, prices.triage_slot))
    return tuple(found)


def _band(result: Result, locality: str, bands: set[str]) -> str:
    node = [fact.name for fact in result.winter.nodes].index(f"home {locality}")
    blocked = result.outcome.tally.blocked.sum(axis=0, dtype=np.float64)
    days: Counter[str] = Counter()
    network = result.winter.network
    for part, band in enumerate(network.part_band):
        name = network.bands[band]
        if name in bands:
            days[name] += float(blocked[node, part])  # type: ignore[assignment]
            units = [i for i, fact in enumerate(result.winter.nodes) if fact.kind == "unit"]
            days[name] += float(blocked[units, part].sum())  # type: ignore[assignment]
    most = max(days, key=lambda name: days[name], default="")
    return most if most and days[most] > 0 else ""


def with_amounts(winter: Winter, levers: tuple[Lever, ...], amounts: tuple[int, ...]) -> Winter:
    """The winter with other amounts; shapes over weekdays are kept, and a duty more is worked by
    people like those on that shift.
    """
    network = winter.network
    nodes, crews, slots = list(network.nodes), list(network.crews), network.triage_slots
    names = [fact.name for fact in winter.nodes]
    beds: dict[str, int] = {}
    for lever, amount in zip(levers, amounts, strict=True):
        more = amount - lever.now
        if more == 0:
            continue
        if lever.kind == "slots":
            assert slots is not None
            slots = np.maximum(0, np.round(slots * (amount / max(1, lever.now)))).astype(np.int64)
        elif lever.kind == "beds":
            node = names.index(lever.target)
            nodes[node] = replace(nodes[node], capacity=(nodes[node].capacity + more).clip(0))
            beds[lever.target] = amount
        else:
            mine = [
                i
                for i, fact in enumerate(winter.crews)
                if (fact.locality, fact.shift) == (lever.target, lever.shift)
            ]
            weight = np.array([float(crews[i].heads.mean()) for i in mine])
            share = weight / weight.sum() if weight.sum() > 0 else np.full(len(mine), 1 / len(mine))
            for i, part in zip(mine, share, strict=True):
                crews[i] = replace(crews[i], heads=(crews[i].heads + more * part).clip(0))
    units = tuple(
        u.model_copy(update={"beds": beds[u.unit]}) if u.unit in beds else u
        for u in winter.case.units
    )
    return replace(
        winter,
        case=with_tables(winter.case, {"units": units}) if beds else winter.case,
        network=replace(network, nodes=tuple(nodes), crews=tuple(crews), triage_slots=slots),
    )


def pattern_for(case: Case, shift: str) -> Pattern | None:
    """The pattern whose people work a shift most often; None when none has it."""
    with_it = [p for p in case.patterns if shift in p.cycle]
    return max(
        with_it,
        key=lambda p: (
            p.cycle.count(shift) / sum(entry != OFF for entry in p.cycle),
            p.cycle.count(shift) / len(p.cycle),
        ),
        default=None,
    )


def people_for(pattern: Pattern, shift: str, duties: int) -> int:
    """People on a pattern who work so many duties a day on a shift."""
    return int(np.ceil(duties * len(pattern.cycle) / pattern.cycle.count(shift) - 1e-9))


def people_more(case: Case, levers: tuple[Lever, ...], amounts: tuple[int, ...]) -> dict[str, int]:
    """People more on each pattern that give the further duties, each on the pattern that has its
    shift most often.
    """
    people: dict[str, int] = {}
    for lever, amount in zip(levers, amounts, strict=True):
        pattern = pattern_for(case, lever.shift) if lever.kind == "duties" else None
        if pattern is not None and amount > lever.now:
            number = people_for(pattern, lever.shift, amount - lever.now)
            people[pattern.pattern] = people.get(pattern.pattern, 0) + number
    return people
