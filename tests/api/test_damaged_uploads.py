"""Does any damaged body, of thousands, bring the service down or slip in unseen?"""

import io
import json
import random
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rosterer.files import save_case, save_plan
from rosterer_api.uploads import JSON, WORKBOOK, ZIP
from tests.api.damage import damaged_bytes, damaged_json, damaged_zip
from tests.api.service import settings_for
from tests.api.web import Web, assert_problem, document_of
from tests.cases import small_case, small_plan

pytestmark = pytest.mark.slow
CASE, PLAN = small_case(), small_plan()
PLAN_DOCUMENT = PLAN.model_dump(mode="json", exclude={"certificate"})
Damage = Callable[[random.Random], bytes]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """A service that takes no body of more than five megabytes."""
    folder = tmp_path_factory.mktemp("damaged")
    web = Web(
        settings_for(
            f"sqlite:///{folder / 'service.sqlite'}",
            requests_per_minute=0,
            max_body_bytes=5_000_000,
        )
    )
    yield web
    web.close()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The small case and its plan in every form."""
    folder = tmp_path_factory.mktemp("sound")
    save_case(CASE, folder / "case")
    save_case(CASE, folder / "case.xlsx")
    save_plan(PLAN, folder / "plan", case=CASE)
    return {
        "case.json": json.dumps(document_of(CASE)).encode(),
        "case.zip": zipped(folder / "case"),
        "case.xlsx": (folder / "case.xlsx").read_bytes(),
        "plan.zip": zipped(folder / "plan"),
    }


def zipped(folder: Path) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
    return content.getvalue()


def outcomes(running: Web, path: str, media_type: str, damage: Damage, number: int) -> Counter[str]:
    """What became of so many damaged bodies; each was answered in a way that the contract knows."""
    client = running.client()
    found: Counter[str] = Counter()
    for seed in range(number):
        body = damage(random.Random(seed))
        answer = client.post(path, content=body, headers={"Content-Type": media_type})
        if answer.status_code in (200, 201):
            is_refused = answer.json().get("valid") is False
            assert not is_refused or answer.json()["faults"], seed
            found["refused" if is_refused else "taken"] += 1
        else:
            assert answer.status_code in (413, 422), (seed, answer.text)
            assert (
                assert_problem(answer, answer.status_code)["errors"] or answer.status_code == 413
            ), seed
            found["refused"] += 1
    return found


@pytest.mark.parametrize(
    ("what", "media_type", "way", "number"),
    [
        ("case.json", JSON, "bytes", 800),
        ("case.json", JSON, "values", 800),
        ("case.zip", ZIP, "bytes", 600),
        ("case.zip", ZIP, "files", 400),
        ("case.xlsx", WORKBOOK, "bytes", 400),
        ("case.xlsx", WORKBOOK, "files", 150),
    ],
)
def test_a_damaged_case_is_taken_or_refused_and_nothing_else(
    running: Web, sound: dict[str, bytes], what: str, media_type: str, way: str, number: int
) -> None:
    ways: dict[str, Damage] = {
        "bytes": lambda dice: damaged_bytes(sound[what], dice),
        "values": lambda dice: damaged_json(document_of(CASE), dice),
        "files": lambda dice: damaged_zip(sound[what], dice),
    }
    found = outcomes(running, "/v1/cases/validate", media_type, ways[way], number)
    assert found["refused"] > number / 10  # the damage is not so slight that nothing was tried
    assert found["taken"]


@pytest.mark.parametrize(("way", "number"), [("values", 400), ("files", 250)])
def test_a_damaged_plan_is_judged_or_refused_and_nothing_else(
    running: Web, sound: dict[str, bytes], way: str, number: int
) -> None:
    case = running.client().post("/v1/cases", json=document_of(CASE)).json()["id"]
    ways: dict[str, tuple[str, Damage]] = {
        "values": (JSON, lambda dice: damaged_json(PLAN_DOCUMENT, dice)),
        "files": (ZIP, lambda dice: damaged_zip(sound["plan.zip"], dice)),
    }
    found = outcomes(running, f"/v1/cases/{case}/plans", *ways[way], number)
    assert found["refused"] > number / 10
    assert found["taken"]


def test_what_was_taken_can_be_read_and_taken_away(running: Web) -> None:
    client = running.client()
    plans = client.get("/v1/plans", params={"limit": 50}).json()["items"]
    assert plans
    for plan in plans:
        for path in (
            "document",
            "verdict",
            "tables/duties.csv",
            "export/csv",
            "export/xlsx",
            "export/ics",
        ):
            answer = client.get(f"/v1/plans/{plan['id']}/{path}")
            assert answer.status_code == 200, (path, answer.text)
