"""Does the service go on when its files, or rows that it reads, are removed from under it?"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy.orm.exc import StaleDataError

from rosterer.files.faults import BadInput
from rosterer_api import scratch
from rosterer_api.commands import serve
from rosterer_api.scratch import for_a_while, is_lost, sweep_scratch, use_own_scratch
from rosterer_api.settings import Settings
from rosterer_api.storage import open_database
from rosterer_api.storage.tables import CaseRow, PlanRow
from tests.api.test_attempts import kept_plan
from tests.api.web import Web, a_web, assert_problem, document_of
from tests.cases import small_case

plans = import_module("rosterer_api.routes.plans")  # the package shows its router by this name


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """Where this process has its folder, for the length of a test."""
    before, held = tempfile.tempdir, len(scratch._held)
    outside = os.environ.get("TMPDIR")
    settings = Settings(
        database=f"sqlite:///{tmp_path / 'own.sqlite'}", work_folder=str(tmp_path / "work")
    )
    database = open_database(settings.database)
    database.migrate()
    use_own_scratch(settings, database)
    yield tmp_path / "work"
    database.close()
    for _, lock in scratch._held[held:]:
        os.close(lock)
    del scratch._held[held:]
    tempfile.tempdir = before
    os.environ.pop("TMPDIR", None)
    if outside is not None:
        os.environ["TMPDIR"] = outside


def test_a_work_folder_that_was_removed_is_made_anew_and_swept_like_any_other(root: Path) -> None:
    shutil.rmtree(root)
    with for_a_while("upload-") as folder:
        assert folder.is_relative_to(root)
        own = folder.parent
    assert not folder.exists()
    assert own.is_dir()
    assert sweep_scratch(root) == 0, "it is locked as long as this process lives"
    with for_a_while("upload-") as again:
        assert again.parent == own


def test_uploads_and_exports_go_on_when_the_work_folder_was_removed(
    root: Path, tmp_path: Path
) -> None:
    with a_web(f"sqlite:///{tmp_path / 'service.sqlite'}") as web:
        client, plan = web.client(), kept_plan(web.client())[1]
        for path in ("/v1/cases", "/v1/cases/validate"):
            shutil.rmtree(root)
            assert client.post(path, json=document_of(small_case())).is_success
        for form in ("csv", "xlsx", "ics"):
            shutil.rmtree(root)
            assert client.get(f"/v1/plans/{plan}/export/{form}").is_success


def test_a_work_folder_that_cannot_be_made_anew_is_told_until_it_can(
    root: Path, tmp_path: Path
) -> None:
    with a_web(f"sqlite:///{tmp_path / 'service.sqlite'}") as web:
        client, case = web.client(), document_of(small_case())
        shutil.rmtree(root)
        root.write_text("a file of somebody else")
        answer = client.post("/v1/cases", json=case)
        assert_problem(answer, 503)
        assert answer.headers["retry-after"]
        root.unlink()
        assert client.post("/v1/cases", json=case).status_code == 201


def test_files_that_go_amid_a_request_are_no_fault_of_the_service(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_web(f"sqlite:///{tmp_path / 'service.sqlite'}") as web:
        plan = kept_plan(web.client())[1]
        monkeypatch.setattr(plans, "export", lambda *_: (root / "a").read_bytes())
        monkeypatch.setattr(tempfile, "tempdir", str(root))
        answer = web.client().get(f"/v1/plans/{plan}/export/ics")
    assert_problem(answer, 503)
    assert answer.headers["retry-after"]


def test_a_file_of_somebody_else_that_is_not_there_is_not_lost(root: Path) -> None:
    assert not is_lost(FileNotFoundError(2, "no", "/elsewhere/file"))
    assert is_lost(FileNotFoundError(2, "no", f"{tempfile.tempdir}/file"))


def test_a_case_that_is_removed_while_its_plan_is_exported_is_not_there(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = kept_plan(web.client())[1]

    found = plans.plan_document

    def read_and_remove(service: object, plan_id: str) -> object:
        read = found(service, plan_id)
        with web.database.writing() as session:
            row = session.get_one(PlanRow, plan_id)
            case = session.get_one(CaseRow, row.case_id)
            session.delete(row)
            session.flush()
            session.delete(case)
        return read

    monkeypatch.setattr(plans, "plan_document", read_and_remove)
    assert_problem(web.client().get(f"/v1/plans/{plan}/export/xlsx"), 404)


def test_a_row_that_others_removed_at_the_same_moment_is_a_conflict(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise StaleDataError("UPDATE statement on table 'plans' expected to update 1 row(s)")

    plan = kept_plan(web.client())[1]
    monkeypatch.setattr(plans, "judge_kept", gone)
    problem = assert_problem(web.client().post(f"/v1/plans/{plan}/approve"), 409)
    assert "UPDATE" not in problem["detail"]


def test_a_file_in_the_place_of_the_work_folder_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "work").write_text("no folder")
    settings = Settings(
        database=f"sqlite:///{tmp_path / 'own.sqlite'}", work_folder=str(tmp_path / "work")
    )
    with pytest.raises(BadInput) as refused:
        serve._made(settings, [], "127.0.0.1", 0)
    (fault,) = refused.value.faults
    assert "Errno" not in fault.message
    assert "it is no folder" in fault.message
    assert "ROSTERER_WORK_FOLDER" in fault.remedy
