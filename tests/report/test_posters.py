"""Does a team find its rota on one sheet, and each day on another, by name where that may be?"""

import re
from pathlib import Path

from rosterer.referee import judge
from rosterer.report.posters import day_sheets, write_posters
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Absence, Team
from rosterer_models.vocabulary.plan import Plan
from tests.cases import PEOPLE, changed, day, duty, small_case, small_plan


def posters(case: Case, plan: Plan, directory: Path, *, show_names: bool = True) -> dict[str, str]:
    """Pages by the names of their files."""
    files = write_posters(case, plan, judge(case, plan), directory, show_names=show_names)
    return {file.name: file.read_text() for file in files}


def test_each_team_with_people_has_a_poster_and_day_sheets(tmp_path: Path) -> None:
    case = small_case(teams=(Team(team="north", name="North"), Team(team="nobody")))
    pages = posters(case, small_plan(), tmp_path)
    assert list(pages) == ["poster-north.html", "days-north.html"]
    assert "<h1>North: rota</h1>" in pages["poster-north.html"]
    assert pages["days-north.html"].count("<h2>") == 7


def test_people_stand_by_name_namesakes_with_their_ids(tmp_path: Path) -> None:
    people = PEOPLE
    for person, name in (("ann", "Farah Fox"), ("ben", "Farah Fox"), ("cat", "Cat Cole")):
        people = changed(people, "person", person, name=name)
    pages = posters(small_case(people=people), small_plan(), tmp_path)
    for page in pages.values():
        assert all(words in page for words in ("Farah Fox (ann)", "Farah Fox (ben)", ">Cat Cole<"))
    hidden = posters(small_case(people=people), small_plan(), tmp_path, show_names=False)
    assert not any("Fox" in page or "Cole" in page for page in hidden.values())


def test_a_day_sheet_says_who_comes_when_where_and_whom_to_visit() -> None:
    case = small_case(absences=(Absence(person="dan", first_day=day(0), last_day=day(0)),))
    plan = small_plan(
        duties=(
            duty("ben", 0, "N", place="hub"),
            duty("ann", 0, place="A", band="morning", minutes=90),
            duty("ann", 0, place="B", band="morning", minutes=30),
            duty("cat", 1, place="hub"),
        )
    )
    monday, tuesday = day_sheets(case, plan, show_names=True)["north"][:2]
    assert [(one.label, one.start, one.where) for one in monday.duties] == [
        ("ann", "07:00", "visits"),
        ("ben", "19:00", "hub"),
    ]
    assert monday.duties[0].visits == ("morning, 07:00 to 13:00: A (1 h 30 min), then B (30 min)",)
    assert (monday.away, tuesday.away) == (("dan (AL)",), ())


def test_a_poster_marks_what_breaks_a_rule_and_leads_to_its_sentence(tmp_path: Path) -> None:
    breaking = Plan(duties=(duty("ann", 0), duty("ann", 1, "N", place="hub"), duty("ann", 2)))
    page = posters(small_case(), breaking, tmp_path)["poster-north.html"]
    targets = re.findall(r'<a href="#(duty-ann-[^"]+)">', page)
    assert targets
    assert all(f'id="{target}"' in page for target in targets)
    kept = posters(small_case(), small_plan(), tmp_path)["poster-north.html"]
    assert "What breaks a rule" not in kept


def test_on_paper_a_cell_has_the_short_code_of_its_unit(tmp_path: Path) -> None:
    units = tuple(one.model_copy(update={"short": "PH"}) for one in small_case().units)
    page = posters(small_case(units=units), small_plan(), tmp_path)["poster-north.html"]
    assert '<span class="where on-paper">PH</span>' in page
    assert "PH hub" in page
