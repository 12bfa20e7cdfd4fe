"""Is a new kind of job one file, that nothing else has to know of?"""

import re
import textwrap
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from rosterer_api.jobs.kinds import KINDS
from rosterer_api.jobs.kinds.solve import KEEP_SECONDS, _Better
from rosterer_models.heuristics.progress import Progress
from rosterer_models.vocabulary.plan import Plan
from tests.api.service import Bench
from tests.api.web import a_web, assert_problem, document_of
from tests.cases import DUTIES, small_case, small_plan

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "run-the-service.md"


@pytest.fixture
def documented_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The example of the how-to page, as a module on the path."""
    page = HOW_TO.read_text(encoding="utf-8")
    code = re.search(
        r'^    """How does a job count.*?^    KINDS = [^\n]*$', page, re.MULTILINE | re.DOTALL
    )
    assert code is not None
    (tmp_path / "counting_kind.py").write_text(textwrap.dedent(code.group()))
    monkeypatch.syspath_prepend(str(tmp_path))
    return "counting_kind"


def test_every_kind_of_the_folder_is_found() -> None:
    assert {kind.name for kind in KINDS} >= {"solve", "check", "winter", "find-capacity", "replan"}
    assert len({kind.name for kind in KINDS}) == len(KINDS)


def test_what_a_kind_says_is_slow_to_load_is_there() -> None:
    named = {module for kind in KINDS for module in kind.modules}
    assert named
    assert {module for module in named if find_spec(module) is None} == set()


def test_the_documented_kind_is_offered_and_its_requests_are_checked(
    documented_kind: str, tmp_path: Path
) -> None:
    with a_web(f"sqlite:///{tmp_path / 'kinds.sqlite'}", job_kinds=documented_kind) as web:
        client = web.client()
        case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
        assert "count" in {kind["name"] for kind in client.get("/v1/job-kinds").json()}
        assert client.post("/v1/jobs", json={"case": case, "kind": "count"}).status_code == 202
        wrong = client.post(
            "/v1/jobs", json={"case": case, "kind": "count", "request": {"team": 7}}
        )
        assert_problem(wrong, 422, "/request/team")


@pytest.mark.slow
def test_a_worker_does_the_documented_kind(
    documented_kind: str, bench: Bench, tmp_path: Path
) -> None:
    bench.settings = replace(bench.settings, job_kinds=documented_kind)
    bench.python_path = str(tmp_path)
    bench.worker()
    row = bench.until(bench.submit("count", team="north"), "completed", "failed", "invalid")
    assert (row.state, row.result) == ("completed", {"people": 4})


class Watching:
    """Remembers what is kept."""

    most_seconds = 60.0

    def __init__(self) -> None:
        self.kept: list[int] = []

    def tell(self, progress: Any) -> None:
        """Not of interest here."""

    def keep(self, plan: Plan) -> None:
        """Remember how many duties it has."""
        self.kept.append(len(plan.duties))

    def is_stopped(self) -> bool:
        """Never."""
        return False


def _told(seconds: float, best: float, num_duties: int | None) -> Progress:
    """Progress that carries a plan with so many duties, or none."""
    plan = None if num_duties is None else small_plan(duties=DUTIES[:num_duties])
    return Progress(seconds, best, None, None, "searching", plan)


def test_better_plans_of_a_search_are_kept_and_worse_ones_are_not() -> None:
    watch = Watching()
    better, later = _Better(watch), KEEP_SECONDS
    better.look(_told(0, 100, None))  # figures alone
    better.look(_told(1, 90, 1))
    better.look(_told(1.1, 80, 2))  # waits: keeping has its price
    better.look(_told(1.2, 85, 3))
    assert watch.kept == [1]
    better.look(_told(1 + later, 80, None))
    better.look(_told(1 + 3 * later, 85, 3))
    assert watch.kept == [1, 2]


@pytest.mark.parametrize(("most", "said"), [(100.0, 100), (1e6, 86400)])
def test_a_kind_says_the_time_limit_of_the_service(tmp_path: Path, most: float, said: int) -> None:
    with a_web(f"sqlite:///{tmp_path / 'kinds.sqlite'}", job_seconds=most) as web:
        kinds = {kind["name"]: kind for kind in web.client().get("/v1/job-kinds").json()}
    asked = kinds["solve"]["request"]["properties"]["time_limit"]["anyOf"]
    assert [one["maximum"] for one in asked if "maximum" in one] == [said]
