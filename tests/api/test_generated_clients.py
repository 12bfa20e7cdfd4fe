"""Do programs that are generated from the contract work as they come?

The generators live in an environment of their own, ``.generators``, since they want other versions
than the service does; ``make generators`` makes it. Without it these tests are skipped.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from rosterer.files import save_case, save_plan
from rosterer_api.openapi import contract
from tests.api.service import ROOT, Bench, a_bench, settings_for
from tests.api.web import Web, a_web
from tests.cases import small_case, small_plan

pytestmark = pytest.mark.slow
HERE = ROOT / "tests" / "api" / "generators"
FOLDER = Path(os.environ.get("ROSTERER_GENERATORS", ROOT / ".generators"))
PUBLISHED = ROOT / "api" / "openapi.json"
FILES_ONLY = "Unsupported content type application/"
"""Said of each media type but the general one, of which a generated client makes a file."""


def found(*names: str) -> Path:
    """A program of the generators' environment."""
    program = FOLDER.joinpath(*names)
    if not program.exists():
        pytest.skip(f"{program.name} is not there; 'make generators' fetches it (needs a network)")
    return program


def done(*words: str | Path, cwd: Path, **environment: str) -> str:
    """What a program says that ends well."""
    result = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={"PATH": f"{FOLDER / 'bin'}:{os.environ['PATH']}", **environment},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-3000:]
    return result.stdout + result.stderr


@pytest.fixture
def working(tmp_path: Path) -> Iterator[Web]:
    """A service with a worker that may call webhooks on this machine."""
    url = f"sqlite:///{tmp_path / 'service.sqlite'}"
    with a_bench(settings_for(url, private_webhooks=True)) as bench:
        started: Bench = bench
        started.worker()
        with a_web(url, private_webhooks=True, requests_per_minute=0) as web:
            yield web


def test_a_generated_python_client_does_every_operation(working: Web, tmp_path: Path) -> None:
    generator = found("bin", "openapi-python-client")
    target = tmp_path / "rosterer_client"
    options: list[str | Path] = ["--path", PUBLISHED, "--output-path", target, "--meta", "none"]
    said = done(generator, "generate", *options, cwd=tmp_path)
    assert "will not be generated" not in said
    assert said.count("WARNING parsing") == said.count(FILES_ONLY), said
    for suffix in ("", ".json"):
        save_case(small_case(), tmp_path / f"case{suffix}")
        save_plan(small_plan(), tmp_path / f"plan{suffix}")
    for name in ("case", "plan"):
        shutil.make_archive(str(tmp_path / name), "zip", tmp_path / name)
    shutil.copy(HERE / "use_python.py", tmp_path)
    files = [tmp_path / name for name in ("case.json", "plan.json", "case.zip")]
    words: tuple[str | Path, ...] = ("use_python.py", working.url, working.shared_key, *files)
    said = done(found("bin", "python"), *words, cwd=tmp_path)
    operations = {
        operation["operationId"]
        for path in contract()["paths"].values()
        for operation in path.values()
    }
    assert set(json.loads(said)) == operations


def test_generated_types_of_typescript_say_what_is_promised(tmp_path: Path) -> None:
    tools = ("node_modules", ".bin")
    generator, compiler = found(*tools, "openapi-typescript"), found(*tools, "tsc")
    done(generator, PUBLISHED, "-o", tmp_path / "api.d.ts", cwd=tmp_path)
    shutil.copy(HERE / "use_typescript.ts", tmp_path)
    done(compiler, "--noEmit", "--strict", "use_typescript.ts", cwd=tmp_path)
