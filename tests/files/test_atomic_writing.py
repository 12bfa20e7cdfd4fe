"""Can anybody ever see half a plan, or lose what else stood in its folder?"""

from pathlib import Path

import pytest

from rosterer.files import BadInput, load_plan, save_plan
from rosterer.files.atomic import write_file, write_folder
from rosterer_models.vocabulary.plan import ChosenLine, Plan

LINES = Plan(lines=(ChosenLine(person="p1", pattern="D", phase=0),))
OWN = ("a.csv", "b.csv")


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_files_of_an_older_plan_go_and_everything_else_stays(tmp_path: Path) -> None:
    save_plan(LINES, tmp_path / "plan")
    (tmp_path / "plan" / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "plan" / "prints").mkdir()
    save_plan(Plan(), tmp_path / "plan")
    assert names(tmp_path / "plan") == [
        "duties.csv",
        "notes.txt",
        "placements.csv",
        "plan.json",
        "prints",
    ]
    assert names(tmp_path) == ["plan"]


def test_a_write_that_fails_leaves_the_older_plan_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_plan(LINES, tmp_path / "plan")
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if ".new-" in path.name:
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(BadInput, match="No space left"):
        save_plan(Plan(), tmp_path / "plan")
    assert load_plan(tmp_path / "plan") == LINES
    assert names(tmp_path) == ["plan"]


def test_a_file_that_cannot_be_written_whole_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_file(tmp_path / "plan.json", b"old")

    def half(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(OSError, match="No space left"):
        write_file(tmp_path / "plan.json", b"new")
    with pytest.raises(OSError, match="No space left"):
        write_folder(tmp_path / "plan", {"a.csv": b"new"}, OWN)
    assert names(tmp_path) == ["plan.json"]
    assert (tmp_path / "plan.json").read_bytes() == b"old"


def test_the_folder_somebody_stands_in_stays_the_same_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "plan"
    write_folder(folder, {"a.csv": b"1", "b.csv": b"2"}, OWN)
    before = folder.stat().st_ino
    monkeypatch.chdir(folder)
    write_folder(Path(), {"b.csv": b"3"}, OWN)
    assert folder.stat().st_ino == before
    assert names(folder) == ["b.csv"]
    assert (folder / "b.csv").read_bytes() == b"3"


def test_a_file_in_the_way_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "plan").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match="there is a file of that name"):
        save_plan(Plan(), tmp_path / "plan")
    assert (tmp_path / "plan").read_text(encoding="utf-8") == "mine"


def test_missing_folders_above_are_made(tmp_path: Path) -> None:
    save_plan(LINES, tmp_path / "out" / "demo" / "plan")
    assert load_plan(tmp_path / "out" / "demo" / "plan") == LINES
