"""Tables held in memory are a snapshot to all who ask, and as strictly those of the dictionary."""

from datetime import date

import pyarrow as pa
import pytest

from osteon.dictionary import check_rows, to_arrow
from osteon.errors import SnapshotError
from osteon.snapshot import hold_tables

PATIENT = {"patient_id": "P1", "centre_id": "C1", "source": "manual", "birth": "1950", "sex": "F"}
CUTOFF = date(2023, 5, 31)


def test_tables_in_memory_answer_as_a_snapshot():
    patients = to_arrow("patient", check_rows("patient", [PATIENT]).accepted)
    snapshot = hold_tables({"patient": patients}, data_cutoff=CUTOFF, source="test")
    assert snapshot.tables == ("patient",)
    assert snapshot.data_cutoff == CUTOFF
    assert snapshot.manifest.source == "test"
    assert snapshot.table("patient").patient_id.execute().tolist() == ["P1"]
    with pytest.raises(SnapshotError, match="no table 'tumour'"):
        snapshot.table("tumour")


def test_other_tables_are_refused():
    with pytest.raises(SnapshotError):
        hold_tables({"patient": pa.table({"x": [1]})}, data_cutoff=CUTOFF, source="test")
