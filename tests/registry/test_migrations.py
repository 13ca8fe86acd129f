"""From the schema of every migration there was, a registry comes to the present one, whole."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from osteon.registry.folder import create_folder
from registry_processes import KEYS, OwnRegistry

HERE = Path(__file__).parent / "schemas"
MIGRATIONS = Path(__file__).parents[2] / "src" / "osteon" / "registry" / "migrations"
KEPT = sorted(path.name for path in HERE.iterdir() if (path / "sqlite.sql").is_file())
CHECK = """
operations.found(by=by, at=at)
print(*operations.verify(), sep="\\n")
patients = RECORD_MODELS["patient"].objects.values_list("pk", flat=True).order_by("pk")
name = actions.read_identity("P1", by=by, at=at).family_name
query, = reading.list_queries(by=by)
print(*patients, name, query.answer, len(reading.known_accounts(by=by)))
print(*operations.verify(), sep="\\n")
"""


def test_every_schema_but_the_last_is_kept():
    """Whoever adds a migration keeps the schema before it: ``schemas/write.py`` does."""
    names = sorted(path.stem for path in MIGRATIONS.glob("0*.py"))
    assert set(names[:-1]) <= set(KEPT) <= set(names)


@pytest.mark.parametrize("name", KEPT)
def test_a_kept_registry_comes_to_the_present_schema(name, tmp_path, new_database):
    own = OwnRegistry(tmp_path / "registry", new_database(), KEYS)
    create_folder(own.folder)
    kind = "postgresql" if own.database else "sqlite"
    shutil.copy(HERE / name / f"{kind}.heads.jsonl", own.folder / "audit-heads.jsonl")
    if own.database:
        own.osteon("registry", "restore", own.folder, HERE / name / "postgresql.backup")
    else:
        with closing(sqlite3.connect(own.folder / "registry.sqlite3")) as database:
            database.executescript((HERE / name / "sqlite.sql").read_text(encoding="utf-8"))
    assert own.run(CHECK).split() == ["P1", "P2", "Rosenholz", "Because.", "1"]
