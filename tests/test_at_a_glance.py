"""Is what a notebook shows of a case, a plan and a solution short, and does it say what it is?"""

from rosterer.generate import generate
from rosterer.referee import judge
from rosterer.solution import Solution
from rosterer_models.vocabulary.plan import Certificate, Plan
from tests.cases import small_case, small_plan

MOST = 400
"""Characters that are read at a glance."""


def _solution(plan: Plan) -> Solution:
    verdict = judge(small_case(), plan)
    return Solution(
        plan=plan,
        certificate=Certificate(status="feasible", cost=10, unavoidable=4, bound=7, gap=0.5),
        verdict=verdict,
        baseline=verdict,
        people=4,
        referrals=3,
    )


def test_a_case_is_shown_in_a_line_however_large() -> None:
    case = generate(people=60, days=28)
    assert repr(case).startswith(f"<Case {case.name!r}, 28 days from 2026-11-02: 60 people, ")
    assert len(repr(case)) < MOST
    assert str(case) == repr(case)
    assert f"{case}" == repr(case)


def test_a_plan_is_shown_in_a_line() -> None:
    assert repr(small_plan()) == "<Plan: 4 people on duty, 12 duties, 2 people placed>"
    assert repr(small_plan().made("search")).startswith("<Plan from search: ")
    assert repr(Plan()) == "<Plan: empty>"


def test_a_solution_is_shown_by_how_it_stands() -> None:
    solution = _solution(small_plan().made("baseline"))
    assert repr(solution) == f"<Solution: {solution.standing.sentence}>"
    assert "The careful manager&#x27;s plan is kept" in solution._repr_html_()


def test_notebooks_get_a_table_and_words_of_the_case_are_no_markup() -> None:
    case = small_case(name="<b>")
    assert "<b>" not in case._repr_html_()
    assert "<th scope='row'>people</th><td>4</td>" in case._repr_html_()
    assert "<caption>Plan</caption>" in small_plan()._repr_html_()


def test_a_solution_has_typed_figures() -> None:
    solution = _solution(small_plan())
    assert (solution.status, solution.cost, solution.bound) == ("feasible", 10, 7)
    assert (solution.gap, solution.unavoidable) == (0.5, 4)
    assert solution.summary["cost"] == solution.cost
    assert solution.money.pounds["cash"] > 0


def test_the_line_of_figures_has_every_key_that_programs_read() -> None:
    assert set(_solution(small_plan()).summary) >= {
        "status",
        "cost",
        "baseline_cost",
        "unavoidable",
        "bound",
        "gap",
        "seconds",
        "seed",
        "work",
        "delay_days",
        "avoidable_delay_days",
        "shortage_hours",
        "people",
        "referrals",
        "version",
        "fingerprint",
        "standing",
        "broken",
        "inherited",
        "not_judged",
    }
