"""Fixtures that every room may use."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # small steps on shared cores take many times as long with more

from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j_server import Neo4jServer, NoNeo4jError, find_server

_SLOW_SECONDS = 1200


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that is marked slow may take as long as a busy machine needs."""
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(_SLOW_SECONDS))


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """A real Neo4j, one a session; skips with the line that helps when there is none, and fails where CI is set."""
    cache = Path.home() / ".cache" / "medkg-tests" / "neo4j"
    try:
        server = find_server(tmp_path_factory.mktemp("neo4j"), cache)
    except NoNeo4jError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))
    yield server
    server.stop()
