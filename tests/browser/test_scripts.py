"""Are the scripts of pages sound by their types?"""

import json
import subprocess
from pathlib import Path

import pytest

from rosterer_api.pages.static import FOLDER
from tests.api.test_generated_clients import found

pytestmark = pytest.mark.slow
STRICT = {
    "noEmit": True,
    "allowJs": True,
    "checkJs": True,
    "strict": True,
    "noUncheckedIndexedAccess": True,
    "noUnusedLocals": True,
    "target": "es2022",
    "module": "es2022",
    "lib": ["es2022", "dom", "dom.iterable"],
    "types": [],
}


def test_every_script_keeps_to_the_types_that_it_names(tmp_path: Path) -> None:
    compiler = found("node_modules", ".bin", "tsc")
    scripts = sorted(str(script) for script in FOLDER.glob("*.js"))
    assert scripts
    project = tmp_path / "tsconfig.json"
    project.write_text(json.dumps({"compilerOptions": STRICT, "files": scripts}))
    done = subprocess.run([compiler, "-p", project], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
