"""Under what circumstances was something measured, and where are the lines kept?"""

import json
import os
import platform
import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

Line = dict[str, object]


def machine() -> str:
    """Processor, cores and Python of this machine."""
    processor = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        models = [
            line.split(":", 1)[1].strip()
            for line in cpuinfo.read_text().splitlines()
            if line.startswith("model name")
        ]
        processor = models[0] if models else processor
    return (
        f"{processor}, {os.cpu_count()} cores, {platform.system()}, Python "
        f"{platform.python_version()}"
    )


def software() -> str:
    """Version of the package, and the revision where this is a checkout."""
    asked = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    )
    revision = asked.stdout.strip()
    return version("rosterer") + (f"+{revision}" if asked.returncode == 0 and revision else "")


def lines_of(path: Path | None) -> Iterator[Line]:
    """Lines that are there already; a last one that was cut off is left out."""
    if path is None or not path.exists():
        return
    for text in path.read_text().splitlines():
        try:
            yield json.loads(text)
        except json.JSONDecodeError:
            continue


def keep(line: Line, path: Path | None) -> None:
    """Print a line, and append it to the file."""
    text = json.dumps(line)
    print(text, flush=True)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        is_cut_off = _is_cut_off(path)
        with path.open("a") as file:
            file.write("\n" * is_cut_off + text + "\n")


def _is_cut_off(path: Path) -> bool:
    """Whoever wrote last was ended in the middle of a line."""
    text = path.read_text() if path.exists() else ""
    return bool(text) and not text.endswith("\n")
