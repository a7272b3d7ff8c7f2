"""One prepared folder (migrated, packs loaded, static files gathered) for all live tests; each takes its own copy."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.server import Server, prepare


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare(tmp_path_factory.mktemp("prepared"))


@pytest.fixture
def server(prepared: Path) -> Iterator[Server]:
    with Server(prepared) as server:
        yield server
