"""Does the file that others install hold everything that the pages need?"""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.api.service import ROOT

pytestmark = pytest.mark.slow
LOOK = """
import re, sys, httpx, rosterer_api
assert rosterer_api.__file__.startswith(sys.argv[1]), rosterer_api.__file__
import threading, time, uvicorn
from rosterer_api.app import create_app
from rosterer_api.settings import Settings
from rosterer_api.storage import open_database
url = f"sqlite:///{sys.argv[2]}"
database = open_database(url)
database.migrate()
config = uvicorn.Config(create_app(Settings(database=url), database), port=0, log_config=None)
server = uvicorn.Server(config)
thread = threading.Thread(target=server.run)
thread.start()
while not server.started:
    assert thread.is_alive()
    time.sleep(0.01)
port = server.servers[0].sockets[0].getsockname()[1]
with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
    page = client.get("/", follow_redirects=True)
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    print(page.status_code, page.headers["content-type"], len(found))
    for name in [*found, "/static/rota.js"]:
        print(client.get(name).status_code)
server.should_exit = True
thread.join()
"""


def test_an_installed_wheel_answers_a_browser(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    built = subprocess.run(
        [*words, "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)],
        capture_output=True,
        text=True,
    )
    if built.returncode:
        pytest.skip(f"a wheel cannot be built here: {built.stderr[-200:]}")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(installed)
    looked = subprocess.run(
        [sys.executable, "-c", LOOK, str(installed), str(tmp_path / "s.sqlite")],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
    )
    assert looked.returncode == 0, looked.stderr[-2000:]
    assert looked.stdout.split() == ["200", "text/html;", "charset=utf-8", "3", *["200"] * 4]
