"""Does a generated client do everything that the service can?

Run by the generators' own Python, which knows nothing of Rosterer, beside the client that was
generated: ``python use_python.py URL KEY CASE.json PLAN.json CASE.zip``. It calls every operation,
and prints the names of those that it has called.
"""

import importlib
import io
import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ENDED = ("completed", "stopped", "failed", "invalid")
client = importlib.import_module("rosterer_client")
models = importlib.import_module("rosterer_client.models")
types = importlib.import_module("rosterer_client.types")


class Caller:
    """Calls operations by name, with one key."""

    def __init__(self, url: str, key: str, done: dict[str, int]) -> None:
        self._client = client.AuthenticatedClient(base_url=url, token=key, timeout=120)
        self._modules = {path.stem: path.parent.name for path in self._files()}
        self.done = done

    def _files(self) -> list[Path]:
        folder = Path(str(client.__file__)).parent / "api"
        return [path for path in folder.glob("*/*.py") if path.stem != "__init__"]

    def __call__(self, operation: str, *path: str, **arguments: Any) -> Any:
        """What an operation answers, as its type; nothing where it answers nothing."""
        name = f"rosterer_client.api.{self._modules[operation]}.{operation}"
        module = importlib.import_module(name)
        answer = module.sync_detailed(*path, client=self._client, **arguments)
        assert answer.status_code < 300, (operation, answer.status_code, answer.content[:500])
        has_type = answer.parsed is not None or answer.status_code == 204
        assert has_type, (operation, answer.content[:500])
        assert not isinstance(answer.parsed, models.Problem), (operation, answer.content)
        self.done[operation] = answer.status_code
        return answer.parsed


def main(url: str, key: str, case_file: Path, plan_file: Path, zip_file: Path) -> None:
    """Do everything."""
    call = Caller(url, key, {})
    case = models.Case.from_dict(json.loads(case_file.read_text()))
    plan = models.Plan.from_dict(json.loads(plan_file.read_text()))
    approver = administration(call, url)
    library(call)
    kept = cases(call, case, zip_file)
    worked = plans(call, approver, kept, plan, zip_file.with_name("plan.zip"))
    hook = call("create_webhook", body=models.NewWebhook(url="http://127.0.0.1:9/told?key=1"))
    winters(call, jobs(call, case, kept))
    webhooks(call, hook)
    assert call("get_plan", worked).case == kept
    print(json.dumps(sorted(call.done)))


def administration(call: Caller, url: str) -> Caller:
    """Keys, retention, the audit log and health; a caller who may approve."""
    made = call("create_key", body=models.NewKey(name="approver", role=models.Role.APPROVER))
    assert made.role == models.Role.APPROVER
    call("share_of_key", made.id, body=models.Share(weight=2))
    assert made.id in [one.id for one in call("list_keys")]
    other = call("create_key", body=models.NewKey(name="gone", role=models.Role.AUDITOR))
    call("revoke_key", other.id)
    call("get_retention")
    assert call("list_audit", limit=5).items[0].action == "key.revoke"
    assert call("export_audit").startswith("id,")
    assert call("healthz").status == "ok"
    assert call("readyz").status == "ok"
    assert "rosterer_jobs" in call("metrics")
    return Caller(url, made.key, call.done)


def library(call: Caller) -> None:
    """What the service knows by itself."""
    assert call("get_demo_data", models.GetDemoDataName.SMALL).people
    for operation in ("list_patterns", "list_rules", "list_prices", "list_job_kinds"):
        assert call(operation)
    body = models.NewScenario(
        scenario=models.Scenario(name="hard", change=[models.Beds(kind="beds", unit="hub", beds=1)])
    )
    made = call("create_scenario", body=body)
    assert isinstance(call("get_scenario", made.id).change[0], models.Beds)
    assert call("list_scenarios", external_id="none").items == []
    call("delete_scenario", made.id)


def cases(call: Caller, case: Any, zip_file: Path) -> str:
    """Cases as documents and as files."""
    assert call("validate_case", body=case).valid
    made = call("create_case", body=case, metadata='{"ward": 7}', idempotency_key="case-1")
    packed = types.File(payload=io.BytesIO(zip_file.read_bytes()), file_name=zip_file.name)
    uploaded = call("create_case", body=packed)
    assert uploaded.fingerprint == made.fingerprint
    again = call("create_case", body=call("get_case_document", made.id))
    assert again.fingerprint == made.fingerprint
    assert call("get_case", made.id).about.people == len(case.people)
    since = datetime.now(UTC) - timedelta(days=1)
    assert [one.id for one in call("list_cases", metadata='{"ward": 7}', created_from=since).items]
    changed = call(
        "change_case",
        made.id,
        body=models.Changes(changes=[models.Beds(kind="beds", unit="hub", beds=2)]),
    )
    assert isinstance(changed.changes[0], models.Beds)
    call("delete_case", changed.id)
    found: str = made.id
    return found


def plans(call: Caller, approver: Caller, case: str, plan: Any, zip_file: Path) -> str:
    """Plans as documents, tables and files, and from draft to worked."""
    made = call("create_plan", case, body=plan)
    packed = types.File(payload=io.BytesIO(zip_file.read_bytes()), file_name=zip_file.name)
    other = call("create_plan", case, body=packed)
    assert made.verdict.is_good
    assert len(call("get_plan_document", made.id).duties) == len(plan.duties)
    for table in models.PlanTable:
        rows = call(f"get_plan_{table.value}", made.id)
        assert not rows or not isinstance(rows[0], dict)
        call("get_plan_table_csv", made.id, table)
    assert call("get_plan_duties", made.id)[0].person
    assert call("get_verdict", made.id).cost == made.verdict.cost
    assert call("compare_plans", made.id, other.id).duties == []
    assert call("get_plan", made.id).state == models.PlanState.DRAFT
    assert len(call("list_plans", case=case, state=models.PlanState.DRAFT).items) == 2
    approver("approve_plan", made.id)
    assert call("publish_plan", made.id).state == models.PlanState.PUBLISHED
    asked(call, case, made.id)
    for form in models.ExportForm:
        assert call("export_plan", made.id, form).payload.read(2) == b"PK"
    assert call("work_plan", made.id).state == models.PlanState.WORKED
    following = call("create_following_case", made.id, body=models.Following())
    assert isinstance(following.changes[0], models.WorkedOrigin)
    call("delete_plan", other.id)
    found: str = made.id
    return found


def asked(call: Caller, case: str, plan: str) -> None:
    """Why a plan is as it is, who else could do a duty, and what a case contradicts itself in."""
    duty = call("get_plan_duties", plan)[0]
    why = models.Question(
        question=models.WhyPerson(about="person", person=duty.person, date=duty.date)
    )
    assert call("explain_plan", plan, body=why).sentence
    found = call("get_candidates", plan, person=duty.person, date=duty.date)
    assert found.uncovered
    assert call("get_conflicts", case) == []


def ended(call: Caller, job: str) -> Any:
    """A job once it has ended."""
    until = time.monotonic() + 300
    while time.monotonic() < until:
        found = call("get_job", job, wait=30)
        if found.state in ENDED:
            assert found.state == models.JobState.COMPLETED, found
            return found
    raise AssertionError("the job did not end")


def jobs(call: Caller, case: Any, kept: str) -> str:
    """Jobs of every kind; the id of a study with all tables."""
    request = models.SolveRequest(time_limit=3)
    solved = call("solve_case", body=models.SolveCall(case=case, request=request))
    assert isinstance(solved, models.SolveJob)
    assert solved.request.time_limit == 3
    found = ended(call, solved.id)
    best = call("get_job_plan", solved.id)
    assert best.is_final
    assert best.plan == found.plan
    assert best.document.duties
    assert "event: state" in call("watch_job", solved.id)
    checked = models.CheckSubmission(
        kind="check", case=solved.case, request=models.CheckRequest(plan=found.plan)
    )
    assert ended(call, call("submit_job", body=checked).id).result.is_good
    sought = models.FindCapacitySubmission(
        kind="find-capacity",
        case=kept,
        request=models.CapacityRequest(runs=20, weeks=2),
    )
    study = ended(call, call("submit_job", body=sought).id)
    assert isinstance(study, models.FindCapacityJob)
    assert study.result.summary.runs == 20
    waiting = models.WinterSubmission(
        kind="winter", case=kept, request=models.WinterRequest(runs=20_000, weeks=104)
    )
    call("stop_job", call("submit_job", body=waiting).id)
    stopped = call("stop_jobs", body=models.JobFilter(case=kept))
    assert stopped.more is False
    assert {type(one) for one in call("list_jobs").items} >= {models.SolveJob, models.WinterJob}
    call("delete_job", solved.id)
    winter: str = study.result.winter
    return winter


def winters(call: Caller, winter: str) -> None:
    """The tables of a study."""
    assert call("get_winter", winter).summary.runs == 20
    assert len(call("list_winters").items) == 1
    for table in models.WinterTable:
        rows = call(f"get_winter_{table.value}", winter)
        assert not rows or not isinstance(rows[0], dict)
        call("get_winter_table_csv", winter, table)
    assert call("get_winter_daily", winter)[0].date.year == 2026
    call("delete_winter", winter)


def webhooks(call: Caller, hook: Any) -> None:
    """A webhook to which nobody listens, and what it was to be sent."""
    assert hook.secret
    call("change_webhook", hook.id, body=models.ChangedWebhook(name="told"))
    assert call("rotate_secret", hook.id, body=models.NewSecret()).secret != hook.secret
    assert call("send_test_message", hook.id).event == models.DeliveryEvent.WEBHOOK_TEST
    sent = [one for one in call("list_deliveries", hook.id).items if "job." in one.event]
    assert isinstance(sent[0].payload, models.JobStateContent)
    call("replay_delivery", hook.id, sent[0].id)
    assert call("get_webhook", hook.id).name == "told"
    assert [one.id for one in call("list_webhooks")] == [hook.id]
    call("delete_webhook", hook.id)


if __name__ == "__main__":
    address, key_text, *files = sys.argv[1:]
    main(address, key_text, *(Path(file) for file in files))
