"""Three synthetic patients with their tumours, and a folder to freeze them in."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from osteon.dictionary import check_rows, to_arrow
from osteon.snapshot import Snapshot, build_snapshot

SHARED = {"centre_id": "C1", "source": "manual"}
PATIENTS = [
    {**SHARED, "patient_id": "P2", "birth": "1950", "sex": "F"},
    {**SHARED, "patient_id": "P1", "birth": "1948-05", "sex": "M"},
    {**SHARED, "patient_id": "P3", "birth_null": "UNK", "sex": "F"},
]
TUMOURS = [
    {
        **SHARED,
        "id": f"T{number}",
        "patient_id": f"P{number}",
        "dx_date": day,
        "topography": "C17.2",
        "basis_of_dx": "histology_primary",
        "symptoms_at_dx": ["flushing", "bone_pain"],
    }
    for number, day in [(1, "2010-03"), (2, "2012"), (3, "2015-07-09")]
]


def to_table(entity_name: str, rows: list[dict[str, object]]) -> pa.Table:
    checked = check_rows(entity_name, rows)
    assert not checked.problems
    return to_arrow(entity_name, checked.accepted)


@pytest.fixture
def tables() -> dict[str, pa.Table]:
    return {"patient": to_table("patient", PATIENTS), "tumour": to_table("tumour", TUMOURS)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "snapshot"


@pytest.fixture
def freeze(folder: Path) -> Callable[..., Snapshot]:
    """Return a function that freezes tables in the folder; what is not said has a default."""

    def build(tables: dict[str, pa.Table], **said: object) -> Snapshot:
        settings = {
            "data_cutoff": date(2023, 5, 31),
            "source": "synthetic",
            "created": datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC),
            **said,
        }
        target = settings.pop("folder", folder)
        return build_snapshot(target, tables, **settings)

    return build


@pytest.fixture
def stages() -> pa.Table:
    row = {
        **SHARED,
        "id": "S1",
        "patient_id": "P1",
        "tumour_id": "T1",
        "date": "2010-03",
        "system": "AJCC8",
        "basis": "c",
        "stage": "IV",
    }
    return to_table("stage_assessment", [row])
