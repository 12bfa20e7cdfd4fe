"""Which rota staffs the capacity that was found?

The case gets the beds found and, where more people are needed on duty, copies of its pattern people
with phases spread over the cycle; the joint model then makes the plan.
"""

from pathlib import Path

from rosterer.referee.words import counted
from rosterer.winter.search import Found
from rosterer.winter.study import Result
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.changing import with_tables
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.shift import OFF


def staffed_case(case: Case, base: Result, found: Found) -> Case:
    """The case with the capacity found: beds of units, and more pattern people in each locality
    (never fewer).
    """
    beds = {
        lever.name: amount
        for lever, amount in zip(found.levers, found.amounts, strict=True)
        if lever.kind == "beds"
    }
    units = tuple(
        u.model_copy(update={"beds": beds[u.unit]}) if u.unit in beds else u for u in case.units
    )
    patterns = {p.pattern: p for p in case.patterns}
    people = list(case.people)
    for lever, amount in zip(found.levers, found.amounts, strict=True):
        more = amount - lever.now
        if lever.kind == "slots" or more <= 0:
            continue
        if lever.kind == "beds":
            node = base.winter.network.nodes[lever.node]
            more = 0 if node.heads is None else round(more / node.per_head + 0.499)
            models = [p for p in case.people if p.pattern is not None]
        else:
            place = lever.name.removeprefix("home ")
            models = [
                p
                for p in case.people
                if p.pattern is not None and base.winter.localities.of.get(p.home) == place
            ]
        if models:
            cycle = patterns[str(models[0].pattern)].cycle
            people += _copies(
                models,
                round(more * len(cycle) / sum(e != OFF for e in cycle) + 0.499),
                lever.name.replace(" ", "-"),
                case,
            )
    triage = case.triage
    for lever, amount in zip(found.levers, found.amounts, strict=True):
        if lever.kind == "slots":
            triage = tuple(
                row.model_copy(update={"slots": round(row.slots * amount / max(1, lever.now))})
                for row in case.triage
            )
    return with_tables(case, {"units": units, "people": tuple(people), "triage": triage})


def _copies(models: list[Person], number: int, name: str, case: Case) -> list[Person]:
    length = {p.pattern: len(p.cycle) for p in case.patterns}
    made = []
    for i in range(number):
        model = models[i % len(models)]
        phase = ((model.phase or 0) + i) % length[str(model.pattern)]
        made.append(
            model.model_copy(
                update={
                    "person": f"new-{name[:40]}-{i + 1}",
                    "name": "",
                    "phase": phase,
                    "balance_hours": 0.0,
                }
            )
        )
    return made


def staff(case: Case, base: Result, found: Found, out: Path, seconds: float, seed: int) -> str:
    """Solve the staffed case, write its plan beside the case, and say so."""
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
    more = len(larger.people) - len(case.people)
    return (
        f"{counted(more, 'person', 'people')} more; the rota that staffs it is in {out}, "
        f"its case in {out.with_name('case')}."
    )
