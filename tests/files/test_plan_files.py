"""Is anything lost between a plan and its files, and is every fault of a plan found?"""

import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from arbitrary_cases import LETTERS
from example_case import write_example_case, write_example_plan
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rosterer.files import BadInput, load_case, load_plan, save_plan
from rosterer_models.vocabulary.loss import Loss
from rosterer_models.vocabulary.plan import (
    AgencyHours,
    Certificate,
    ChosenLine,
    Delay,
    DutyPiece,
    LedgerLine,
    Origin,
    Placement,
    Plan,
    Reservation,
)

FEW = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,5}", fullmatch=True)
DATES = st.dates(date(2000, 1, 1), date(2100, 1, 1))
AMOUNTS = st.floats(0, 1e9)
MONEY = st.floats(-1e9, 1e9)


@st.composite
def plans(draw: Any) -> Plan:
    def some(facts: st.SearchStrategy[Any]) -> tuple[Any, ...]:
        return tuple(draw(st.lists(facts, max_size=3)))

    return Plan(
        lines=some(st.builds(ChosenLine, person=IDS, pattern=IDS, phase=st.integers(0, 99))),
        duties=some(
            st.builds(
                DutyPiece,
                person=IDS,
                date=DATES,
                shift=IDS,
                place=st.none() | IDS,
                band=st.none() | IDS,
                skill=st.none() | IDS,
                minutes=st.none() | AMOUNTS,
                source=st.sampled_from(["line", "float", "contract", "bank", "fixed", "manual"]),
            )
        ),
        agency=some(
            st.builds(AgencyHours, date=DATES, place=IDS, band=IDS, skill=IDS, minutes=AMOUNTS)
        ),
        placements=some(
            st.builds(
                Placement,
                referral=IDS,
                option=st.none() | IDS,
                stage=st.integers(1, 5),
                unit=st.none() | IDS,
                start=st.none() | DATES,
                end=st.none() | DATES,
                delay_days=st.integers(0, 999),
            )
        ),
        reservations=draw(
            st.none()
            | st.lists(
                st.builds(
                    Reservation,
                    arrival_class=IDS,
                    date=DATES,
                    option=IDS,
                    units=st.lists(IDS, max_size=2).map(tuple),
                    amount=AMOUNTS,
                ),
                max_size=3,
            ).map(tuple)
        ),
        delays=some(
            st.builds(
                Delay,
                referral=IDS,
                date=DATES,
                reason=st.sampled_from(["barrier", "no-bed", "price"]),
            )
        ),
        ledger=some(
            st.builds(
                LedgerLine,
                name=IDS,
                amount=MONEY,
                unit=st.text(LETTERS, max_size=5),
                pounds=MONEY,
                kind=st.sampled_from(["cash", "notional", "preference"]),
                payer=st.text(LETTERS, max_size=5),
                avoidable=st.booleans(),
                evidence=st.text(LETTERS, max_size=20),
            )
        ),
        certificate=draw(
            st.none()
            | st.builds(
                Certificate,
                status=st.sampled_from(["optimal", "feasible", "stopped", "unproven"]),
                cost=MONEY,
                unavoidable=MONEY,
                bound=st.none() | MONEY,
                gap=st.none() | MONEY,
                gap_target=AMOUNTS,
                seed=st.integers(0, 9),
                work=st.none() | st.integers(0, 9),
                seconds=AMOUNTS,
                engine=st.text(LETTERS, max_size=5),
            )
        ),
        origin=draw(
            st.none()
            | st.builds(
                Origin,
                source=st.sampled_from(["search", "baseline", "start", "import", "edit", "replan"]),
                remark=st.text(LETTERS, max_size=20),
                decisions=st.text("0123456789abcdef", max_size=16),
            )
        ),
        losses=some(
            st.builds(Loss, where=st.text(LETTERS, max_size=9), what=st.text(LETTERS, max_size=20))
        ),
    )


@FEW
@given(plan=plans())
def test_a_plan_survives_a_folder_and_a_document(plan: Plan) -> None:
    with tempfile.TemporaryDirectory() as directory:
        folder, document = Path(directory) / "plan", Path(directory) / "plan.json"
        save_plan(plan, folder)
        save_plan(plan, document)
        assert load_plan(folder) == plan
        assert load_plan(document) == plan


def test_no_reservations_and_none_at_all_are_told_apart(tmp_path: Path) -> None:
    for reservations in (None, ()):
        for name in ("plan", "plan.json"):
            save_plan(Plan(reservations=reservations), tmp_path / name)
            assert load_plan(tmp_path / name).reservations == reservations


def test_duties_and_placements_are_enough(tmp_path: Path) -> None:
    plan = write_example_plan(tmp_path / "plan")
    for file in plan.iterdir():
        if file.name not in ("duties.csv", "placements.csv"):
            file.unlink()
    loaded = load_plan(plan)
    assert len(loaded.duties) == 2
    assert loaded.certificate is None
    assert loaded.reservations is None


@pytest.mark.parametrize("missing", ["duties.csv", "placements.csv"])
def test_a_plan_without_duties_or_placements_is_refused(tmp_path: Path, missing: str) -> None:
    plan = write_example_plan(tmp_path / "plan")
    (plan / missing).unlink()
    with pytest.raises(BadInput) as refused:
        load_plan(plan)
    assert [(fault.file, fault.message) for fault in refused.value.faults] == [
        (missing, "is missing")
    ]


def test_faults_of_all_files_of_a_plan_come_together(tmp_path: Path) -> None:
    plan = write_example_plan(tmp_path / "plan")
    for file, old, new in (
        ("duties.csv", "p1,2026-11-02", "p1,2.11.2026"),
        ("delays.csv", "admissions-limit", "holiday"),
        ("ledger.csv", "pounds", "money"),
        ("plan.json", '"unproven"', '"perfect"'),
    ):
        (plan / file).write_text(
            (plan / file).read_text(encoding="utf-8").replace(old, new), encoding="utf-8"
        )
    (plan / "duty.csv").write_text("person\n", encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        load_plan(plan)
    assert {(fault.file, fault.column) for fault in refused.value.faults} == {
        ("duties.csv", "date"),
        ("delays.csv", "reason"),
        ("ledger.csv", "money"),
        ("ledger.csv", "pounds"),
        ("plan.json, certificate", "status"),
        ("duty.csv", None),
    }


def test_true_is_no_seed_and_a_word_no_cost(tmp_path: Path) -> None:
    plan = write_example_plan(tmp_path / "plan")
    document = json.loads((plan / "plan.json").read_text(encoding="utf-8"))
    document["certificate"] |= {"seed": True, "cost": "dear", "unavoidable": "36000"}
    (plan / "plan.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        load_plan(plan)
    assert {(fault.file, fault.column) for fault in refused.value.faults} == {
        ("plan.json, certificate", "seed"),
        ("plan.json, certificate", "cost"),
    }


def test_what_the_headings_of_a_damaged_file_hold_is_shown_and_never_sent_to_the_terminal(
    tmp_path: Path,
) -> None:
    plan = write_example_plan(tmp_path / "plan")
    (plan / "duties.csv").write_text("person,date,shift,\x1b[31m\x07\n", encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        load_plan(plan)
    (line,) = str(refused.value).splitlines()
    assert r"column \x1b[31m\x07:" in line
    assert line.isprintable()


def test_plan_json_tells_whose_plan_it_is_and_the_figures(tmp_path: Path) -> None:
    case = load_case(write_example_case(tmp_path / "case"))
    save_plan(Plan(), tmp_path / "plan", case=case, summary={"gap": 0.05, "status": "feasible"})
    written = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    assert written["case"]["fingerprint"] == case.fingerprint
    assert written["summary"] == {"gap": 0.05, "status": "feasible"}


def test_derived_tables_are_written_for_reading_and_not_needed(tmp_path: Path) -> None:
    cover = [{"date": date(2026, 11, 2), "place": "DE1-1", "need": 60.0, "short": 0.5}]
    for name in ("plan", "plan.json"):
        save_plan(Plan(), tmp_path / name, cover=cover)
        assert load_plan(tmp_path / name) == Plan()
    assert (tmp_path / "plan" / "cover.csv").read_text(
        encoding="utf-8"
    ) == "date,place,need,short\n2026-11-02,DE1-1,60,0.5\n"
    assert json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))["cover"] == [
        {"date": "2026-11-02", "place": "DE1-1", "need": 60.0, "short": 0.5}
    ]


def test_the_decisions_of_a_plan_are_the_same_after_a_file_and_in_any_order(
    tmp_path: Path,
) -> None:
    plan = load_plan(write_example_plan(tmp_path / "example")).made("import", "Read in.")
    save_plan(plan, tmp_path / "plan.xlsx")
    read = load_plan(tmp_path / "plan.xlsx")
    turned = read.model_copy(update={"duties": tuple(reversed(read.duties))})
    assert plan.origin is not None
    assert read.decisions == turned.decisions == plan.origin.decisions


def test_a_duty_that_is_taken_out_changes_the_decisions_of_a_plan(tmp_path: Path) -> None:
    plan = load_plan(write_example_plan(tmp_path / "example"))
    fewer = plan.model_copy(update={"duties": plan.duties[1:]})
    assert fewer.decisions != plan.decisions
