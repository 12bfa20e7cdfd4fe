"""Does the referee stand on its own?"""

import subprocess
import sys

STRANGERS = (
    "highspy",
    "ortools",
    "numpy",
    "pandas",
    "numba",
    "scipy",
    "rosterer_models.rules",
    "rosterer_models.columns",
    "rosterer_models.formulation",
    "rosterer_models.matrix",
    "rosterer_models.engines",
    "rosterer_models.relaxation",
    "rosterer_models.heuristics",
    "rosterer_models.simulation",
)


def test_the_referee_loads_no_solver_and_no_mathematics() -> None:
    program = (
        "import sys; import rosterer.referee, rosterer.referee.judge, "
        "rosterer.referee.reserve; print('\\n'.join(sys.modules))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "rosterer.referee.judge" in loaded
    assert [
        name
        for name in loaded
        if name in STRANGERS or name.startswith(tuple(f"{stranger}." for stranger in STRANGERS))
    ] == []
