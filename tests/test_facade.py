"""What does ``import rosterer`` give, and what does it leave alone?"""

import subprocess
import sys
from importlib import import_module

import pytest

import rosterer

HEAVY = ("highspy", "ortools", "numpy", "pandas", "numba", "scipy", "pydantic")


def test_all_is_sorted_and_everything_in_it_is_there() -> None:
    assert rosterer.__all__ == sorted(rosterer.__all__)
    assert [name for name in rosterer.__all__ if not callable(getattr(rosterer, name))] == []


def test_importing_the_facade_reaches_neither_solver_nor_tables() -> None:
    code = f"import sys, rosterer; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_function_stays_a_function_when_its_module_is_imported() -> None:
    module = import_module("rosterer.generate")
    assert rosterer.generate is module.generate


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="rosterer has no 'conjure'"):
        getattr(rosterer, "conjure")  # noqa: B009 - the name is wrong on purpose
