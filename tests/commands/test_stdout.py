"""Does standard output carry results alone, whatever the libraries print?"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cases import small_case

from rosterer.files import save_case
from rosterer_models.engines import cpsat
from rosterer_models.matrix.model import Builder
from rosterer_models.relaxation.bound_process import Proof

CHATTY = """
import builtins, os, sys
whole = builtins.__import__
heard = set()
def chatting(name, *rest, **more):
    module = whole(name, *rest, **more)
    top = name.partition(".")[0]
    if top in ("highspy", "ortools", "numba", "pandas") and top not in heard:
        heard.add(top)
        os.write(1, b"Running a library: Copyright (c)\\n")
        print("[1, 2, 3]", flush=True)
    return module
builtins.__import__ = chatting
"""
"""Prints at its first import, in Python and below it, as a library may from one day to the next."""


@pytest.fixture
def chatty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    (tmp_path / "chatty").mkdir()
    (tmp_path / "chatty" / "sitecustomize.py").write_text(CHATTY)
    path = os.pathsep.join(filter(None, [str(tmp_path / "chatty"), os.environ.get("PYTHONPATH")]))
    monkeypatch.setenv("PYTHONPATH", path)
    return {**os.environ, "PYTHONPATH": path}


def test_a_solve_prints_one_object_with_a_bound_though_libraries_print(
    chatty: dict[str, str], tmp_path: Path
) -> None:
    save_case(small_case(), tmp_path / "case")
    words = ["solve", "case", "--out", "plan", "--work", "1", "--json"]
    program = "from rosterer.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, cwd=tmp_path, env=chatty
    )
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 0, done.stderr
    assert len(lines) == 1
    assert json.loads(lines[0])["bound"] is not None
    assert b"Running a library" in done.stderr


def test_an_engine_in_a_process_of_its_own_answers_though_libraries_print(
    chatty: dict[str, str],
) -> None:
    builder = Builder()
    columns = builder.columns(2, upper=4, integer=True)
    builder.put(builder.rows(1, lower=5), columns)
    builder.charge(("work", "service"), columns, [1.0, 2.0])
    outcome = cpsat.solve_mixed(builder.build(), time_limit=60)
    assert outcome.value == pytest.approx(6.0)


def test_lines_that_are_no_bounds_are_counted_and_passed_over() -> None:
    proof = Proof(small_case(), seconds=600.0)
    proof.wait(120)
    bound = proof.bound
    lines = [b"a banner\n", b"[1]\n", b'{"bound": "many"}\n', b'{"bound": NaN}\n', b"\xff\n"]
    try:
        proof._hear([*lines, b'{"bound": 1e9}\n'])
        assert (proof.num_unknown, proof.bound) == (len(lines), 1e9)
        assert bound > 0
    finally:
        proof.close()
