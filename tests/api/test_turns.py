"""Does everybody get their turn, however much somebody else sends?"""

from pathlib import Path
from typing import Any

import httpx
import pytest

from rosterer_api.auth.keys import make_key
from rosterer_api.jobs.lease import claim, end, held
from rosterer_api.jobs.submit import QueueFullError, job_row, request_stop, submit
from rosterer_api.jobs.workers import enlist
from rosterer_api.settings import Settings
from tests.api.service import KINDS, Bench, a_bench, settings_for
from tests.api.web import Web, assert_problem, document_of
from tests.cases import small_case


class Line:
    """Keys that submit jobs, and a worker that takes them; jobs are told by their notes."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.worker = enlist(bench.database).name
        self._keys: dict[str, str] = {}

    def key(self, name: str, **limits: Any) -> None:
        with self.bench.database.writing() as session:
            row, _ = make_key(session, name, "service")
            for limit, value in limits.items():
                setattr(row, limit, value)
            self._keys[name] = row.id

    def send(self, key: str, *notes: str, priority: int = 0) -> list[str]:
        return [
            submit(
                self.bench.database,
                job_row(
                    "wait",
                    self.bench.case,
                    {},
                    self._keys.get(key, key),
                    external_id=note,
                    priority=priority,
                ),
                most_waiting=1000,
            )[0]
            for note in notes
        ]

    def take(self, number: int, *, and_end: bool = True) -> str:
        """Notes of the jobs that are next."""
        taken = []
        for count in range(number):
            worker = self.worker if and_end else f"{self.worker}-{count}"
            lease = claim(self.bench.database, worker, KINDS)
            if lease is None:
                break
            taken.append(self.bench.job(lease.job).external_id or "")
            if and_end:
                with self.bench.database.writing() as session:
                    end(session, held(session, lease), "completed")
        return " ".join(taken)


@pytest.fixture(params=["bench", "postgres_bench"])
def line(request: pytest.FixtureRequest) -> Line:
    return Line(request.getfixturevalue(request.param))


def test_who_sends_one_job_does_not_wait_for_all_of_who_sent_many(line: Line) -> None:
    line.send("many", "m1", "m2", "m3", "m4")
    line.send("one", "o1")
    assert line.take(5) == "m1 o1 m2 m3 m4"


def test_who_sends_the_next_when_the_last_is_done_takes_turns_too(line: Line) -> None:
    line.send("many", *(f"m{n}" for n in range(4)))
    line.send("one", "o0")
    taken = []
    for number in range(1, 4):
        taken.append(line.take(2))
        line.send("one", f"o{number}")
    assert taken == ["m0 o0", "m1 o1", "m2 o2"]


def test_nobody_saves_turns_up_and_nobody_pays_for_turns_that_were_free(line: Line) -> None:
    line.send("before", *(f"b{n}" for n in range(5)))
    assert line.take(5) == "b0 b1 b2 b3 b4"
    line.send("before", "b5", "b6")
    line.send("new", "n0", "n1")
    assert line.take(4) == "n0 b5 n1 b6"


def test_a_key_of_weight_three_has_three_jobs_done_for_one_of_another(line: Line) -> None:
    line.key("heavy", weight=3)
    line.send("heavy", *(f"h{n}" for n in range(6)))
    line.send("light", *(f"l{n}" for n in range(3)))
    assert sorted(line.take(4).split()) == ["h0", "h1", "h2", "l0"]
    assert sorted(line.take(4).split()) == ["h3", "h4", "h5", "l1"]


def test_priority_is_among_the_jobs_of_one_key_and_costs_nobody_else(line: Line) -> None:
    line.send("a", "a1", "a2")
    line.send("b", "b1", "b2")
    line.send("a", "urgent", priority=5)
    line.send("a", "soon", priority=1)
    assert line.take(6) == "b1 urgent b2 soon a1 a2"


def test_stopped_jobs_that_were_never_begun_use_no_turn(line: Line) -> None:
    for job in line.send("a", "a1", "a2", "a3"):
        request_stop(line.bench.database, job)
    line.send("b", "b1", "b2")
    line.send("a", "a4")
    assert line.take(3) == "b1 a4 b2"


def test_a_key_has_no_more_jobs_under_way_than_it_may(line: Line) -> None:
    line.key("small", most_running=1)
    line.send("small", "s1", "s2")
    line.send("other", "o1", "o2")
    assert line.take(4, and_end=False) == "s1 o1 o2"
    assert line.take(1) == ""


def test_a_key_has_no_more_jobs_waiting_than_it_may(line: Line) -> None:
    line.key("small", most_waiting=2)
    line.send("small", "s1", "s2")
    with pytest.raises(QueueFullError):
        line.send("small", "s3")
    line.send("other", "o1")
    assert line.take(1) == "s1"
    line.send("small", "s3")


def test_a_job_that_is_handed_on_keeps_its_turn(tmp_path: Path) -> None:
    settings: Settings = settings_for(f"sqlite:///{tmp_path / 'turns.sqlite'}")
    with a_bench(settings) as bench:
        line = Line(bench)
        line.send("a", "a1", "a2")
        line.send("b", "b1")
        assert line.take(1, and_end=False) == "a1"
        enlist(bench.database)
        lease = claim(
            bench.database, f"{line.worker}-0", KINDS
        )  # works on nothing: a1 is handed on
        assert lease is not None
        assert bench.job(lease.job).external_id == "a1"


def test_lists_say_how_many_come_before_each_and_a_key_is_given_another_share(web: Web) -> None:
    client, other = web.client(), web.client("service")
    case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]

    def send(by: httpx.Client, priority: int = 0) -> str:
        body = {"case": case, "kind": "wait", "priority": priority}
        job: str = by.post("/v1/jobs", json=body).json()["id"]
        return job

    first, second, others = send(client), send(client), send(other)
    urgent = send(client, priority=9)
    listed = client.get("/v1/jobs").json()["items"]
    assert {job["id"]: (job["position"], job["priority"]) for job in listed} == {
        others: (0, 0),
        urgent: (1, 9),
        first: (2, 0),
        second: (3, 0),
    }
    assert client.get(f"/v1/jobs/{second}").json()["position"] == 3
    assert_problem(client.post("/v1/jobs", json={"case": case, "priority": 10}), 422, "/priority")
    key = web.key_ids["service"]
    share = {"weight": 3, "most_waiting": 1, "most_running": 2}
    assert share.items() <= client.patch(f"/v1/keys/{key}", json=share).json().items()
    refused = other.post("/v1/jobs", json={"case": case, "kind": "wait"})
    assert_problem(refused, 503)
    assert refused.headers["retry-after"]
    assert_problem(client.patch(f"/v1/keys/{key}", json={"weight": 0}), 422, "/weight")
    assert_problem(other.patch(f"/v1/keys/{key}", json=share), 403)


def test_what_a_change_of_a_share_does_not_name_stays(web: Web) -> None:
    client = web.client()
    share: dict[str, int | None] = {"weight": 3, "most_waiting": 5, "most_running": 2}
    key = client.post("/v1/keys", json={"name": "a", "role": "planner", **share}).json()["id"]
    changes: list[dict[str, int | None]] = [
        {"weight": 7},
        {"most_waiting": 9},
        {"most_running": None},
        {},
    ]
    for change in changes:
        share |= change
        found = client.patch(f"/v1/keys/{key}", json=change).json()
        assert {name: found[name] for name in share} == share, change
    (noted, *_) = client.get("/v1/audit").json()["items"][1:]
    assert noted["detail"] == {"name": "a administrator", "most_running": None}
