"""Does the service start with one command, and give out keys?"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from rosterer_api.settings import Settings, settings_from_environment
from tests.api.service import ROOT, ended, eventually

LINE = [sys.executable, "-c", "from rosterer.cli import main; main()"]


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """A command of the service."""
    return subprocess.run([*LINE, *arguments], capture_output=True, text=True, cwd=ROOT, timeout=60)


@pytest.mark.slow
def test_one_command_serves_and_shows_its_first_key_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'own.sqlite'}"
    talk = tmp_path / "talk.txt"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for is_first in (True, False):
        with talk.open("w") as file:
            process = subprocess.Popen(
                [*LINE, "serve", "--port", str(port), "--database", url], stderr=file, cwd=ROOT
            )
        try:
            assert eventually(lambda: answers(f"http://127.0.0.1:{port}/readyz"))
            assert not re.search(r"rosterer_\S+", talk.read_text())
            place = re.search(r"is in (\S+), which only you", talk.read_text())
            assert (place is not None) is is_first
            if place is not None:
                key = Path(place[1]).read_text().strip()
                answer = httpx.get(
                    f"http://127.0.0.1:{port}/v1/cases",
                    headers={"Authorization": f"Bearer {key}"},
                    trust_env=False,
                )
                assert answer.status_code == 200
            eventually(
                lambda: (
                    httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).json()["workers"]
                    == 1
                )
            )
        finally:
            ended(process)
    assert "rosterer_" not in "".join(
        line for line in talk.read_text().splitlines() if line.startswith("{")
    )


def answers(url: str) -> bool:
    """Whether somebody answers."""
    try:
        return httpx.get(url, trust_env=False).is_success
    except httpx.TransportError:
        return False


@pytest.mark.slow
def test_keys_are_made_listed_and_revoked(tmp_path: Path) -> None:
    database = ("--database", f"sqlite:///{tmp_path / 'own.sqlite'}")
    made = run("keys", "create", "dashboard", "--role", "planner", "--days", "30", *database)
    assert made.stdout.startswith("rosterer_")
    listed = json.loads(run("keys", "list", *database).stdout)
    assert (listed["name"], listed["role"], listed["state"]) == ("dashboard", "planner", "valid")
    assert run("keys", "revoke", listed["id"], *database).returncode == 0
    assert json.loads(run("keys", "list", *database).stdout)["state"] == "revoked"
    assert run("keys", "revoke", "none", *database).returncode == 2
    assert run("keys", "create", *database).returncode == 2


@pytest.mark.slow
def test_a_database_that_cannot_be_opened_is_bad_input_and_its_password_is_not_repeated() -> None:
    refused = run(
        "keys", "list", "--database", "postgresql+psycopg://me:secret-word@127.0.0.1:1/none"
    )
    assert refused.returncode == 2
    assert "secret-word" not in refused.stderr + refused.stdout


@pytest.mark.slow
def test_a_worker_ends_when_it_is_told_to(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*LINE, "worker", "--database", f"sqlite:///{tmp_path / 'own.sqlite'}"],
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stderr is not None
    assert "is ready" in process.stderr.readline()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 0


def test_settings_come_from_the_environment_and_go_back_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wanted = Settings(
        database="sqlite:///x", private_webhooks=True, stop_seconds=1.5, requests_per_minute=7
    )
    for name in [name for name in os.environ if name.startswith("ROSTERER_")]:
        monkeypatch.delenv(name)
    for name, value in wanted.environment().items():
        monkeypatch.setenv(name, value)
    assert settings_from_environment() == wanted
    monkeypatch.setenv("ROSTERER_STOP_SECONDS", "soon")
    with pytest.raises(ValueError, match="ROSTERER_STOP_SECONDS"):
        settings_from_environment()


LIBRARY = ("Input should", "Value error", "SQLAlchemy", "Internal failure", "Traceback")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("option", "said"),
    [
        (("--days", "0"), "use 1 or more"),
        (("--days", "nan"), "whole number"),
        (("--role", "boss"), "'boss' is not one of"),
    ],
)
def test_a_value_that_no_key_may_have_is_refused_in_our_own_words(
    tmp_path: Path, option: tuple[str, str], said: str
) -> None:
    database = f"sqlite:///{tmp_path / 'own.sqlite'}"
    done = run("keys", "create", "n", *option, "--database", database)
    assert done.returncode == 2
    assert option[0] in done.stderr
    assert said in done.stderr
    assert not [words for words in LIBRARY if words in done.stderr]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("url", "said"), [("nonsense", "no URL of a database"), ("sqlite:///{}", "no SQLite database")]
)
def test_what_is_no_database_is_told_so_and_left_alone(tmp_path: Path, url: str, said: str) -> None:
    file = tmp_path / "other.sqlite"
    file.write_bytes(b"something else entirely" * 50)
    done = run("keys", "list", "--database", url.format(file))
    assert done.returncode == 2
    assert said in done.stderr
    assert not [words for words in LIBRARY if words in done.stderr]
    assert file.read_bytes() == b"something else entirely" * 50
