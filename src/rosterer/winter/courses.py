"""Which stages of care does each option have in each locality, where, for how long, with how much
care, and what follows?
"""

from dataclasses import dataclass

from rosterer.winter.abilities import Abilities
from rosterer.winter.conditions import Conditions
from rosterer.winter.places import Localities
from rosterer.winter.staff import bands_of
from rosterer.winter.winters import BOUGHT_IN
from rosterer_models.simulation import stays
from rosterer_models.simulation.network import Node, StageOfCare
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.changing import UnknownNameError
from rosterer_models.vocabulary.place import Unit
from rosterer_models.vocabulary.referral import BandMinutes, Stage

LOOK_AHEAD_DAYS = 7
"""A package starts when its first week of care is free by plan."""

Key = tuple[str, int, str]
"""Option, number of the stage, locality."""


def options_of(case: Case) -> dict[str, list[Stage]]:
    """The stages of each option, in order."""
    found: dict[str, list[Stage]] = {}
    for stage in sorted(case.options, key=lambda s: s.stage):
        found.setdefault(stage.option, []).append(stage)
    return found


@dataclass(frozen=True)
class Courses:
    """Stages in the network's order, the place of each among them, and what to beware of."""

    stages: tuple[StageOfCare, ...]
    index: dict[Key, int]
    warnings: tuple[str, ...]

    def first(self, options: dict[str, list[Stage]], option: str, locality: str) -> int:
        """Where an option begins."""
        return self.index[option, options[option][0].stage, locality]


def courses_of(
    case: Case,
    conditions: Conditions,
    places: Localities,
    abilities: Abilities,
    nodes: list[Node],
) -> Courses:
    """Every stage of every option in every locality."""
    options, names = options_of(case), [node.name for node in nodes]
    keys = [
        (option, stage.stage, place)
        for option, steps in options.items()
        for stage in steps
        for place in places.names
    ]
    index = {key: i for i, key in enumerate(keys)}
    curves: dict[str, dict[int, int]] = {}
    for point in case.stays:
        curves.setdefault(point.stay, {})[point.day] = point.per_mille
    found, warnings = [], []
    for option, number, place in keys:
        stage = next(s for s in options[option] if s.stage == number)
        following = next((s.stage for s in options[option] if s.stage > number), None)
        then = (
            ((index[option, following, place], 1.0),)
            if following is not None
            else _returns(conditions, options, index, option, place)
        )
        name = f"{option}.{number} {place}"
        if stage.setting == "home" and stage.has_care:
            found.append(
                StageOfCare(
                    name,
                    (names.index(f"home {place}"),),
                    _stay(curves, stage, None),
                    load_start=_care(case, abilities, stage.minutes, stage),
                    load_end=_care(
                        case,
                        abilities,
                        stage.minutes_end if stage.taper_days else stage.minutes,
                        stage,
                    ),
                    taper_days=stage.taper_days,
                    look_ahead=LOOK_AHEAD_DAYS,
                    then=then,
                )
            )
            continue
        units = _units(case, stage)
        where = [names.index(u.unit) for u in units]
        where += [i for i, name in enumerate(names) if name == f"spot {stage.setting}"]
        if stage.setting != "home":
            warnings += _want_of_room(option, units, bool(where))
        longest = min((u.longest_stay for u in units if u.longest_stay), default=None)
        found.append(
            StageOfCare(
                name,
                tuple(where) or (names.index(BOUGHT_IN),),
                _stay(curves, stage, longest),
                then=then,
            )
        )
    return Courses(tuple(found), index, tuple(warnings))


def _units(case: Case, stage: Stage) -> list[Unit]:
    """Units that may take somebody for a stage."""
    return [
        unit
        for unit in case.units
        if unit.kind == stage.setting and (not unit.accepts or stage.option in unit.accepts)
    ]


def _want_of_room(option: str, units: list[Unit], has_place: bool) -> list[str]:
    if not has_place:
        return [f"No unit takes option {option}; it is simulated as bought in."]
    if units and not any(unit.beds for unit in units):
        return [f"No unit that takes option {option} has a bed."]
    return []


def _stay(curves: dict[str, dict[int, int]], stage: Stage, longest: int | None) -> stays.Stay:
    if stage.days is not None:
        return stays.constant(min(stage.days, longest or stage.days))
    return stays.surviving(curves[stage.stay or ""], longest)


def _care(
    case: Case, abilities: Abilities, minutes: BandMinutes, stage: Stage
) -> tuple[float, ...]:
    """Care of a package in each part."""
    return tuple(
        float(minutes.get(band, 0) * stage.carers) if stage.skill in skills else 0.0
        for skills in abilities.sets
        for band in bands_of(case)
    )


def _returns(
    conditions: Conditions,
    options: dict[str, list[Stage]],
    index: dict[Key, int],
    option: str,
    place: str,
) -> tuple[tuple[int, float], ...]:
    """Where people whose last stage ends come back to."""
    rows = [row for row in conditions.returning if row.option == option]
    unknown = [row.to for row in rows if row.to not in options]
    if unknown:
        raise UnknownNameError(f"there is no option {unknown[0]!r} in the case")
    return tuple(
        (index[row.to, options[row.to][0].stage, place], row.percent / 100) for row in rows
    )
