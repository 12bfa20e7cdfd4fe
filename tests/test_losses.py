"""Is what was not read of a sheet told for ever: by exports, later plans, and on the way back?"""

from pathlib import Path

from typer.testing import CliRunner

from rosterer.cli import app
from rosterer.export import write_payroll, write_rota_workbook
from rosterer.files import load_case, load_plan, save_case, save_plan
from rosterer.referee import judge
from rosterer.report.posters import write_posters
from rosterer.sheets import Imported, Mapping, import_rota
from rosterer.solve import solve
from rosterer.standing import losses_within, lost_words, standing_of
from rosterer_models.vocabulary.loss import Loss
from rosterer_models.vocabulary.plan import Plan
from tests.sheets.rotas import TODAY, dates, saved

WHERE = "rota.xlsx, Rota!C2"


def imported(folder: Path) -> Imported:
    """A rota in which one code was not understood, and that was accepted."""
    rows = [["Name", *dates(7)], ["Ann", "D", "Q9", "D"], ["Bob", "", "", "N", "N"]]
    path = saved(folder / "rota.xlsx", ("Rota", rows))
    return import_rota(path, Mapping(), today=TODAY, accepts_loss=True)


def test_case_and_plan_of_an_import_keep_what_was_not_read(tmp_path: Path) -> None:
    read = imported(tmp_path)
    assert [loss.where for loss in read.plan.losses] == [WHERE]
    assert read.case.losses == read.plan.losses
    save_case(read.case, tmp_path / "case")
    assert load_case(tmp_path / "case") == read.case


def test_a_case_without_losses_keeps_the_fingerprint_that_it_had_before_them(
    tmp_path: Path,
) -> None:
    case = imported(tmp_path).case
    plain = case.model_copy(update={"losses": ()})
    document = plain.model_dump(mode="json")
    assert plain.fingerprint != case.fingerprint
    del document["losses"]
    assert type(plain).model_validate(document).fingerprint == plain.fingerprint


def test_a_plan_solved_from_the_case_tells_it(tmp_path: Path) -> None:
    read = imported(tmp_path)
    solution = solve(read.case, work=1)
    assert solution.plan.losses == read.case.losses
    assert "1 thing in its sheet was not read" in solution.standing.sentence


def test_a_plan_made_by_hand_of_the_case_is_told_with_it(tmp_path: Path) -> None:
    read = imported(tmp_path)
    plan = Plan(duties=read.plan.duties)
    standing = standing_of(plan, judge(read.case, plan), read_from=read.case.losses)
    assert standing.severity in ("warning", "error")
    assert lost_words(read.case.losses)[0] in standing.details


def test_every_export_says_it(tmp_path: Path) -> None:
    case, plan = str(tmp_path / "case"), str(tmp_path / "plan")
    rota = str(tmp_path / "rota.xlsx")
    imported(tmp_path)
    runner = CliRunner()
    made = runner.invoke(app(), ["import", rota, "--out", case, "--plan", plan, "--accept-loss"])
    assert made.exit_code == 0
    for option in (["--csv", str(tmp_path / "pay")], ["--ics", str(tmp_path / "calendars")]):
        said = runner.invoke(app(), ["export", case, plan, *option])
        assert f"Not read from {WHERE}" in said.stderr
    assert load_plan(plan).origin is not None


def test_an_exported_workbook_brings_it_back(tmp_path: Path) -> None:
    read = imported(tmp_path)
    path = tmp_path / "own.xlsx"
    write_rota_workbook(read.case, read.plan, judge(read.case, read.plan), path)
    again = import_rota(path, Mapping(), today=TODAY)
    assert again.plan.losses == read.plan.losses
    assert again.case.losses == read.plan.losses
    assert again.plan.origin is not None
    assert again.plan.origin.source == "import"


def test_losses_are_read_as_they_are_told() -> None:
    losses = (Loss(where="a.xlsx, R!B2", what="'E/L': two spells: none of it"),)
    assert losses_within([*lost_words(losses), "Not judged: anything."]) == losses


def test_check_names_each_of_them(tmp_path: Path) -> None:
    read = imported(tmp_path)
    save_case(read.case, tmp_path / "case")
    save_plan(read.plan, tmp_path / "plan")
    said = CliRunner().invoke(app(), ["check", str(tmp_path / "case"), str(tmp_path / "plan")])
    assert lost_words(read.case.losses)[0] in said.output


def test_payroll_and_paper_tell_them(tmp_path: Path) -> None:
    read = imported(tmp_path)
    files = write_payroll(read.case, read.plan, tmp_path / "payroll")
    assert [file.name for file in files][-1] == "losses.csv"
    assert WHERE in files[-1].read_text("utf-8-sig")
    pages = write_posters(read.case, read.plan, judge(read.case, read.plan), tmp_path / "paper")
    assert pages
    assert all("(1 thing)" in page.read_text("utf-8") for page in pages)


def test_payroll_and_paper_of_a_whole_rota_tell_none(tmp_path: Path) -> None:
    read = imported(tmp_path)
    whole = read.case.model_copy(update={"losses": ()})
    plan = read.plan.model_copy(update={"losses": ()})
    assert len(write_payroll(whole, plan, tmp_path / "payroll")) == 3
    pages = write_posters(whole, plan, judge(whole, plan), tmp_path / "paper")
    assert not any("was read" in page.read_text("utf-8") for page in pages)
