"""How does a notebook or another Python program use the service?

``Client("http://127.0.0.1:8000", key)``: send a case, submit a job, watch it, take the plan.
What makes something is safe to repeat: it is sent under a key of its own, so that a lost answer
never makes two.
"""

import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import httpx

from rosterer_api.client_wire import TYPES, Json, ServiceError, events_of, file_of
from rosterer_api.storage.ids import new_id
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

__all__ = ["Client", "Json", "ServiceError"]
ENDED = frozenset({"invalid", "completed", "stopped", "failed"})
WAIT_SECONDS = 30
TRIES = 5
"""How often a request is repeated that found no service, or one that asked to be left alone for a
moment.
"""


class Client:
    """A connection to a service; use as a context.

    Parameters
    ----------
    url
        Where the service is, without ``/v1``.
    key
        An API key.
    """

    def __init__(self, url: str, key: str) -> None:
        self._http = httpx.Client(
            base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=WAIT_SECONDS + 30
        )

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def create_case(
        self,
        case: Case | Path | str,
        *,
        external_id: str | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> Json:
        """Send a case: one in memory, a JSON document, a workbook, or a zip of CSV files."""
        content, suffix = (
            (case.model_dump_json().encode(), ".json")
            if isinstance(case, Case)
            else file_of(Path(case))
        )
        query = {} if external_id is None else {"external_id": external_id}
        if metadata is not None:
            query["metadata"] = json.dumps(metadata)
        return self._ask(
            "POST",
            "/v1/cases",
            content=content,
            params=query,
            headers={"Content-Type": TYPES[suffix], **_once()},
        )

    def demo_case(self, name: Literal["small", "city"] = "small") -> Case:
        """A synthetic case to try things with, always the same."""
        return Case.model_validate(self._ask("GET", f"/v1/demo-data/{name}"))

    def solve(
        self,
        case: Case,
        kind: str = "solve",
        *,
        external_id: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
        **request: Any,
    ) -> Json:
        """Send a case and submit a job of it, in one call: ``solve(case, time_limit=60)``."""
        body = {
            "case": case.model_dump(mode="json"),
            "kind": kind,
            "request": request,
            "external_id": external_id,
            "metadata": dict(metadata or {}),
        }
        return self._ask("POST", "/v1/solve", json=body, headers=_once(idempotency_key))

    def change_case(self, case: str, changes: list[Json]) -> Json:
        """Make a new case from one that the service has."""
        return self._ask(
            "POST", f"/v1/cases/{case}/changes", json={"changes": changes}, headers=_once()
        )

    def following_case(self, plan: str, changes: list[Json] | None = None) -> Json:
        """Make the case of the weeks after a plan that was worked."""
        return self._ask(
            "POST",
            f"/v1/plans/{plan}/following-case",
            json={"changes": changes or []},
            headers=_once(),
        )

    def create_plan(self, case: str, plan: Plan | Path | str) -> Json:
        """Send a plan made by any means; the answer holds the referee's verdict."""
        content, suffix = (
            (plan.model_dump_json().encode(), ".json")
            if isinstance(plan, Plan)
            else file_of(Path(plan))
        )
        return self._ask(
            "POST",
            f"/v1/cases/{case}/plans",
            content=content,
            headers={"Content-Type": TYPES[suffix], **_once()},
        )

    def submit(
        self,
        case: str,
        kind: str = "solve",
        *,
        external_id: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
        **request: Any,
    ) -> Json:
        """Submit a job, such as ``submit(case, time_limit=60, gap=0.02)``; never twice, however
        often the connection breaks.
        """
        body = {
            "case": case,
            "kind": kind,
            "request": request,
            "external_id": external_id,
            "metadata": dict(metadata or {}),
        }
        return self._ask(
            "POST",
            "/v1/jobs",
            json=body,
            headers=_once(idempotency_key),
        )

    def job(self, job: str) -> Json:
        """A job as it now is."""
        return self._ask("GET", f"/v1/jobs/{job}")

    def wait(self, job: str, seconds: float = 3600) -> Json:
        """A job once it has ended.

        Raises
        ------
        TimeoutError
            When it has not ended after so many seconds.
        """
        end = time.monotonic() + seconds
        while True:
            left = max(0.0, min(WAIT_SECONDS, end - time.monotonic()))
            found = self._ask("GET", f"/v1/jobs/{job}", params={"wait": left})
            if found["state"] in ENDED:
                return found
            if time.monotonic() >= end:
                raise TimeoutError(
                    f"the job {job} is still {found['state']} after {seconds:g} seconds"
                )

    def watch(self, job: str) -> Iterator[Json]:
        """What happens to a job, as it happens, each with ``id``, ``event`` and ``data``; goes on
        after a broken connection.

        A stream that ends in order, as proxies end those that are silent for long, is asked for
        again while the service answers.
        """
        last, failures, is_over = "", 0, False
        while not is_over:
            try:
                headers = {"Last-Event-ID": last} if last else {}
                with self._http.stream("GET", f"/v1/jobs/{job}/events", headers=headers) as answer:
                    if answer.is_error:
                        answer.read()
                        raise ServiceError(answer.json())
                    failures = 0
                    for event in events_of(answer.iter_lines()):
                        last = event["id"]
                        is_over = is_over or (
                            event["event"] == "state" and event["data"]["state"] in ENDED
                        )
                        yield event
            except httpx.TransportError:
                failures += 1
                if failures >= TRIES:
                    raise
            if (
                not is_over
            ):  # it was cut off, or the key counts no more, as the next answer then says
                time.sleep(2**failures / 4)

    def stop(self, job: str) -> Json:
        """Ask a job to end with its best plan so far."""
        return self._ask("POST", f"/v1/jobs/{job}/stop")

    def stop_all(self, **wanted: Any) -> list[str]:
        """Ask all jobs that fit to end, such as ``stop_all(metadata={"batch": "night"})``; their
        ids.
        """
        stopped: list[str] = []
        while True:
            found = self._ask("POST", "/v1/jobs/stop", json=wanted)
            stopped += found["jobs"]
            if not found["more"]:
                return stopped

    def best_plan(self, job: str) -> Plan:
        """The best plan of a job so far, while it is at it; what it came to, once it has ended.

        Raises
        ------
        ServiceError
            As long as there is none.
        """
        return Plan.model_validate(self._ask("GET", f"/v1/jobs/{job}/plan")["document"])

    def plan(self, plan: str) -> Plan:
        """A whole plan."""
        return Plan.model_validate(self._ask("GET", f"/v1/plans/{plan}/document"))

    def take_step(self, plan: str, step: Literal["approve", "publish", "work"]) -> Json:
        """Bring a plan from draft to approved, to published, to worked; whoever made it does not
        approve it.
        """
        return self._ask("POST", f"/v1/plans/{plan}/{step}")

    def export(self, plan: str, form: Literal["csv", "xlsx", "ics", "payroll"]) -> bytes:
        """A plan as a workbook, or as a zip of tables, calendars or payroll files (once it is
        published).
        """
        return self._answer("GET", f"/v1/plans/{plan}/export/{form}").content

    def winter_table(self, winter: str, table: str) -> list[Json]:
        """The rows of one table of a simulation's result."""
        rows: list[Json] = self._answer("GET", f"/v1/winters/{winter}/tables/{table}").json()
        return rows

    def _ask(self, method: str, path: str, **options: Any) -> Json:
        found: Json = self._answer(method, path, **options).json()
        return found

    def _answer(self, method: str, path: str, **options: Any) -> httpx.Response:
        # Only what is safe to repeat is repeated: reading, and submitting under a key.
        may_repeat = method == "GET" or "Idempotency-Key" in options.get("headers", {})
        for attempt in range(1, TRIES + 1):
            is_last = attempt == TRIES or not may_repeat
            try:
                answer = self._http.request(method, path, **options)
            except httpx.TransportError:
                if is_last:
                    raise
                time.sleep(2**attempt / 4)
                continue
            if answer.status_code in (429, 503) and not is_last:
                time.sleep(min(30.0, float(answer.headers.get("Retry-After", 1))))
                continue
            break
        if answer.is_error:
            raise ServiceError(answer.json())
        return answer


def _once(key: str | None = None) -> dict[str, str]:
    """The header that lets a request be repeated and make nothing twice."""
    return {"Idempotency-Key": key or new_id("request")}
