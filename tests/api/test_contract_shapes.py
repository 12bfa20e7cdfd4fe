"""Is what the service sends of the shape that the contract says, to the last column?"""

import json
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from rosterer.plan_tables import cover_rows, occupancy_rows
from rosterer.referee.reading import read_plan
from rosterer_api.contract.answers import UNTAGGED
from rosterer_api.contract.plan_rows import PLAN_TABLES, CoverRow, OccupancyRow
from rosterer_api.contract.winter_rows import WINTER_TABLES
from rosterer_api.jobs.kinds.replan import KINDS as REPLAN
from rosterer_api.jobs.kinds.replan import ReplanRequest
from rosterer_api.jobs.kinds.winter import KINDS, CapacityRequest
from rosterer_api.openapi import contract
from rosterer_models.vocabulary.change import Scenario
from tests.api.web import Web, document_of
from tests.cases import small_case, small_plan
from tests.replan.published import on_day, published, sick, who_works

CONTRACT = contract("tests.api.odd_kinds")
SCHEMAS = CONTRACT["components"]["schemas"]


def assert_shape(value: Any, component: str) -> None:
    """A value is as a component of the contract says."""
    schema = {"$ref": f"#/components/schemas/{component}", "components": CONTRACT["components"]}
    faults = [error.message for error in Draft202012Validator(schema).iter_errors(value)]
    assert not faults, faults[:3]


class Silent:
    """A watch of work that nobody watches."""

    most_seconds = 60.0

    def tell(self, progress: Any) -> None:
        """Hear nothing."""

    def keep(self, plan: Any) -> None:
        """Keep nothing."""

    def is_stopped(self) -> bool:
        """Let it go on."""
        return False


def test_a_case_and_a_plan_are_as_the_contract_says(web: Web) -> None:
    client = web.client()
    case = client.post("/v1/cases", json=document_of(small_case())).json()
    assert_shape(case, "CaseView")
    assert_shape(client.get(f"/v1/cases/{case['id']}/document").json(), "Case")
    plan = client.post(
        f"/v1/cases/{case['id']}/plans", json=small_plan().model_dump(mode="json")
    ).json()
    assert_shape(plan, "PlanView")
    assert_shape(client.get(f"/v1/plans/{plan['id']}/document").json(), "Plan")
    assert_shape(client.get(f"/v1/plans/{plan['id']}/verdict").json(), "Verdict")
    assert_shape(client.get("/v1/plans").json(), "PlanPage")


def test_a_misspelt_column_is_not_as_the_contract_says() -> None:
    case = {**document_of(small_case()), "peopel": []}
    with pytest.raises(AssertionError, match="peopel"):
        assert_shape(case, "Case")


def test_derived_tables_have_the_columns_of_the_contract() -> None:
    reading = read_plan(small_case(), small_plan(), ())
    for rows, shape in (
        (cover_rows(reading), CoverRow),
        (occupancy_rows(reading), OccupancyRow),
    ):
        assert rows
        assert all(set(row) == set(shape.model_fields) for row in rows)


def test_every_table_of_a_plan_has_an_address_of_its_own(web: Web) -> None:
    client = web.client()
    case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    sent = small_plan().model_dump(mode="json")
    plan = client.post(f"/v1/cases/{case}/plans", json=sent).json()["id"]
    for table, shape in PLAN_TABLES.items():
        for row in client.get(f"/v1/plans/{plan}/tables/{table}").json():
            assert_shape(row, shape.__name__)
        assert client.get(f"/v1/plans/{plan}/tables/{table}.csv").status_code == 200


def test_a_study_has_the_tables_and_columns_of_the_contract() -> None:
    scenarios = (Scenario(name="base"), Scenario(name="worse"))
    request = CapacityRequest(runs=20, weeks=2, scenarios=scenarios)
    outcome = KINDS[1].run(small_case(), request, {}, Silent())
    assert outcome.tables is not None
    assert set(outcome.tables) == set(WINTER_TABLES)
    for table, rows in outcome.tables.items():
        for row in rows:
            assert set(row) == set(WINTER_TABLES[table].model_fields), table
    assert outcome.result is not None
    result = {"summary": outcome.result["summary"], "winter": "winter-1"}
    assert_shape(json.loads(json.dumps(result)), "WinterResult")


def test_jobs_are_told_apart_by_their_kind(web: Web) -> None:
    client = web.client()
    case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    for kind, request in (("solve", {"gap": 0.1}), ("winter", {"runs": 20}), ("wait", {})):
        body = {"case": case, "kind": kind, "request": request}
        assert_shape(body, "JobSubmission")
        job = client.post("/v1/jobs", json=body).json()
        assert_shape(job, "JobView")
    assert_shape(client.get("/v1/jobs").json(), "JobPage")
    with pytest.raises(AssertionError):
        assert_shape({"case": case, "kind": "solve", "request": {"runs": 20}}, "JobSubmission")


def test_every_component_has_a_readable_name_and_says_it() -> None:
    for name, schema in SCHEMAS.items():
        assert name.isalpha(), name
        assert name[0].isupper(), name
        assert schema.get("title", name) == name
    assert "x-component" not in json.dumps(CONTRACT)


def test_every_operation_says_its_headers_and_every_refusal_is_said_once() -> None:
    for path in CONTRACT["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if "$ref" in answer:
                    answer = CONTRACT["components"]["responses"][answer["$ref"].split("/")[-1]]
                assert "X-Request-Id" in answer["headers"], (operation["operationId"], status)


def test_the_headers_of_the_contract_are_sent(web: Web) -> None:
    client = web.client()
    made = client.post("/v1/cases", json=document_of(small_case()))
    case = made.json()["id"]
    plan = client.post(f"/v1/cases/{case}/plans", json=small_plan().model_dump(mode="json"))
    asked = {
        "create_case": made,
        "create_plan": plan,
        "get_case_document": client.get(f"/v1/cases/{case}/document"),
        "get_plan": client.get(f"/v1/plans/{plan.json()['id']}"),
        "get_plan_duties": client.get(f"/v1/plans/{plan.json()['id']}/tables/duties"),
        "export_plan": client.get(f"/v1/plans/{plan.json()['id']}/export/csv"),
        "submit_job": client.post("/v1/jobs", json={"case": case}),
        "list_cases": client.get("/v1/cases"),
    }
    said = {
        operation["operationId"]: operation["responses"]
        for path in CONTRACT["paths"].values()
        for operation in path.values()
    }
    for name, answer in asked.items():
        for header in said[name][str(answer.status_code)]["headers"]:
            assert header in answer.headers, (name, header)


def test_every_read_says_its_tag_and_that_nothing_may_have_changed() -> None:
    for path in CONTRACT["paths"].values():
        answers = path.get("get", {}).get("responses")
        if answers is None or path["get"]["operationId"] in UNTAGGED:
            continue
        for status in ("200", "304"):
            assert "ETag" in answers[status]["headers"], path["get"]["operationId"]


@pytest.mark.parametrize("address", ["/v1/jobs", "/v1/library/rules", "/v1/job-kinds", "/healthz"])
def test_what_is_read_again_unchanged_is_not_sent_again(web: Web, address: str) -> None:
    client = web.client()
    tag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_change_says_its_kind() -> None:
    change = {"kind": "beds", "unit": "HUB", "beds": 3}
    assert_shape(change, "Change")
    del change["kind"]
    with pytest.raises(AssertionError, match="oneOf"):
        assert_shape(change, "Change")


@pytest.mark.parametrize("suffix", [".json", ".zip", ".xlsx"])
def test_a_file_of_no_said_type_is_told_apart_by_its_content(
    web: Web, tmp_path: Any, suffix: str
) -> None:
    import shutil

    from rosterer.files import save_case

    save_case(small_case(), tmp_path / ("case" if suffix == ".zip" else f"case{suffix}"))
    if suffix == ".zip":
        shutil.make_archive(str(tmp_path / "case"), "zip", tmp_path / "case")
    content = (tmp_path / f"case{suffix}").read_bytes()
    headers = {"Content-Type": "application/octet-stream"}
    made = web.client().post("/v1/cases", content=content, headers=headers)
    assert made.status_code == 201, made.text
    assert made.json()["fingerprint"] == small_case().fingerprint


def test_conditions_and_types_of_bodies_are_in_the_contract() -> None:
    paths = contract()["paths"]
    for path in paths.values():
        for method, operation in path.items():
            named = {one["name"] for one in operation.get("parameters", [])}
            answers = operation["responses"]
            is_tagged = method == "get" and "ETag" in answers["200"].get("headers", {})
            assert ("If-None-Match" in named) == is_tagged
            assert "304" in answers or not is_tagged
            if "application/json" in operation.get("requestBody", {}).get("content", {}):
                assert "415" in answers
    assert "409" in paths["/v1/plans/{plan_id}/export/{form}"]["get"]["responses"]


def test_a_document_needs_the_tables_that_the_contract_asks_for(web: Web) -> None:
    client, sound = web.client(), document_of(small_case())
    asked = CONTRACT["components"]["schemas"]["Case"]["required"]
    assert {"people", "shifts", "places"} <= set(asked)
    for name in sound:
        document = {key: value for key, value in sound.items() if key != name}
        told = client.post("/v1/cases/validate", json=document).json()
        without = [fault for fault in told["faults"] if fault["detail"].startswith("has no table")]
        is_setting = name in ("name", "first_day", "days")
        assert (name in asked) is (bool(without) or is_setting), name


def test_repairs_are_as_the_contract_says() -> None:
    case, plan = published()
    day = on_day(case, 5)
    news = [sick(who_works(plan, day), day).model_dump(mode="json")]
    request = ReplanRequest.model_validate(
        {"plan": "p", "changes": news, "now": f"{day}T06:10", "best": 1, "time_limit": 1}
    )
    result = REPLAN[0].run(case, request, {"plan": plan}, Silent()).result
    assert_shape(json.loads(json.dumps(result)), "ReplanResult")
    names = {one.name for one in case.people if one.name}
    assert names
    assert not [name for name in names if name in json.dumps(result)]
