"""Servers that the engines run on, one a session."""

from collections.abc import Iterator

import pytest

from engines import PostgresServer, start_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """Yield a private PostgreSQL server."""
    with start_postgres() as server:
        yield server
