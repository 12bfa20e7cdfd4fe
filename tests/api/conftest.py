"""What do tests of the service share?"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.service import Bench, a_bench, settings_for
from tests.api.web import Web, a_web


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A bench on SQLite."""
    with a_bench(settings_for(f"sqlite:///{tmp_path / 'service.sqlite'}")) as one:
        yield one


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    """A service in this process, on SQLite."""
    with a_web(f"sqlite:///{tmp_path / 'service.sqlite'}") as one:
        yield one
