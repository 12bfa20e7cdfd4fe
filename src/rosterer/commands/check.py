"""Does a plan keep every rule, and does it cost what it claims?"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rosterer.commands.exits import FOUND_SOMETHING
from rosterer.commands.talk import print_json, say

if TYPE_CHECKING:
    from rosterer.referee import Breach

EXAMPLE = "rosterer check case plan"
SHOWN_BREACHES = 40
"""What fits on a screen; ``--json`` has them all."""


def check(
    case: Annotated[
        Path, typer.Argument(metavar="CASE", help="The case: a folder or a .json document.")
    ],
    plan: Annotated[
        Path, typer.Argument(metavar="PLAN", help="The plan: a folder or a .json document.")
    ],
    json: Annotated[
        bool, typer.Option("--json", help="Print the verdict as one JSON object on stdout.")
    ] = False,
) -> None:
    """Judge a plan, whoever made it: rules, ledger, certificate. Ends with 1 when something is
    wrong.
    """
    from rosterer.cautions import cautions_of
    from rosterer.commands.ending import cautions_told
    from rosterer.explain.free_places import known_beside
    from rosterer.files import load_case, load_plan
    from rosterer.referee import judge
    from rosterer.standing import lost_words, standing_of

    known, made = load_case(case), load_plan(plan)
    for words in cautions_told(cautions_of(known)):
        say(words)
    verdict = judge(known, made, show_names=True)
    standing = standing_of(
        made, verdict, known=known_beside(known, made, verdict), read_from=known.losses
    )
    if json:
        document = verdict.model_dump(mode="json")
        print_json(document | {"standing": standing.model_dump(mode="json")})
    else:
        say(standing.sentence)
        for told in standing.details:
            if told.startswith("The certificate is not confirmed"):
                say(told)
        _say_lost(lost_words(dict.fromkeys((*made.losses, *known.losses))))
        say(verdict.summary)
        _say_breaches(verdict.broken)
        if verdict.inherited:
            say("What no plan can avoid:")
            _say_breaches(verdict.inherited)
    if not verdict.is_good:
        raise typer.Exit(FOUND_SOMETHING)


def _say_lost(sentences: "Sequence[str]") -> None:
    for sentence in sentences[:SHOWN_BREACHES]:
        say(sentence)
    if len(sentences) > SHOWN_BREACHES:
        say(f"… and {len(sentences) - SHOWN_BREACHES} more; --json has them all")


def _say_breaches(breaches: "Sequence[Breach]") -> None:
    for breach in breaches[:SHOWN_BREACHES]:
        say(f"  {breach.rule}: {breach.sentence}")
        if breach.follows:
            rules = ", ".join(sorted({other.rule for other in breach.follows}))
            say(f"    {len(breach.follows)} more follow from it: {rules}")
    if len(breaches) > SHOWN_BREACHES:
        say(f"  … and {len(breaches) - SHOWN_BREACHES} more; --json has them all")
