"""Do options, stays, expected arrivals and the census fit together?"""

import itertools
from collections import defaultdict
from collections.abc import Iterator

from rosterer.files.checks.look import doubtful_words, entries, fault_at
from rosterer.files.checks.references import HOME
from rosterer.files.faults import Fault
from rosterer.files.tables import Draft, Entry
from rosterer_models.vocabulary.place import Unit
from rosterer_models.vocabulary.referral import ArrivalClass, Occupant, Stage, StayPoint


def rising_stays(draft: Draft) -> Iterator[Fault]:
    """Nobody comes back: a survival curve never rises."""
    curves: dict[str, list[Entry[StayPoint]]] = defaultdict(list)
    for entry in entries(draft, "stays", StayPoint):
        curves[entry.fact.stay].append(entry)
    for points in curves.values():
        points.sort(key=lambda entry: entry.fact.day)
        for before, after in itertools.pairwise(points):
            if after.fact.per_mille > before.fact.per_mille:
                message = (
                    f"rises from {before.fact.per_mille} on day {before.fact.day} to "
                    f"{after.fact.per_mille} on day {after.fact.day}"
                )
                yield fault_at(
                    draft,
                    "stays",
                    after,
                    "per_mille",
                    message,
                    "a survival curve stays level or falls",
                )


def broken_options(draft: Draft) -> Iterator[Fault]:
    """The stages of an option are 1, 2, …; they have one pathway; a unit of each kind accepts
    it.
    """
    options = _stages(draft)
    units = [entry.fact for entry in entries(draft, "units", Unit)]
    kinds_in_doubt = doubtful_words(draft, "units", "kind") | (
        {"hub"} if "units" in draft.tables and draft.tables["units"].doubtful else set()
    )
    for option, stages in options.items():
        ordered = sorted(stages.values(), key=lambda entry: entry.fact.stage)
        first = ordered[0]
        for place, entry in enumerate(ordered, start=1):
            if entry.fact.stage != place:
                message = f"option {option!r} has stage {entry.fact.stage} but no stage {place}"
                yield fault_at(
                    draft, "options", entry, "stage", message, "number its stages 1, 2, …"
                )
                break
        for entry in ordered:
            if entry.fact.pathway != first.fact.pathway:
                message = f"option {option!r} has pathway {first.fact.pathway} in row {first.row}"
                yield fault_at(
                    draft, "options", entry, "pathway", message, "give all its stages the same"
                )
            of_kind = [unit for unit in units if unit.kind == entry.fact.setting]
            refused = of_kind and not any(
                not unit.accepts or option in unit.accepts for unit in of_kind
            )
            if refused and entry.fact.setting not in kinds_in_doubt:
                message = f"no unit of kind {entry.fact.setting!r} accepts option {option!r}"
                yield fault_at(
                    draft, "options", entry, "setting", message, "add it to a unit's accepts"
                )


def unlike_classes(draft: Draft) -> Iterator[Fault]:
    """All rows of an arrival class are alike, and it has somewhere to go."""
    first_rows: dict[str, Entry[ArrivalClass]] = {}
    for entry in entries(draft, "expected", ArrivalClass):
        first = first_rows.setdefault(entry.fact.arrival_class, entry)
        for column in ("home", "where", "priority", "options"):
            if getattr(entry.fact, column) != getattr(first.fact, column):
                message = f"differs from row {first.row} of class {entry.fact.arrival_class!r}"
                yield fault_at(
                    draft,
                    "expected",
                    entry,
                    column,
                    message,
                    "make them alike, or name another class",
                )
        if not entry.fact.options:
            yield fault_at(
                draft, "expected", entry, "options", "the class has no option", "name at least one"
            )


def misplaced_occupants(draft: Draft) -> Iterator[Fault]:
    """Whoever is in the census is in a stage that exists, in a unit of its kind, with a home where
    one is needed.
    """
    options = _stages(draft)
    in_doubt = doubtful_words(draft, "options", "option")
    kinds = {entry.fact.unit: entry.fact.kind for entry in entries(draft, "units", Unit)}
    for entry in entries(draft, "census", Occupant):
        occupant = entry.fact
        if occupant.option not in options or occupant.option in in_doubt:
            continue
        stages = options[occupant.option]
        if occupant.stage not in stages:
            message = f"option {occupant.option!r} has no stage {occupant.stage}"
            yield fault_at(
                draft,
                "census",
                entry,
                "stage",
                message,
                f"it has {', '.join(str(stage) for stage in sorted(stages))}",
            )
            continue
        setting = stages[occupant.stage].fact.setting
        if setting == HOME and occupant.unit is not None:
            yield fault_at(
                draft,
                "census",
                entry,
                "unit",
                "this stage is at home",
                "clear the unit or correct the stage",
            )
        elif setting != HOME and occupant.unit is None:
            yield fault_at(
                draft,
                "census",
                entry,
                "unit",
                f"this stage is in a unit of kind {setting!r}",
                "name the unit",
            )
        elif (
            setting != HOME
            and setting in kinds.values()
            and kinds.get(occupant.unit or "", setting) != setting
        ):
            message = (
                f"{occupant.unit!r} is of kind {kinds[occupant.unit or '']!r}, and this "
                f"stage is in a unit of kind {setting!r}"
            )
            yield fault_at(
                draft, "census", entry, "unit", message, "correct the unit, the option or the stage"
            )
        later = [stage.fact.setting for number, stage in stages.items() if number >= occupant.stage]
        if HOME in later and occupant.home is None:
            yield fault_at(
                draft,
                "census",
                entry,
                "home",
                "care at home is or will be given",
                "name the place where they live",
            )


def _stages(draft: Draft) -> dict[str, dict[int, Entry[Stage]]]:
    options: dict[str, dict[int, Entry[Stage]]] = defaultdict(dict)
    in_doubt = doubtful_words(draft, "options", "option")
    for entry in entries(draft, "options", Stage):
        if entry.fact.option not in in_doubt:
            options[entry.fact.option].setdefault(entry.fact.stage, entry)
    return options
