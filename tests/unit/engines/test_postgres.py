"""A missing server is said, not skipped."""

import pytest

import postgres_server
from engines import start_postgres


def test_where_postgresql_is_missing_the_tests_fail_and_say_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(postgres_server, "BINARIES", tmp_path)
    with pytest.raises(FileNotFoundError, match="run tests/install_postgres"):
        start_postgres().__enter__()
