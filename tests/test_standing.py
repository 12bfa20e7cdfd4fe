"""Is how a plan stands the first thing that is said, and the same everywhere?"""

import contextlib
import html
import json
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import typer
from openpyxl import load_workbook

from rosterer.commands.check import check
from rosterer.commands.ending import ending
from rosterer.export import write_rota_workbook
from rosterer.files import save_case, save_plan
from rosterer.referee import judge
from rosterer.referee.verdict import NotJudged
from rosterer.report import report_page
from rosterer.solution import Solution
from rosterer.standing import proof_words, standing_of
from rosterer_api.plans import judged, unjudged
from rosterer_models.vocabulary.loss import Loss
from rosterer_models.vocabulary.plan import Certificate, Origin, Plan
from tests.cases import DUTIES, PEOPLE, day, duty, small_case, small_plan

CASE = small_case(
    people=tuple(row.model_copy(update={"history_from": day(-119)}) for row in PEOPLE)
)
"""Seventeen weeks are known of everybody, so that every rule can be judged."""
VERDICT = judge(CASE, small_plan())
LOSS = Loss(where="a.xlsx, sheet Rota, C7", what="E/L: the second spell was not read")
UNKNOWN_WEEKS = NotJudged(
    rule="weekly-average",
    what="48-hour average",
    why="2 of 17 weeks known",
    people=("ann",),
    sentence="48-hour average: 2 of 17 weeks known for 1 person",
)


def certified(status: str, plan: Plan) -> Plan:
    """The plan with a certificate that agrees."""
    cost, unavoidable = VERDICT.cost, VERDICT.unavoidable
    bound = cost if status == "optimal" else None if status == "unproven" else cost - 100
    gap = None if bound is None else (cost - bound) / (cost - unavoidable)
    fields = {"status": status, "cost": cost, "unavoidable": unavoidable}
    fields["fingerprint"] = CASE.fingerprint
    certificate = Certificate.model_validate({**fields, "bound": bound, "gap": gap})
    return plan.model_copy(update={"certificate": certificate})


STATUSES = ("optimal", "feasible", "stopped", "unproven")
BROKEN = small_plan(duties=(*DUTIES, duty("ann", 0, place="hub")))
KEPT = "The search found no cheaper plan."
PLANS: dict[str, Plan] = {
    **{f"search, {status}": certified(status, small_plan()).made("search") for status in STATUSES},
    **{
        f"baseline kept, {status}": certified(status, small_plan()).made("baseline", KEPT)
        for status in STATUSES
    },
    **{
        f"plan to begin with kept, {status}": certified(status, small_plan()).made("start", KEPT)
        for status in STATUSES
    },
    "on the way of a search": small_plan(origin=Origin(source="search")),
    "a baseline alone": small_plan().made("baseline"),
    "imported": small_plan().made("import"),
    "imported with losses": small_plan(losses=(LOSS,)).made("import"),
    "edited": small_plan().made("edit"),
    "changed since": small_plan(origin=Origin(source="search", decisions="0" * 16)),
    "by hand": small_plan(),
    "of old": certified("feasible", small_plan()),
    "search, breaks a rule": BROKEN.made("search"),
    "baseline kept, breaks a rule": BROKEN.made("baseline"),
}


def sentence_of(plan: Plan) -> str:
    return standing_of(plan, judge(CASE, plan)).sentence


def on_the_terminal(plan: Plan, tmp_path: Path) -> str:
    verdict = judge(CASE, plan)
    return ending(standing_of(plan, verdict), verdict, (), (), VERDICT)[0]


def in_the_report(plan: Plan, tmp_path: Path) -> str:
    with pytest.MonkeyPatch.context() as patched:
        # how a plan stands is in no picture, and drawing takes longer than all the rest
        patched.setattr("rosterer.report.charts.drawn", lambda *given, **named: "<svg></svg>")
        page = report_page(CASE, plan, judge(CASE, plan))
    text = re.sub(r"<[^>]+>", "", page[page.index("<main") :])
    return next(line for line in html.unescape(text).splitlines() if line and line != "Result")


def in_the_workbook(plan: Plan, tmp_path: Path) -> str:
    write_rota_workbook(CASE, plan, judge(CASE, plan), tmp_path / "rota.xlsx")
    return str(load_workbook(tmp_path / "rota.xlsx").worksheets[0]["A1"].value)


def in_the_json_of_check(plan: Plan, tmp_path: Path) -> str:
    save_case(CASE, tmp_path / "case.json")
    save_plan(plan, tmp_path / "plan.json")
    lines: list[Mapping[str, object]] = []
    with pytest.MonkeyPatch.context() as patched, contextlib.suppress(typer.Exit):
        patched.setattr(sys.modules[check.__module__], "print_json", lines.append)
        check(tmp_path / "case.json", tmp_path / "plan.json", json=True)
    standing = json.loads(json.dumps(lines[0]))["standing"]
    return str(standing["sentence"])


def in_the_json_of_solve(plan: Plan, tmp_path: Path) -> str:
    certificate = plan.certificate or Certificate(status="unproven", cost=0, unavoidable=0)
    solution = Solution(plan, certificate, judge(CASE, plan), VERDICT, 4, 3)
    assert sentence_of(plan) in repr(solution)
    return str(json.loads(json.dumps(solution.summary))["standing"]["sentence"])


def in_the_service(plan: Plan, tmp_path: Path) -> str:
    standing = judged(CASE, plan)["standing"]
    assert isinstance(standing, dict)
    return str(standing["sentence"])


OUTPUTS: tuple[Callable[[Plan, Path], str], ...] = (
    on_the_terminal,
    in_the_report,
    in_the_workbook,
    in_the_json_of_check,
    in_the_json_of_solve,
    in_the_service,
)


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("output", OUTPUTS)
def test_every_output_says_first_how_every_plan_stands(
    name: str, output: Callable[[Plan, Path], str], tmp_path: Path
) -> None:
    assert output(PLANS[name], tmp_path) == sentence_of(PLANS[name])


@pytest.mark.parametrize("name", [name for name in PLANS if name.startswith("baseline kept")])
def test_the_careful_managers_plan_is_called_so_first(name: str) -> None:
    assert sentence_of(PLANS[name]).startswith("The careful manager's plan is kept")


@pytest.mark.parametrize("name", [name for name in PLANS if "baseline kept" not in name])
def test_no_other_plan_is_called_the_careful_managers_kept_after_a_search(name: str) -> None:
    is_baseline = name == "a baseline alone"
    assert sentence_of(PLANS[name]).startswith("The careful manager's plan is kept") == is_baseline


@pytest.mark.parametrize(
    ("name", "severity", "status"),
    [
        ("search, optimal", "good", "optimal"),
        ("search, feasible", "notice", "feasible"),
        ("search, stopped", "warning", "stopped"),
        ("search, unproven", "warning", "unproven"),
        ("baseline kept, optimal", "good", "optimal"),
        ("baseline kept, feasible", "warning", "feasible"),
        ("imported", "notice", "none"),
        ("imported with losses", "warning", "none"),
        ("changed since", "warning", "none"),
        ("by hand", "notice", "none"),
        ("of old", "warning", "none"),
        ("search, breaks a rule", "error", "none"),
    ],
)
def test_how_serious_it_is(name: str, severity: str, status: str) -> None:
    # the small case has no history, so its averages are not judged
    verdict = judge(CASE, PLANS[name]).model_copy(update={"not_judged": ()})
    standing = standing_of(PLANS[name], verdict)
    assert (standing.severity, standing.status) == (severity, status)


def test_a_plan_that_breaks_a_rule_is_never_called_the_best() -> None:
    plan = PLANS["search, optimal"]
    breach = judge(CASE, BROKEN).broken[0]
    broken = judge(CASE, plan).model_copy(update={"broken": (breach,), "not_judged": ()})
    standing = standing_of(plan, broken)
    assert (standing.status, standing.severity) == ("unproven", "error")
    assert "Proven best" not in standing.sentence
    assert standing.sentence.endswith("; 1 breach of 1 rule.")


def test_a_certificate_that_does_not_agree_proves_nothing() -> None:
    plan = certified("optimal", small_plan(reservations=None)).made("search")
    wrong = VERDICT.model_copy(
        update={"certificate_agrees": False, "disagreements": ("the bound is too high",)}
    )
    standing = standing_of(plan, wrong)
    assert (standing.status, standing.severity) == ("none", "error")
    assert "what it claims is not so" in standing.sentence
    assert "The bound is too high." in standing.details


def test_what_was_not_judged_stands_beside_and_is_no_fault() -> None:
    plan = PLANS["search, optimal"]
    verdict = judge(CASE, plan).model_copy(update={"not_judged": (UNKNOWN_WEEKS,)})
    standing = standing_of(plan, verdict)
    assert standing.severity == "notice"
    assert standing.sentence.endswith("; 1 thing could not be judged.")
    assert "Not judged: 48-hour average: 2 of 17 weeks known for 1 person." in standing.details


def test_what_is_inherited_is_told_and_is_no_fault() -> None:
    plan = PLANS["search, optimal"]
    inherited = judge(CASE, BROKEN).broken[:1]
    standing = standing_of(plan, judge(CASE, plan).model_copy(update={"inherited": inherited}))
    assert standing.severity == "notice"
    assert "breaks" not in standing.sentence
    assert any(told.startswith("Inherited: ") for told in standing.details)


def test_what_an_import_did_not_read_is_told_for_ever(tmp_path: Path) -> None:
    plan = PLANS["imported with losses"]
    assert "1 thing in its sheet was not read" in sentence_of(plan)
    later = plan.made("edit")
    assert "1 thing in its sheet was not read" in sentence_of(later)
    details = standing_of(plan, judge(CASE, plan)).details
    assert "Not read from a.xlsx, sheet Rota, C7: E/L: the second spell was not read." in details


def test_nobody_has_judged_a_plan_until_somebody_has() -> None:
    standing = standing_of(PLANS["search, optimal"], None)
    assert (standing.status, standing.severity) == ("unproven", "warning")
    assert "the referee has not judged it" in standing.sentence


def test_a_gap_is_told_in_pounds_of_the_total() -> None:
    plan = PLANS["search, feasible"]
    details = standing_of(plan, judge(CASE, plan)).details
    assert any("at most £100 of it could still be saved, a gap of" in told for told in details)


def test_a_plan_kept_on_the_way_says_so_from_what_it_says_of_itself() -> None:
    kept = small_plan(losses=(LOSS,)).made("start").model_dump(mode="json")
    standing = unjudged(kept)
    assert str(standing["sentence"]).startswith("The plan to begin with is kept")
    assert "the referee has not judged it" in str(standing["sentence"])
    assert "1 thing in its sheet was not read" in str(standing["sentence"])
    assert "does not say where it comes from" in str(unjudged({})["sentence"])


def claiming(plan: Plan, **fields: object) -> Plan:
    """The plan whose certificate says something else."""
    assert plan.certificate is not None
    return plan.model_copy(update={"certificate": plan.certificate.model_copy(update=fields)})


def within(gap: float) -> Plan:
    """Optimal within a gap asked for, and as far from its bound as that allows."""
    cost, unavoidable = VERDICT.cost, VERDICT.unavoidable
    bound = cost - gap * (cost - unavoidable)
    return claiming(
        certified("optimal", small_plan()).made("search"), bound=bound, gap=gap, gap_target=gap
    )


@pytest.mark.parametrize(("gap", "severity"), [(0.75, "notice"), (0.005, "good")])
def test_a_plan_within_a_gap_asked_for_is_not_proven_best(gap: float, severity: str) -> None:
    plan = within(gap)
    standing = standing_of(plan, judge(CASE, plan).model_copy(update={"not_judged": ()}))
    assert f"Within the gap asked for ({100 * gap:g}%); not proven best" in standing.sentence
    assert standing.severity == severity


def test_a_plan_within_a_pound_of_its_bound_is_proven_best() -> None:
    gap = 1 / (VERDICT.cost - VERDICT.unavoidable)
    plan = claiming(PLANS["search, optimal"], bound=VERDICT.cost - 1, gap=gap)
    assert sentence_of(plan).startswith("Proven best: no plan of this case is better by more")


@pytest.mark.parametrize(
    "plan",
    [
        certified("optimal", small_plan()),
        certified("feasible", small_plan()).model_copy(update={"origin": Origin(source="search")}),
        claiming(PLANS["search, optimal"], fingerprint=""),
    ],
)
def test_a_claim_whose_plan_or_case_nobody_can_tell_is_not_repeated(plan: Plan) -> None:
    verdict = judge(CASE, plan)
    standing = standing_of(plan, verdict)
    assert "it claims to be proven; that was not judged" in standing.sentence
    assert (standing.status, standing.severity) == ("none", "warning")
    assert any(told.startswith("The certificate is not confirmed: ") for told in standing.details)
    assert not any("No plan's total is less" in told for told in standing.details)
    assert "the certificate is not confirmed" in verdict.summary


def test_a_claim_that_says_its_case_and_plan_is_repeated() -> None:
    verdict = judge(CASE, PLANS["search, optimal"])
    assert verdict.certificate_doubts == ()
    assert "the certificate agrees" in verdict.summary


def test_a_bound_above_a_plan_that_is_known_is_not_repeated() -> None:
    plan = PLANS["search, optimal"]
    verdict, cost = judge(CASE, plan), VERDICT.cost
    denied = standing_of(plan, verdict, known=0.9 * cost)
    assert "it claims to be proven; that was not judged" in denied.sentence
    assert any("but a plan is known whose total is" in told for told in denied.details)
    assert "Proven best" in standing_of(plan, verdict, known=cost).sentence


def test_nothing_left_to_save_needs_no_longer_search() -> None:
    certificate = Certificate(status="optimal", cost=10, unavoidable=10, bound=10, gap=0)
    assert proof_words(certificate)[1:] == ["No plan's total is less."]
    far = Certificate(status="feasible", cost=50, unavoidable=10, bound=10, gap=1)
    assert "a longer search proves more" in proof_words(far)[1]


def test_pence_that_could_be_saved_are_told_beside_the_gap() -> None:
    certificate = Certificate(status="optimal", cost=10.78, unavoidable=10, bound=10, gap=1)
    assert (
        "at most £0.78 of it could still be saved, a gap of 100.0%" in proof_words(certificate)[1]
    )


@pytest.mark.parametrize("in_cash", [True, False])
def test_a_rota_alone_ends_without_pounds_of_what_is_missing(in_cash: bool) -> None:
    case = small_case()
    ours, theirs = judge(case, small_plan()), judge(case, small_plan(duties=()))
    made = small_plan().made("search")
    told = ending(standing_of(made, ours), ours, (), (), theirs, in_cash=in_cash)
    assert ("notional" in told[-1]) != in_cash
    assert "cash £713 more" in told[-1]
