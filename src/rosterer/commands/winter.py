"""How does a winter look under several scenarios, and what capacity would make it bearable?"""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from rosterer.commands.talk import print_json, say

EXAMPLE = "rosterer winter case --scenario harsh.toml --out winter"


def winter(
    case: Annotated[
        Path, typer.Argument(metavar="CASE", help="The case: a folder or a .json document.")
    ],
    out: Annotated[
        Path,
        typer.Option(metavar="DIR", help="Folder for report.html, the tables and result.json."),
    ],
    scenario: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="A scenario in TOML; the first is the base. None: the case as it is.",
        ),
    ] = None,
    plan: Annotated[
        Path | None,
        typer.Option(metavar="PLAN", help="A plan whose rota staffs beds and care at home."),
    ] = None,
    runs: Annotated[int, typer.Option(min=2, help="Most replications.")] = 1000,
    weeks: Annotated[
        int, typer.Option(min=1, max=104, help="Length of the winter from the case's first day.")
    ] = 26,
    seed: Annotated[int, typer.Option(min=0, help="Equal seeds give equal numbers.")] = 1,
    precision: Annotated[
        float | None,
        typer.Option(
            min=0.0005,
            max=0.5,
            help="Stop when the mean delay is known to this fraction; none: always --runs.",
        ),
    ] = None,
    localities: Annotated[
        int, typer.Option(min=1, max=40, help="Pools into which care at home falls, at most.")
    ] = 3,
    levels: Annotated[
        str,
        typer.Option(
            metavar="N,N,…",
            help="Delayed people from which each warning level begins; else centiles of the base.",
        ),
    ] = "",
    bed_day: Annotated[float, typer.Option(min=0, help="Pounds a staffed bed day.")] = 150.0,
    duty: Annotated[
        float | None,
        typer.Option(min=0, help="Pounds a duty at home; else mean pay times mean paid hours."),
    ] = None,
    triage_slot: Annotated[float, typer.Option(min=0, help="Pounds a triage slot.")] = 60.0,
    find_capacity: Annotated[
        bool,
        typer.Option("--find-capacity", help="Search beds, people and triage slots for the base."),
    ] = False,
    service_level: Annotated[
        float | None,
        typer.Option(
            min=0, max=1, help="With --find-capacity: least share of people within the standard."
        ),
    ] = None,
    service_winters: Annotated[
        float | None,
        typer.Option(
            min=0.05,
            max=0.99,
            help="In which share of the winters --service-level must be reached; else on average.",
        ),
    ] = None,
    most_people: Annotated[
        int | None,
        typer.Option(min=0, metavar="N", help="With --find-capacity: hire at most so many people."),
    ] = None,
    staff_seconds: Annotated[
        float | None,
        typer.Option(
            min=1,
            metavar="SECONDS",
            help="With --find-capacity: solve for the rota of what was found, and simulate it.",
        ),
    ] = None,
    validate: Annotated[
        Path | None,
        typer.Option(
            metavar="HISTORY",
            help="Replay what arrived and compare with what happened, instead of scenarios.",
        ),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print the figures as one JSON object on stdout.")
    ] = False,
) -> None:
    """Simulate a winter under scenarios, and write a report that can go to a board."""
    from rosterer.files import BadInput, Fault, load_case, load_plan
    from rosterer.winter.fingerprints import fingerprint_of, why_stale
    from rosterer.winter.prices import CapacityPrices
    from rosterer.winter.report import write
    from rosterer.winter.scenarios import read_scenarios
    from rosterer.winter.search import find_capacity as search
    from rosterer.winter.study import study
    from rosterer_models.vocabulary.change import Scenario

    known = load_case(case)
    rota = load_plan(plan) if plan is not None else None
    scenarios = read_scenarios(scenario or []) or [Scenario(name="base")]
    names = [one.name for one in scenarios]
    if len(set(names)) < len(names):
        raise BadInput(
            [Fault("--scenario", "two scenarios have the same name", "give each a name of its own")]
        )
    try:
        thresholds = tuple(sorted(float(text) for text in levels.split(","))) if levels else None
    except ValueError as failure:
        raise BadInput(
            [Fault("--levels", f"{levels!r} is no list of numbers", "write such as 20,40,60")]
        ) from failure
    if validate is not None:
        from rosterer.winter.validate import replay

        replayed = replay(known, validate, rota, runs, seed, localities)
        out.mkdir(parents=True, exist_ok=True)
        replayed.table.to_csv(out / "validation.csv", index=False, float_format="%.6g")
        say(replayed.sentence)
        if json:
            print_json(replayed.summary)
        return
    prices = CapacityPrices(bed_day, duty, triage_slot)
    done = study(known, scenarios, runs, weeks, seed, rota, localities, precision, tell=say)
    found = (
        search(
            done.base,
            prices,
            seed,
            service_level=service_level,
            winters=service_winters,
            most_people=most_people,
            tell=say,
        )
        if find_capacity
        else None
    )
    if found is not None and staff_seconds is not None:
        from rosterer.winter.staffing import staff

        words, staffed = staff(known, done.base, found, out / "plan", staff_seconds, seed)
        done = replace(done, results=(*done.results, staffed))
        say(words)
    stale = why_stale(out, known, scenarios, rota)
    if stale:
        say(f"The result kept in {out} was stale ({'; '.join(stale)}); it is replaced.")
    written = write(
        out, done, prices, thresholds, found, "" if rota is None else fingerprint_of(rota)
    )
    for result in done.results:
        for check in result.checks:
            if not check.passed:
                say(f"{result.scenario.name}: {check.sentence}")
    if json:
        print_json(written.summary)
    say(f"Report written to {out / 'report.html'}.")
