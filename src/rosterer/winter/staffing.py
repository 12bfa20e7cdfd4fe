"""Which rota staffs the capacity that was found, and does it do in the winter what was promised?

The scenario's case gets the beds and slots found and, for the further duties, people on patterns
that have their shift, with phases spread over the cycle; the joint model makes the plan; and the
same winter is simulated again with the people and the rota of that plan.
"""

from dataclasses import replace
from pathlib import Path

from rosterer.referee.words import counted
from rosterer.winter.calendar import carried_on
from rosterer.winter.changed import in_order
from rosterer.winter.conditions import conditions_of
from rosterer.winter.levers import pattern_for, people_for
from rosterer.winter.search import Found
from rosterer.winter.study import Result, result_of, stayed_of
from rosterer.winter.supply import footing_of
from rosterer.winter.translate import winter_of
from rosterer.winter.trials import share_reached
from rosterer_models.simulation.run import simulate
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.changing import applied, with_tables
from rosterer_models.vocabulary.person import Person

FOUND = "found-and-staffed"
"""The name of the winter with what was found and its rota."""


def staffed_case(case: Case, base: Result, found: Found) -> Case:
    """The scenario's case with the capacity found: beds, slots, and people for the further duties
    (never fewer than there are).
    """
    case = applied(case, [change for _, change in in_order(base.scenario.change)])
    beds = {
        lever.target: amount
        for lever, amount in zip(found.levers, found.amounts, strict=True)
        if lever.kind == "beds"
    }
    units = tuple(
        u.model_copy(update={"beds": beds[u.unit]}) if u.unit in beds else u for u in case.units
    )
    people, triage = list(case.people), case.triage
    for lever, amount in zip(found.levers, found.amounts, strict=True):
        if lever.kind == "slots":
            triage = tuple(
                row.model_copy(update={"slots": round(row.slots * amount / max(1, lever.now))})
                for row in case.triage
            )
        elif lever.kind == "duties" and amount > lever.now:
            people += _new_people(case, base, lever.target, lever.shift, amount - lever.now)
    return with_tables(case, {"units": units, "people": tuple(people), "triage": triage})


def _new_people(case: Case, base: Result, place: str, shift: str, duties: int) -> list[Person]:
    pattern = pattern_for(case, shift)
    nearby = [p for p in case.people if base.winter.localities.of.get(p.home) == place]
    models = [p for p in nearby if p.kind == "pattern"] or [
        p for p in case.people if p.kind == "pattern"
    ]
    if pattern is None or not models:
        return []
    same = [p for p in models if p.pattern == pattern.pattern] or models
    length = len(pattern.cycle)
    return [
        same[i % len(same)].model_copy(
            update={
                "person": f"new-{place[:24]}-{shift}-{i + 1}".replace(" ", "-"),
                "name": "",
                "pattern": pattern.pattern,
                "phase": i % length,
                "line_rule": "kept",
                "patterns": (),
                "nights": True,
                "history_from": None,
                "balance_hours": 0.0,
            }
        )
        for i in range(people_for(pattern, shift, duties))
    ]


def staff(
    case: Case, base: Result, found: Found, out: Path, seconds: float, seed: int
) -> tuple[str, Result]:
    """Solve the staffed case, write its plan beside the case, and simulate the winter with them:
    a sentence, and the result.
    """
    from rosterer.files import save_case, save_plan
    from rosterer.solve import solve

    larger = staffed_case(case, base, found)
    solution = solve(larger, time_limit=seconds, seed=seed)
    save_case(larger, out.with_name("case"))
    save_plan(
        solution.plan,
        out,
        case=larger,
        summary=solution.summary,
        cover=solution.cover,
        occupancy=solution.occupancy,
    )
    more = len(larger.people) - len(applied(case, base.scenario.change).people)
    words = (
        f"{counted(more, 'person', 'people')} more; the rota that staffs it is in {out}, its case "
        f"in {out.with_name('case')}; the winter {FOUND} is simulated with both."
    )
    days = base.winter.network.days
    whole, notes = carried_on(larger, days)
    # what the scenario dates beyond the case's own days stands in its carried case
    later = base.winter.case
    ground = with_tables(
        later,
        {
            "people": whole.people,
            "availability": whole.availability,
            "units": whole.units,
            "triage": _scaled_triage(later, base, found),
        },
    )
    footing = replace(
        footing_of(larger, solution.plan, len(base.winter.localities.names)),
        localities=base.winter.localities,
    )
    scenario = base.scenario.model_copy(update={"name": FOUND})
    conditions = conditions_of(base.scenario)
    winter = winter_of(ground, conditions, days // 7, footing=footing, notes=notes)
    outcome = simulate(winter.network, base.outcome.runs, base.outcome.seed)
    result = result_of(scenario, winter, outcome, stayed_of(winter, outcome))
    return f"{words} {_kept(found, result)}", result


def _kept(found: Found, staffed: Result) -> str:
    """What becomes of what was found when a rota has to staff it."""
    reached, promised = share_reached(staffed, found.service_winters), found.best.share
    where = "" if found.service_winters is None else f" in {found.service_winters:.0%} of winters"
    words = (
        f"With that rota {reached:.1%} start within the standard{where}; {promised:.1%} by the "
        "search, which knew no rota"
    )
    if found.service_level is not None and reached < found.service_level:
        return f"{words}. That is below the {found.service_level:.1%} asked for."
    return f"{words}."


def _scaled_triage(case: Case, base: Result, found: Found) -> object:
    for lever, amount in zip(found.levers, found.amounts, strict=True):
        if lever.kind == "slots":
            return tuple(
                row.model_copy(update={"slots": round(row.slots * amount / max(1, lever.now))})
                for row in case.triage
            )
    return case.triage
