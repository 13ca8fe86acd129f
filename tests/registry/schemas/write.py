"""Keep a small registry of the present schema, for `test_migrations.py` to begin from.

Run once when a migration is released: ``python tests/registry/schemas/write.py 0002_name``. What is
kept is never written again.
"""

import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from postgres_server import running_postgres  # noqa: E402
from registry_processes import KEYS, OwnRegistry  # noqa: E402

FILL = """
operations.found(by=by, at=at, centres={"A": "Centre A"})
actions.import_batch({"patient": [patient("P1"), patient("P2")]}, by=by, at=at)
study = {"id": "I1", "patient_id": "P1", "centre_id": "A", "source": "manual"}
study |= {"date": "2024-05", "modality": "CT"}
actions.enter_record("imaging_study", study, by=by, at=at, state=RecordState.DRAFT)
actions.write_identity("P1", actions.PatientIdentity("Rosenholz", "Ada"), by=by, at=at)
actions.answer_query(
    actions.raise_query("patient", "P2", actions.Question("Why?"), by=by, at=at),
    "Because.", by=by, at=at,
)
token = actions.create_account("clinician", "A clinician", by=by, at=at)
actions.grant_role("clinician", Role.CLINICIAN, "A", by=by, at=at)
actions.use_link(token, "a password of kept schemas", at=at)
"""


def write(name: str) -> None:
    """Fill a registry on each database, and keep what it then holds."""
    folder = HERE / name
    folder.mkdir()
    with tempfile.TemporaryDirectory() as place, running_postgres() as cluster:
        for kind, database in (("sqlite", ""), ("postgresql", cluster.create_database("kept"))):
            own = OwnRegistry(Path(place) / kind, database, KEYS)
            own.osteon("registry", "init", own.folder)
            own.run(FILL)
            own.osteon("registry", "backup", own.folder, Path(place) / f"{kind}.backup")
            shutil.copy(own.folder / "audit-heads.jsonl", folder / f"{kind}.heads.jsonl")
        shutil.copy(Path(place) / "postgresql.backup", folder / "postgresql.backup")
        with closing(sqlite3.connect(Path(place) / "sqlite.backup")) as database:
            dump = "\n".join(database.iterdump())
        (folder / "sqlite.sql").write_text(dump + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(sys.argv[1])
