"""What do tests of the service share?"""

import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.postgres import Cluster, programs
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


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """PostgreSQL for the length of all tests."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL 15 or newer is not installed (Debian: apt-get install postgresql)")
    with tempfile.TemporaryDirectory(prefix="rosterer-postgres-") as folder:
        one = Cluster(Path(folder), found)
        yield one
        one.stop()


@pytest.fixture
def postgres_bench(cluster: Cluster) -> Iterator[Bench]:
    """A bench on PostgreSQL."""
    with a_bench(settings_for(cluster.url(f"bench_{secrets.token_hex(4)}"))) as one:
        yield one
