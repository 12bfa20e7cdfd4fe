"""Why is it so, and what else could be done?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rosterer.commands.talk import print_json, say

if TYPE_CHECKING:
    from rosterer.commands.asking import Options

EXAMPLE = "rosterer explain case plan why --person p012 --date 2026-11-05"
QUESTIONS = ("why", "why-not", "who", "takes", "conflicts", "worth")
SHOWN = 10
OF_WORTH = (
    "Each on every day, with everybody's duties kept and placements in parts; of the ledger's "
    "total, before what one more costs itself:"
)
OF_THE_CASE = ("conflicts",)
"""Questions that need no plan."""


def explain(
    case: Annotated[
        Path,
        typer.Argument(metavar="CASE", help="The case: a folder, a workbook or a .json document."),
    ],
    plan: Annotated[
        str,
        typer.Argument(
            metavar="PLAN",
            help="The plan: a folder, a workbook or a .json document; left out for conflicts.",
        ),
    ],
    question: Annotated[
        str | None,
        typer.Argument(
            metavar="[QUESTION]",
            help="What is asked: why (the default), why-not, who, takes, conflicts, or worth.",
        ),
    ] = None,
    person: Annotated[
        str | None, typer.Option(metavar="ID", help="A person: their duty, or day off, on --date.")
    ] = None,
    referral: Annotated[
        str | None, typer.Option(metavar="ID", help="A referral: why it waits or is not served.")
    ] = None,
    short: Annotated[
        str | None, typer.Option(metavar="ID", help="A place or unit that is short on --date.")
    ] = None,
    bed: Annotated[
        str | None, typer.Option(metavar="UNIT", help="A unit whose beds are empty on --date.")
    ] = None,
    day: Annotated[
        str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="The day that is meant.")
    ] = None,
    band: Annotated[
        str | None, typer.Option(metavar="ID", help="Of --short: the part of the day.")
    ] = None,
    skill: Annotated[
        str | None, typer.Option(metavar="ID", help="Of --short: what is lacking.")
    ] = None,
    shift: Annotated[
        str | None,
        typer.Option(metavar="ID", help="why-not: the shift that --person could do; who: the gap."),
    ] = None,
    off: Annotated[bool, typer.Option("--off", help="why-not: --person could be off.")] = False,
    instead_of: Annotated[
        str | None,
        typer.Option(metavar="ID", help="why-not: whose duty --person could do."),
    ] = None,
    option: Annotated[
        str | None, typer.Option(metavar="ID", help="why-not: what --referral could start.")
    ] = None,
    unserved: Annotated[
        bool, typer.Option("--unserved", help="why-not: --referral could wait.")
    ] = False,
    where: Annotated[
        str | None,
        typer.Option(metavar="ID", help="why-not, who: the unit or place; a referral's units."),
    ] = None,
    settle: Annotated[
        float,
        typer.Option(
            metavar="SECONDS",
            min=0,
            max=3600,
            help="why-not: for settling the rest of each plan; 0 to leave it out.",
        ),
    ] = 20.0,
    confirm: Annotated[
        int,
        typer.Option(
            metavar="N", min=0, max=100, help="worth: how many of the dearest are solved again."
        ),
    ] = 10,
    names: Annotated[
        bool, typer.Option("--names/--no-names", help="Call the staff by their names.")
    ] = True,
    json: Annotated[
        bool, typer.Option("--json", help="Print the answer as one JSON object on stdout.")
    ] = False,
) -> None:
    """Answer a question about a plan: which limits make it so, with their numbers."""
    from rosterer.commands.asking import known_question, question_of
    from rosterer.explain.ask import answered, require_known
    from rosterer.explain.grounds import Grounds
    from rosterer.files import load_case, load_plan

    if question is None and plan in OF_THE_CASE:
        question = plan
    question = known_question(question or "why", QUESTIONS)
    if question in OF_THE_CASE:
        _tell_conflicts(case, names=names, json=json)
        return
    if question == "worth":
        _tell_worth(case, Path(plan), confirm, json=json)
        return
    options: dict[str, str | bool | None] = {
        "person": person,
        "referral": referral,
        "short": short,
        "bed": bed,
        "date": day,
        "band": band,
        "skill": skill,
        "shift": shift,
        "off": off,
        "instead-of": instead_of,
        "option": option,
        "unserved": unserved,
        "where": where,
    }
    if question == "who":
        _tell_candidates(case, Path(plan), options, names=names, json=json)
        return
    if question == "takes":
        _tell_takes(case, Path(plan), options, names=names, json=json)
        return
    asked = question_of(question, options)
    known, made = load_case(case), load_plan(Path(plan))
    require_known(known, asked)
    answer = answered(Grounds(known, made, show_names=names), asked, seconds=settle)
    if json:
        print_json(answer.model_dump(mode="json"))
    else:
        for line in answer.told:
            say(line)


def _tell_candidates(
    case: Path, plan: Path, options: "Options", *, names: bool, json: bool
) -> None:
    from rosterer.candidates import candidates
    from rosterer.commands.asking_who import asked_of
    from rosterer.files import load_case, load_plan
    from rosterer.session import session

    asked = asked_of(options)
    found = candidates(session(load_case(case), load_plan(plan), show_names=names), asked)
    if json:
        print_json(found.model_dump(mode="json"))
    else:
        for line in found.told:
            say(line)


def _tell_takes(case: Path, plan: Path, options: "Options", *, names: bool, json: bool) -> None:
    from rosterer.commands.asking import takes_of
    from rosterer.explain.ask import require_known
    from rosterer.explain.grounds import Grounds
    from rosterer.explain.takes import what_it_takes
    from rosterer.files import load_case, load_plan

    asked = takes_of(options)
    known, made = load_case(case), load_plan(plan)
    require_known(known, asked)
    found = what_it_takes(Grounds(known, made, show_names=names), asked)
    if json:
        print_json(found.model_dump(mode="json"))
    else:
        for line in found.told:
            say(line)


def _tell_conflicts(case: Path, *, names: bool, json: bool) -> None:
    from rosterer.explain.conflicts import conflicts_of
    from rosterer.files import load_case

    found = conflicts_of(load_case(case), show_names=names)
    if json:
        print_json({"conflicts": [one.model_dump(mode="json") for one in found]})
        return
    if not found:
        say("Fixed duties, kept lines, limits and rules of the case do not contradict one another.")
    for one in found:
        say(one.sentence)


def _tell_worth(case: Path, plan: Path, confirm: int, *, json: bool) -> None:
    from rosterer.explain.worth import worth_of
    from rosterer.files import load_case, load_plan

    found = worth_of(load_case(case), load_plan(plan), confirmed=confirm)
    if json:
        print_json({"worth": [one.model_dump(mode="json") for one in found]})
        return
    if not found:
        say("One more of anything would be worth nothing: everybody's duties serve all there is.")
        return
    say(OF_WORTH)
    solved = [one for one in found if one.pounds is not None]
    for one in solved or found[:SHOWN]:
        say(f"  {one.sentence}")
    left = len(found) - len(solved or found[:SHOWN])
    if left:
        say(f"  … and {left} more by price alone; --json has them all")
