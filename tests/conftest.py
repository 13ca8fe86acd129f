"""Small registries for tests: synthetic rows, checked and frozen as any others are."""

import atexit
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import django
import pytest
from hypothesis import settings

from osteon.dictionary import check_rows, to_arrow
from osteon.registry.folder import create_folder
from osteon.snapshot import Snapshot, build_snapshot
from postgres_server import running_postgres

CREATED = datetime(2024, 1, 1, tzinfo=UTC)
Row = Mapping[str, object]

if os.environ.get("OSTEON_TESTS_ON") == "postgresql":  # tests/registry, a second time
    _SERVER = ExitStack()
    atexit.register(_SERVER.close)
    CLUSTER = _SERVER.enter_context(running_postgres())
    os.environ["OSTEON_DATABASE"] = CLUSTER.address("osteon")
else:
    CLUSTER = None
_REGISTRY = tempfile.TemporaryDirectory(prefix="osteon-registry-")
os.environ["OSTEON_REGISTRY"] = str(create_folder(Path(_REGISTRY.name)).path)
os.environ["DJANGO_SETTINGS_MODULE"] = "osteon.web.settings"
django.setup()

settings.register_profile("ci", max_examples=50, deadline=None, derandomize=True)
settings.register_profile("deep", max_examples=2_000, deadline=None)
settings.load_profile("ci")


@pytest.fixture(scope="session")
def new_database() -> Callable[..., str]:
    """Return a function that gives the address of a new database; nothing where it is SQLite's."""
    numbers = count(1)

    def create(template: str = "template1") -> str:
        name = f"own_{os.getpid()}_{next(numbers)}"
        return CLUSTER.create_database(name, template=template) if CLUSTER else ""

    return create


@pytest.fixture
def freeze_rows(tmp_path: Path) -> Callable[..., Snapshot]:
    """Return a function that freezes rows by table; ids, centre and source are filled in."""
    numbers = count(1)

    def freeze(
        tables: Mapping[str, Sequence[Row]], *, cutoff: date = date(2023, 5, 31)
    ) -> Snapshot:
        arrow = {}
        for name, given in tables.items():
            key = () if name == "patient" else ("id",)
            rows = [
                {**{k: f"{name}-{next(numbers)}" for k in key}, "centre_id": "C1",
                 "source": "manual", **row}
                for row in given
            ]  # fmt: skip
            checked = check_rows(name, rows)
            problems = [str(p) for rejected in checked.rejected for p in rejected.problems]
            assert not problems, problems
            arrow[name] = to_arrow(name, checked.accepted)
        return build_snapshot(
            tmp_path / f"snapshot-{next(numbers)}",
            arrow,
            data_cutoff=cutoff,
            source="test",
            created=CREATED,
        )

    return freeze
