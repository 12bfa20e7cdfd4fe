"""Is what breaks a rule marked where it happens, and led to from the top of the page?"""

import re

from rosterer.referee import judge
from rosterer.referee.verdict import Breach
from rosterer.report import report_page
from rosterer.report.breaches import findings, marks_of
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Placement, Plan
from tests.cases import day, duty, small_case, small_plan

PLAIN = {"census": (), "expected": (), "cover": (), "referrals": (), "barriers": ()}


def page_of(case: Case, plan: Plan) -> str:
    return report_page(case, plan, judge(case, plan))


def test_a_breach_leads_to_its_cell_and_the_cell_back_to_it() -> None:
    plan = Plan(duties=(duty("ann", 0), duty("ann", 1, "N", place="hub"), duty("ann", 2)))
    page = page_of(small_case(), plan)
    links = re.findall(r'<li id="breach-(\d+)"[^>]*><a href="#(duty-[^"]+)">', page)
    assert links
    for number, target in links:
        cell = re.search(rf'<td id="{target}" class="([^"]*)">(.*?)</td>', page)
        assert cell is not None
        assert "broken" in cell[1].split()
        assert f'href="#breach-{number}"' in cell[2]


def test_breaches_stand_before_the_first_figure() -> None:
    plan = Plan(duties=(duty("ann", 0), duty("ann", 1, "N", place="hub"), duty("ann", 2)))
    page = page_of(small_case(), plan)
    assert page.index('id="broken"') < page.index('class="figures"')


def test_a_plan_that_keeps_every_rule_marks_nothing() -> None:
    page = page_of(small_case(), small_plan())
    assert 'class="mark"' not in page
    assert 'id="broken"' not in page


def test_a_breach_of_a_referral_leads_to_its_row() -> None:
    early = Placement(referral="r2", option="home-care", start=day(0))
    page = page_of(small_case(), small_plan(placements=(early,)))
    assert 'href="#referral-r2"' in page
    assert '<tr role="row" id="referral-r2" class="broken">' in page


def test_a_breach_outside_the_days_leads_to_the_row_of_the_person() -> None:
    breach = Breach(rule="weekly-average", who="ann", when=day(40), sentence="Too many hours.")
    (finding,) = findings(small_case(), [breach])
    assert finding.target == "person-ann"
    assert marks_of([finding]).people == {"ann": (1,)}
    (within,) = findings(small_case(), [breach.model_copy(update={"when": day(6)})])
    assert marks_of([within]).cells == {("ann", day(6)): (1,)}
    (nowhere,) = findings(small_case(), [breach.model_copy(update={"who": "hub"})])
    assert nowhere.target == ""


def test_every_link_of_a_page_leads_somewhere() -> None:
    plan = Plan(duties=(duty("ann", 0), duty("ann", 1, "N", place="hub"), duty("zoe", 2)))
    page = page_of(small_case(), plan)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_chapters_without_content_are_left_out() -> None:
    page = page_of(small_case(**PLAIN, units=()), Plan(duties=(duty("ann", 0),)))
    assert re.findall(r"<h2[^>]*>([^<]*)<", page) == ["Result", "Rota", "Ledger by who pays"]
    assert re.findall(r'<li><a href="#([a-z]+)">', page) == ["result", "rota", "ledger"]
    whole = page_of(small_case(), small_plan())
    assert [f'id="{key}"' in whole for key in ("cover", "beds", "waiting", "map")] == [True] * 4
