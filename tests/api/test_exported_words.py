"""Does a workbook of the service call people as it may, and as the command line does?"""

import io

import pytest
from openpyxl import load_workbook

from rosterer.explain import free_places
from rosterer.referee import judge
from rosterer_api.exports import FORMS, export
from rosterer_api.plans import judged
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Certificate, Plan
from tests.cases import PEOPLE, changed, duty, small_case, small_plan

TWO_SHIFTS = Plan(duties=(duty("ann", 0), duty("ann", 0, shift="N")), reservations=())


def _first_sheet(case: Case) -> str:
    book = load_workbook(io.BytesIO(export(case, TWO_SHIFTS, FORMS["xlsx"])))
    return "\n".join(str(row[0].value) for row in book["Plan"].iter_rows())


@pytest.mark.parametrize(("name", "called"), [("Ann Dale", "Ann Dale has"), ("", "ann has")])
def test_breaches_in_a_workbook_name_people_where_the_case_still_has_their_names(
    name: str, called: str
) -> None:
    people = changed(PEOPLE, "person", "ann", name=name)
    assert f"one-duty-a-day: {called} more than one duty" in _first_sheet(small_case(people=people))


@pytest.mark.parametrize(("cheaper", "is_told"), [(1000.0, True), (0.0, False)])
def test_a_bound_that_a_known_plan_denies_is_not_repeated(
    cheaper: float, is_told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = small_plan()
    cost = judge(small_case(), plan).cost
    certificate = Certificate(status="feasible", cost=cost, unavoidable=0, bound=cost)
    monkeypatch.setattr(free_places, "known_beside", lambda *given: cost - cheaper)
    standing = judged(small_case(), plan.model_copy(update={"certificate": certificate}))
    assert ("a plan is known whose total is" in str(standing["standing"])) == is_told
