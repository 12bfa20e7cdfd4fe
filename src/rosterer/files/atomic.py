"""How is a file or a folder written so that nobody ever sees half of it?

Everything is written beside its place under another name, then renamed, so that an interruption
leaves the old or the new. A folder keeps what else its owner put there.
"""

import secrets
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path


def write_file(path: Path, content: bytes) -> None:
    """Write or replace one file in one step."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = _beside(path)
    try:
        fresh.write_bytes(content)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def write_folder(path: Path, contents: Mapping[str, bytes], own_names: Collection[str]) -> None:
    """Write or replace a folder of files in one step.

    Parameters
    ----------
    contents
        Bytes by file name.
    own_names
        Names that such a folder may hold; older files of these names go, all others stay.

    Raises
    ------
    OSError
        When the disk refuses; the folder is then as it was.
    """
    path = path.resolve()
    if path.exists() and not path.is_dir():
        raise NotADirectoryError(20, "there is a file of that name", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = _beside(path) if _can_be_renamed(path) else path / f".new-{secrets.token_hex(4)}"
    fresh.mkdir()
    try:
        for name, content in contents.items():
            (fresh / name).write_bytes(content)
        if fresh.parent == path:
            _move_in(fresh, path, contents, own_names)
        else:
            _swap(fresh, path, own_names)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def try_beside(path: Path) -> None:
    """Raise ``OSError`` where nothing can be written beside a path; folders that it needs are
    made.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = _beside(path) if _can_be_renamed(path) else path / f".new-{secrets.token_hex(4)}"
    try:
        fresh.touch()
    finally:
        fresh.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.new-{secrets.token_hex(4)}")


def _can_be_renamed(path: Path) -> bool:
    """A mounted folder cannot be, and the folder somebody stands in should not be."""
    here = Path.cwd()
    return not (path.is_mount() or path == here or path in here.parents)


def _swap(fresh: Path, path: Path, own_names: Collection[str]) -> None:
    if not path.exists():
        fresh.rename(path)
        return
    old = path.with_name(f".{path.name}.old-{secrets.token_hex(4)}")
    path.rename(old)
    try:
        fresh.rename(path)
    except OSError:
        old.rename(path)
        raise
    for other in old.iterdir():
        if other.name not in own_names:
            other.rename(path / other.name)
    shutil.rmtree(old)


def _move_in(
    fresh: Path, path: Path, contents: Mapping[str, bytes], own_names: Collection[str]
) -> None:
    for name in own_names:
        if name not in contents:
            (path / name).unlink(missing_ok=True)
    for name in contents:
        (fresh / name).replace(path / name)
