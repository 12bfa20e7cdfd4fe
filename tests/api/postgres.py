"""How does a test get a PostgreSQL of its own? A cluster in a temporary folder, on a free loopback
port, never run by root.
"""

import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path

FALLBACKS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
LEAST_VERSION = 15


def programs() -> Path | None:
    """Where initdb and pg_ctl of PostgreSQL 15 or newer are, if anywhere."""
    on_path = shutil.which("pg_ctl")
    for folder in ([Path(on_path).resolve().parent] if on_path else []) + FALLBACKS:
        if (folder / "initdb").exists():
            said = subprocess.run(
                [folder / "initdb", "--version"], capture_output=True, text=True, check=True
            ).stdout
            if int(said.split()[2].split(".")[0]) >= LEAST_VERSION:
                return folder
    return None


class Cluster:
    """A PostgreSQL server that can be stopped, killed and started again."""

    def __init__(self, folder: Path, bin_folder: Path) -> None:
        self._bin, self._data, self._folder = bin_folder, folder / "data", folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        if os.getuid() == 0:
            owner = pwd.getpwnam("nobody" if _lacks("postgres") else "postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            self._user: str | None = owner.pw_name
        else:
            self._user = None
        self._run(
            "initdb",
            "-D",
            str(self._data),
            "-A",
            "trust",
            "-U",
            "rosterer",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        )
        self.start()

    def url(self, name: str) -> str:
        """A new database of the cluster."""
        self._run("createdb", *self._place, name)
        return f"postgresql+psycopg://rosterer@127.0.0.1:{self.port}/{name}"

    def dump(self, name: str, *options: str) -> Path:
        """A backup of a database, as the page on running the service makes it."""
        file = self._folder / f"{name}.dump"
        self._run("pg_dump", *self._place, "--format=custom", *options, f"--file={file}", name)
        return file

    def restore(self, file: Path, name: str) -> None:
        """Bring a backup into an empty database."""
        self._run("pg_restore", *self._place, f"--dbname={name}", str(file))

    @property
    def _place(self) -> tuple[str, ...]:
        return ("-h", "127.0.0.1", "-p", str(self.port), "-U", "rosterer")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = (
            f"-c listen_addresses=127.0.0.1 -c port={self.port} -c "
            "unix_socket_directories= -c fsync=off"
        )
        self._run(
            "pg_ctl",
            "-D",
            str(self._data),
            "-w",
            "-t",
            "30",
            "-l",
            str(self._folder / "log"),
            "-o",
            options,
            "start",
        )

    def stop(self, mode: str = "immediate") -> None:
        """Stop the server; ``immediate`` is as hard as a power cut for those connected."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", mode, "stop")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._bin / program), *arguments]
        subprocess.run(
            command, check=True, capture_output=True, cwd=self._folder, user=self._user, timeout=60
        )


def _lacks(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return True
    return False
