"""Does the first key reach whoever starts the service, once, and no log?"""

import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from rosterer.files import BadInput
from rosterer_api.auth import first_key
from rosterer_api.auth.first_key import FILE_NAME, show_first_key
from rosterer_api.auth.keys import KnownKeys, make_key
from rosterer_api.storage import Database, open_database
from rosterer_api.storage.tables import KeyRow

KEY = re.compile(r"rosterer_\S+")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = open_database(f"sqlite:///{tmp_path / 'own' / 'first.sqlite'}")
    found.migrate()
    yield found
    found.close()


def test_where_there_is_no_terminal_the_key_is_in_a_file_of_its_owner_s(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    show_first_key(database)
    file = tmp_path / "own" / FILE_NAME
    told = capsys.readouterr()
    assert str(file) in told.err
    assert not KEY.search(told.err + told.out)
    assert file.stat().st_mode & 0o777 == 0o600
    holder = KnownKeys(database).principal_of(file.read_text().strip())
    assert holder is not None
    assert holder.role == "administrator"
    show_first_key(database)
    assert not capsys.readouterr().err
    assert sorted(tmp_path.glob(f"own/{FILE_NAME}*")) == [file]


def test_to_a_terminal_the_key_is_shown_and_nothing_is_written(
    database: Database,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    show_first_key(database)
    found = KEY.search(capsys.readouterr().err)
    assert found is not None
    assert KnownKeys(database).principal_of(found[0]) is not None
    assert not list(tmp_path.glob(f"own/{FILE_NAME}*"))


def test_where_there_is_a_key_none_is_made(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with database.writing() as session:
        make_key(session, "mine", "auditor")
    show_first_key(database)
    assert not capsys.readouterr().err
    with database.reading() as session:
        assert session.query(KeyRow).count() == 1


def test_a_key_that_could_not_be_shown_is_not_made(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**where: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    with pytest.raises(BadInput, match="first key"):
        show_first_key(database)
    with database.reading() as session:
        assert session.query(KeyRow).count() == 0


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_servers_that_start_together_make_one_key(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    url = (
        f"sqlite:///{tmp_path / 'both.sqlite'}"
        if kind == "sqlite"
        else request.getfixturevalue("cluster").url(f"first_{tmp_path.name[-8:].lower()}")
    )
    database = open_database(url)
    database.migrate()
    monkeypatch.setattr(first_key, "_is_there", lambda database: False)
    start = threading.Barrier(8)

    def serve() -> None:
        start.wait()
        show_first_key(database)

    servers = [threading.Thread(target=serve) for _ in range(8)]
    for server in servers:
        server.start()
    for server in servers:
        server.join()
    with database.reading() as session:
        assert session.query(KeyRow).count() == 1
    (file,) = tmp_path.rglob(f"{FILE_NAME}*")
    assert KnownKeys(database).principal_of(file.read_text().strip()) is not None
    database.close()
