"""Is one plan at most published for the same days, and paid?"""

import secrets
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import MetaData, select, text, update
from sqlalchemy.exc import IntegrityError

from rosterer_api.storage import open_database
from rosterer_api.storage.tables import PlanRow
from tests.api.postgres import Cluster
from tests.api.test_upgrades import at_revision
from tests.api.web import Web, a_web, assert_problem, document_of
from tests.cases import small_case, small_plan

PLAN = small_plan().model_dump(mode="json", exclude={"certificate"})


@pytest.fixture(params=["sqlite", "postgresql"])
def either_web(request: pytest.FixtureRequest, tmp_path: Any) -> Any:
    """A service on each kind of database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'service.sqlite'}"
    else:
        cluster: Cluster = request.getfixturevalue("cluster")
        url = cluster.url(f"publishing_{secrets.token_hex(4)}")
    with a_web(url) as one:
        yield one


def kept(client: Any, **changes: Any) -> str:
    """A case."""
    case: str = client.post("/v1/cases", json=document_of(small_case(**changes))).json()["id"]
    return case


def approved(web: Web, case: str) -> str:
    """An approved plan of a case."""
    plan: str = web.client("planner").post(f"/v1/cases/{case}/plans", json=PLAN).json()["id"]
    assert web.client("approver").post(f"/v1/plans/{plan}/approve").status_code == 200
    return plan


def test_publishing_another_plan_supersedes_the_first_and_says_so(either_web: Web) -> None:
    manager = either_web.client("manager")
    case = kept(manager)
    first, second = approved(either_web, case), approved(either_web, case)
    published = manager.post(f"/v1/plans/{first}/publish").json()
    assert (published["state"], published["supersedes"]) == ("published", None)
    published = manager.post(f"/v1/plans/{second}/publish").json()
    assert (published["state"], published["supersedes"]) == ("published", first)
    before = manager.get(f"/v1/plans/{first}").json()
    assert (before["state"], before["superseded_by"]) == ("superseded", second)
    assert before["rota"] == published["rota"]
    entries = either_web.client().get("/v1/audit").json()["items"]
    assert [(e["action"], e["target"]) for e in entries if e["action"] == "plan.supersede"] == [
        ("plan.supersede", first)
    ]


def test_payroll_takes_the_published_plan_alone(either_web: Web) -> None:
    manager = either_web.client("manager")
    case = kept(manager)
    first, second = approved(either_web, case), approved(either_web, case)
    manager.post(f"/v1/plans/{first}/publish")
    assert manager.get(f"/v1/plans/{first}/export/payroll").status_code == 200
    manager.post(f"/v1/plans/{second}/publish")
    refused = assert_problem(manager.get(f"/v1/plans/{first}/export/payroll"), 409)
    assert second in refused["detail"]
    assert manager.get(f"/v1/plans/{second}/export/payroll").status_code == 200


def test_a_plan_of_a_changed_case_for_the_same_days_supersedes_too(web: Web) -> None:
    manager = web.client("manager")
    case = kept(manager)
    change = {"changes": [{"kind": "beds", "unit": "hub", "beds": 2}]}
    changed = manager.post(f"/v1/cases/{case}/changes", json=change).json()["id"]
    first, second = approved(web, case), approved(web, changed)
    manager.post(f"/v1/plans/{first}/publish")
    assert manager.post(f"/v1/plans/{second}/publish").json()["supersedes"] == first


def test_plans_of_cases_that_have_nothing_in_common_stand_side_by_side(web: Web) -> None:
    manager = web.client("manager")
    first, second = approved(web, kept(manager)), approved(web, kept(manager))
    manager.post(f"/v1/plans/{first}/publish")
    assert manager.post(f"/v1/plans/{second}/publish").json()["supersedes"] is None
    assert manager.get(f"/v1/plans/{first}").json()["state"] == "published"


def moved(client: Any, case: str, first_day: str) -> str:
    """The same case from another day on."""
    change = {"changes": [{"kind": "start-date", "first_day": first_day}]}
    answer = client.post(f"/v1/cases/{case}/changes", json=change)
    assert answer.status_code == 201, answer.text
    made: str = answer.json()["id"]
    return made


@pytest.mark.parametrize(("days", "is_taken"), [(8, True), (7, False)])
def test_no_day_is_paid_twice_in_a_line_of_cases(web: Web, days: int, is_taken: bool) -> None:
    """The small case begins on 5 October; a week later it begins on the 12th."""
    manager = web.client("manager")
    case = kept(manager, days=days)
    first, later = approved(web, case), approved(web, moved(manager, case, "2026-10-12"))
    manager.post(f"/v1/plans/{first}/publish")
    answer = manager.post(f"/v1/plans/{later}/publish")
    if is_taken:
        assert first in assert_problem(answer, 409)["detail"]
        assert manager.get(f"/v1/plans/{later}").json()["state"] == "approved"
    else:
        assert answer.json()["state"] == "published"


def test_a_plan_that_was_worked_is_not_superseded(web: Web) -> None:
    manager = web.client("manager")
    case = kept(manager)
    first, second = approved(web, case), approved(web, case)
    manager.post(f"/v1/plans/{first}/publish")
    manager.post(f"/v1/plans/{first}/work")
    assert_problem(manager.post(f"/v1/plans/{second}/publish"), 409)
    assert manager.get(f"/v1/plans/{first}/export/payroll").status_code == 200


@pytest.mark.parametrize(
    ("moment", "is_over"),
    [("2026-10-11T22:59:00+00:00", False), ("2026-10-11T23:00:00+00:00", True)],
)
def test_a_plan_is_worked_when_its_last_day_has_passed(
    web: Web, moment: str, is_over: bool
) -> None:
    """The small case ends on 11 October, at 23:00 UTC: London keeps summer time."""
    manager = web.client("manager")
    plan = approved(web, kept(manager))
    manager.post(f"/v1/plans/{plan}/publish")
    web.set_now(datetime.fromisoformat(moment))
    answer = manager.post(f"/v1/plans/{plan}/work")
    if is_over:
        assert answer.json()["state"] == "worked"
    else:
        assert "2026-10-11" in assert_problem(answer, 409)["detail"]
        assert manager.get(f"/v1/plans/{plan}").json()["state"] == "published"


def test_a_superseded_plan_is_a_record_and_stays(web: Web) -> None:
    manager, administrator = web.client("manager"), web.client()
    case = kept(manager)
    for plan in (approved(web, case), approved(web, case)):
        manager.post(f"/v1/plans/{plan}/publish")
    first = administrator.get("/v1/plans").json()["items"][1]["id"]
    assert_problem(administrator.delete(f"/v1/plans/{first}"), 409)


def test_the_database_itself_refuses_two_published_plans_of_a_rota(either_web: Web) -> None:
    manager = either_web.client("manager")
    case = kept(manager)
    first, second = approved(either_web, case), approved(either_web, case)
    rota = manager.post(f"/v1/plans/{first}/publish").json()["rota"]
    values = {"state": "published", "rota_id": rota}
    with pytest.raises(IntegrityError), either_web.database.writing() as session:
        session.execute(update(PlanRow).where(PlanRow.id == second).values(values))
    with either_web.database.reading() as session:
        rows = session.execute(text("select count(*) from plans where state = 'published'"))
        assert rows.scalar() == 1


@pytest.fixture(params=["sqlite", "postgresql"])
def before_rotas(request: pytest.FixtureRequest, tmp_path: Any) -> Any:
    """A database from before there were rotas, with plans of a case and of one changed from it."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    else:
        url = request.getfixturevalue("cluster").url(f"rotas_{secrets.token_hex(4)}")
    found = open_database(url)
    at_revision(found, "0003", {})
    tables = MetaData()
    with found.engine.execution_options(write=True).begin() as connection:
        tables.reflect(connection)
        for name, parent in (("case-1", None), ("case-2", "case-1")):
            about = {"first_day": "2026-10-05", "days": 7}
            row: dict[str, Any] = {
                "id": name,
                "name": name,
                "fingerprint": "f",
                "changes": [],
                "about": about,
            }
            row |= {"parent": parent, "created": 1.0, "created_by": "t", "meta": {}}
            connection.execute(tables.tables["cases"].insert().values(**row, document=b""))
        for number, (case, state) in enumerate(
            [("case-1", "published"), ("case-2", "published"), ("case-1", "draft")]
        ):
            row = {
                "id": f"plan-{number}",
                "case_id": case,
                "state": state,
                "version": 3,
            }
            row |= {"created": float(number), "created_by": "t", "meta": {}}
            row |= {"summary": {}, "verdict": {}, "document": b""}
            connection.execute(tables.tables["plans"].insert().values(**row))
    yield found
    found.close()


def test_of_plans_published_before_there_were_rotas_the_newest_stays(before_rotas: Any) -> None:
    before_rotas.migrate()
    with before_rotas.reading() as session:
        plans = {row.id: row for row in session.scalars(select(PlanRow))}
    assert [plans[name].state for name in sorted(plans)] == ["superseded", "published", "draft"]
    assert plans["plan-0"].superseded_by == "plan-1"
    assert plans["plan-0"].rota_id == plans["plan-1"].rota_id is not None
    assert plans["plan-2"].rota_id is None
