"""Does ``explain`` answer, and refuse what it cannot read in its own words?"""

import json
from pathlib import Path

import pytest
from tests.cases import small_case, small_plan
from typer.testing import CliRunner

from rosterer.cli import app
from rosterer.files import BadInput, save_case, save_plan


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder: Path = tmp_path_factory.mktemp("explain")
    save_case(small_case(), folder / "case.json")
    save_plan(small_plan(), folder / "plan.json")
    return ["explain", str(folder / "case.json"), str(folder / "plan.json")]


def test_an_answer_is_a_sentence_for_people_and_an_object_for_programs(files: list[str]) -> None:
    asked = [*files, "why", "--referral", "r1"]
    people = CliRunner().invoke(app(), asked)
    assert people.stdout == ""
    assert "r1 does not wait" in people.stderr
    programs = CliRunner().invoke(app(), [*asked, "--json"])
    answer = json.loads(programs.stdout)
    assert answer["question"] == {"about": "referral", "referral": "r1"}
    assert answer["is_so"] is False
    assert people.exit_code == programs.exit_code == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], ["asks about nothing"]),
        (
            ["--person", "ann", "--bed", "hub", "--date", "2026-10-05"],
            ["asks about person and bed"],
        ),
        (["--person", "ann"], ["--person needs a day"]),
        (["--referral", "r1", "--date", "2026-10-05"], ["--date says nothing beside --referral"]),
        (
            ["--person", "ann", "--date", "5 Oct", "--band", "morning"],
            ["'5 Oct' is not a date", "--band says nothing to why --person"],
        ),
        (["--person", "an n", "--date", "2026-10-05"], ["'an n' is not an id"]),
        (["--person", "annn", "--date", "2026-10-05"], ["did you mean 'ann'?"]),
        (["--bed", "hub2", "--date", "2026-10-05"], ["'hub2' is not in the case"]),
    ],
)
def test_what_cannot_be_asked_is_refused_with_all_that_is_wrong(
    files: list[str], options: list[str], told: list[str]
) -> None:
    result = CliRunner().invoke(app(), [*files, "why", *options])
    assert isinstance(result.exception, BadInput)
    for words in told:
        assert words in str(result.exception)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--bed", "hub", "--date", "2026-10-05"], ["give one of --person, --referral"]),
        (["--person", "ann", "--date", "2026-10-05"], ["nothing else is named"]),
        (
            ["--person", "ann", "--date", "2026-10-05", "--off", "--shift", "D"],
            ["--shift and --off at once"],
        ),
        (["--referral", "r1", "--option", "home-care"], ["--referral needs a day"]),
        (["--referral", "r1", "--unserved", "--off"], ["--off says nothing to why-not --referral"]),
        (
            ["--person", "ann", "--date", "2026-10-05", "--shift", "DD", "--where", "hubb"],
            ["'DD' is not in the case", "'hubb' is not in the case; did you mean 'hub'?"],
        ),
    ],
)
def test_what_cannot_be_done_instead_is_refused_too(
    files: list[str], options: list[str], told: list[str]
) -> None:
    result = CliRunner().invoke(app(), [*files, "why-not", *options])
    assert isinstance(result.exception, BadInput)
    for words in told:
        assert words in str(result.exception)


def test_what_could_be_done_instead_is_answered(files: list[str]) -> None:
    asked = ["--person", "dan", "--instead-of", "ann", "--date", "2026-10-05", "--json"]
    result = CliRunner().invoke(app(), [*files, "why-not", *asked])
    answer = json.loads(result.stdout)
    assert answer["question"]["about"] == "instead"
    assert "floats-back" in {reason["limit"] for reason in answer["reasons"]}


def test_another_question_is_refused_with_those_that_there_are(files: list[str]) -> None:
    result = CliRunner().invoke(app(), [*files, "wherefore", "--referral", "r1"])
    assert "'wherefore' is no question; known: " in str(result.exception)


def test_conflicts_need_no_plan(files: list[str]) -> None:
    people = CliRunner().invoke(app(), ["explain", files[1], "conflicts"])
    assert "do not contradict one another" in people.stderr
    programs = CliRunner().invoke(app(), ["explain", files[1], "conflicts", "--json"])
    assert json.loads(programs.stdout) == {"conflicts": []}
    with_plan = CliRunner().invoke(app(), [*files, "conflicts"])
    assert with_plan.exit_code == people.exit_code == 0


def test_who_can_take_a_duty_is_told_with_leaving_it_last(files: list[str]) -> None:
    asked = [*files, "who", "--person", "ann", "--date", "2026-10-06"]
    people = CliRunner().invoke(app(), asked)
    lines = people.stderr.splitlines()
    assert lines[0].startswith("D on Tue 6 Oct, now ann's: 1 person is suitable")
    assert lines[1].startswith("  dan: cash")
    assert lines[-1].startswith("  Leave it uncovered: 2 visits fewer")
    found = json.loads(CliRunner().invoke(app(), [*asked, "--json"]).stdout)
    assert found["people"][0]["person"] == "dan"
    assert people.exit_code == 0
    gap = [*files, "who", "--shift", "N", "--where", "hub", "--date", "2026-10-06"]
    assert "N on Tue 6 Oct in hub: " in CliRunner().invoke(app(), gap).stderr


def test_who_refuses_what_says_nothing_all_at_once(files: list[str]) -> None:
    asked = [*files, "who", "--where", "hub", "--date", "6 Oct", "--referral", "r1"]
    refused = CliRunner().invoke(app(), asked)
    assert refused.exit_code != 0
    told = str(refused.exception)
    for words in (
        "who asks about nothing",
        "--where says nothing to who --person",
        "'6 Oct' is not a date",
        "--referral says nothing to who",
    ):
        assert words in told
