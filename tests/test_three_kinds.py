"""Does every way out of the product know staff with lines, with contracts and of the bank?"""

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from rosterer.baseline import baseline_plan
from rosterer.cli import app
from rosterer.files import load_case, load_plan, save_case, save_plan
from rosterer.following import following_case
from rosterer.referee import judge
from rosterer.solve import solve
from rosterer.winter.supply import duties_of, footing_of
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan
from tests.cases import COVER, changed
from tests.contract_cases import eve, three_kinds


@pytest.fixture(scope="module")
def case() -> Case:
    """More care is asked for than contract hours give, and overtime is agreed."""
    cover = changed(COVER, "place", "A", minutes=600)
    return three_kinds(eve(overtime=True, max_period_hours=44, hours_period="week"), cover=cover)


@pytest.fixture(scope="module")
def plan(case: Case) -> Plan:
    return solve(case, work=1).plan


def _days(plan: Plan) -> set[object]:
    return {row.date for row in plan.duties if row.person == "eve"}


def test_a_careful_manager_fills_the_contract_first() -> None:
    quiet = three_kinds(cover=(), census=(), referrals=(), barriers=(), expected=())
    plan = baseline_plan(quiet)
    assert judge(quiet, plan).broken == ()
    assert len(_days(plan)) == 2


def test_the_plan_keeps_every_rule_and_agrees_with_its_ledger(case: Case, plan: Plan) -> None:
    verdict = judge(case, plan)
    assert verdict.broken == ()
    assert verdict.ledger_agrees
    assert verdict.certificate_agrees
    assert len(_days(plan)) == 4
    pay = next(line for line in verdict.ledger if line.name == "overtime-pay")
    # 44 hours of 22, and a band of 4; half as much again as £20.
    assert (pay.amount, pay.pounds, pay.kind, pay.payer) == (18, 540, "cash", "council")


@pytest.mark.parametrize("name", ["case", "case.xlsx", "case.json"])
def test_files_bring_contracts_back(case: Case, tmp_path: Path, name: str) -> None:
    save_case(case, tmp_path / name)
    assert load_case(tmp_path / name) == case


@pytest.mark.parametrize("name", ["plan", "plan.xlsx", "plan.json"])
def test_files_bring_their_duties_back(plan: Plan, tmp_path: Path, name: str) -> None:
    save_plan(plan, tmp_path / name)
    assert {row.source for row in load_plan(tmp_path / name).duties if row.person == "eve"} == {
        "contract"
    }


def test_every_command_tells_of_them(case: Case, plan: Plan, tmp_path: Path) -> None:
    save_case(case, tmp_path / "case")
    save_plan(plan, tmp_path / "plan")
    both = [str(tmp_path / "case"), str(tmp_path / "plan")]
    pay, book, page = tmp_path / "pay", tmp_path / "rota.xlsx", tmp_path / "rota.html"
    for words in (
        ["check", *both],
        ["report", *both, "--out", str(page)],
        ["export", *both, "--xlsx", str(book), "--ics", str(tmp_path / "ics"), "--csv", str(pay)],
    ):
        result = CliRunner().invoke(app(), words)
        assert result.exit_code == 0, (words, result.output)
    with (pay / "hours.csv").open(encoding="utf-8-sig") as file:
        mine = next(row for row in csv.DictReader(file) if row["person"] == "eve")
    assert mine["kind"] == "contract"
    told = [mine[name] for name in ("paid_hours", "contract_hours", "closing_balance_hours")]
    assert [*told, mine["overtime_hours"]] == ["44.00", "22.00", "4.00", "18.00"]
    with (pay / "payroll.csv").open(encoding="utf-8-sig") as file:
        assert {r["source"] for r in csv.DictReader(file) if r["person"] == "eve"} == {"contract"}
    with (pay / "bank_bookings.csv").open(encoding="utf-8-sig") as file:
        assert {row["person"] for row in csv.DictReader(file)} == {"dan"}
    sheet = load_workbook(book).worksheets
    cells = [str(cell.value) for one in sheet for row in one.iter_rows() for cell in row]
    assert "Overtime h" in cells
    assert "pay of overtime" in page.read_text(encoding="utf-8")


def test_the_balance_goes_on_into_the_next_weeks(case: Case, plan: Plan) -> None:
    people = {row.person: row for row in following_case(case, plan).people}
    assert people["eve"].balance_hours == 4
    assert people["eve"].kind == "contract"


def test_a_winter_counts_on_the_hours_of_contracts(case: Case) -> None:
    duties = duties_of(case, footing_of(case), 7)["eve"]
    # 22 hours in duties of 11, on both shifts alike.
    assert {shift: round(float(days.sum()), 6) for shift, days in duties.items()} == {
        "D": 1.0,
        "N": 1.0,
    }
