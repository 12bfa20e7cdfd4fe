"""May every role do what it may, and nothing else, at every endpoint?"""

from typing import Any

import pytest
from fastapi.routing import APIRoute

from rosterer_api.auth.roles import PERMISSIONS, ROLES, Permission
from rosterer_api.contract.plan_rows import PLAN_TABLES
from rosterer_api.contract.winter_rows import WINTER_TABLES
from rosterer_api.routes import ROUTERS
from tests.api.web import Web, assert_problem

OPEN = {"healthz", "readyz", "metrics"}
NEEDED: dict[str, Permission] = {
    "create_case": "cases.write",
    "validate_case": "cases.write",
    "list_cases": "cases.read",
    "get_case": "cases.read",
    "get_case_document": "cases.read",
    "get_conflicts": "cases.read",
    "change_case": "cases.write",
    "delete_case": "delete",
    "create_plan": "plans.write",
    "list_plans": "plans.read",
    "get_plan": "plans.read",
    "get_plan_document": "plans.read",
    **{f"get_plan_{table}": "plans.read" for table in PLAN_TABLES},
    "get_plan_table_csv": "plans.read",
    "export_plan": "plans.read",
    "get_verdict": "plans.read",
    "explain_plan": "plans.read",
    "get_candidates": "plans.read",
    "compare_plans": "plans.read",
    "approve_plan": "plans.approve",
    "publish_plan": "plans.publish",
    "work_plan": "plans.publish",
    "create_following_case": "cases.write",
    "delete_plan": "delete",
    "list_job_kinds": "jobs.read",
    "submit_job": "jobs.write",
    "solve_case": "jobs.write",
    "stop_jobs": "jobs.write",
    "get_job_plan": "jobs.read",
    "get_demo_data": "cases.read",
    "list_jobs": "jobs.read",
    "get_job": "jobs.read",
    "watch_job": "jobs.read",
    "stop_job": "jobs.write",
    "delete_job": "delete",
    "create_scenario": "cases.write",
    "list_scenarios": "cases.read",
    "get_scenario": "cases.read",
    "delete_scenario": "delete",
    "list_winters": "plans.read",
    "get_winter": "plans.read",
    **{f"get_winter_{table}": "plans.read" for table in WINTER_TABLES},
    "get_winter_table_csv": "plans.read",
    "delete_winter": "delete",
    "list_patterns": "cases.read",
    "list_rules": "cases.read",
    "list_prices": "cases.read",
    "create_webhook": "webhooks",
    "list_webhooks": "webhooks",
    "get_webhook": "webhooks",
    "change_webhook": "webhooks",
    "rotate_secret": "webhooks",
    "send_test_message": "webhooks",
    "delete_webhook": "webhooks",
    "list_deliveries": "webhooks",
    "replay_delivery": "webhooks",
    "list_keys": "keys",
    "create_key": "keys",
    "share_of_key": "keys",
    "revoke_key": "keys",
    "get_retention": "keys",
    "list_audit": "audit",
    "export_audit": "audit",
}
ROUTES: dict[str, APIRoute] = {
    r.name: r for router in ROUTERS for r in router.routes if isinstance(r, APIRoute)
}


def ask(client: Any, route: APIRoute) -> Any:
    """A request that fails for want of a thing, if it is let through at all."""
    path = route.path
    for name in (
        "case_id",
        "plan_id",
        "other_id",
        "job_id",
        "webhook_id",
        "delivery_id",
        "key_id",
        "scenario_id",
        "winter_id",
    ):
        path = path.replace(f"{{{name}}}", "none")
    path = path.replace("{table}", "duties").replace("{form}", "csv").replace("{name}", "small")
    method = sorted(route.methods or ())[0]
    return client.request(
        method,
        path,
        content=b"{}" if method in ("POST", "PATCH") else None,
        headers={"Content-Type": "application/json"},
    )


def test_the_matrix_names_every_endpoint() -> None:
    assert set(NEEDED) | OPEN == set(ROUTES)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_what_the_matrix_says_and_nothing_else(web: Web, role: Any) -> None:
    client = web.client(role)
    for name, needed in NEEDED.items():
        answer = ask(client, ROUTES[name])
        if needed in PERMISSIONS[role]:
            assert answer.status_code in (200, 201, 404, 422), (role, name, answer.text)
        else:
            assert_problem(answer, 403)


def test_without_a_key_nothing_is_told(web: Web) -> None:
    for name, route in ROUTES.items():
        answer = ask(web.client(None), route)
        if name in OPEN:
            assert answer.status_code == 200
        else:
            assert assert_problem(answer, 401)
            assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("text", ["rosterer_", "rosterer_wrong", "Bearer", "x" * 5000])
def test_a_wrong_key_is_no_key(web: Web, text: str) -> None:
    client = web.client(None)
    assert_problem(client.get("/v1/cases", headers={"Authorization": f"Bearer {text}"}), 401)


def test_a_key_ends_when_it_expires_or_is_revoked(web: Web) -> None:
    administrator = web.client()
    made = administrator.post("/v1/keys", json={"name": "dashboard", "role": "service"}).json()
    client = web.client(None)
    client.headers["Authorization"] = f"Bearer {made['key']}"
    assert client.get("/v1/cases").status_code == 200
    assert administrator.delete(f"/v1/keys/{made['id']}").status_code == 204
    assert_problem(client.get("/v1/cases"), 401)
    assert_problem(web.client("service", expires=1.0).get("/v1/cases"), 401)


def test_no_key_can_be_read_back(web: Web) -> None:
    administrator = web.client()
    made = administrator.post("/v1/keys", json={"name": "dashboard", "role": "service"}).json()
    assert made["key"] not in administrator.get("/v1/keys").text
    with web.database.engine.connect() as connection:
        rows = connection.exec_driver_sql("select * from keys").fetchall()
    assert made["key"] not in str(rows)
