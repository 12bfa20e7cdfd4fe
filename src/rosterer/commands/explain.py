"""Why is it so, and what else could be done?"""

from pathlib import Path
from typing import Annotated

import typer

from rosterer.commands.talk import print_json, say

EXAMPLE = "rosterer explain case plan why --person p012 --date 2026-11-05"
QUESTIONS = ("why",)


def explain(
    case: Annotated[
        Path,
        typer.Argument(metavar="CASE", help="The case: a folder, a workbook or a .json document."),
    ],
    plan: Annotated[
        Path,
        typer.Argument(metavar="PLAN", help="The plan: a folder, a workbook or a .json document."),
    ],
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="What is asked: why.")
    ] = "why",
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
    names: Annotated[
        bool, typer.Option("--names/--no-names", help="Call the staff by their names.")
    ] = True,
    json: Annotated[
        bool, typer.Option("--json", help="Print the answer as one JSON object on stdout.")
    ] = False,
) -> None:
    """Answer a question about a plan: which limits make it so, with their numbers."""
    from rosterer.commands.asking import known_question, question_of
    from rosterer.explain.ask import require_known, why
    from rosterer.explain.grounds import Grounds
    from rosterer.files import load_case, load_plan

    known_question(question, QUESTIONS)
    asked = question_of(
        {
            "person": person,
            "referral": referral,
            "short": short,
            "bed": bed,
            "date": day,
            "band": band,
            "skill": skill,
        }
    )
    known, made = load_case(case), load_plan(plan)
    require_known(known, asked)
    answer = why(Grounds(known, made, show_names=names), asked)
    if json:
        print_json(answer.model_dump(mode="json"))
    else:
        for line in answer.told:
            say(line)
