"""What holds for every snapshot: any changed byte shows, and no order of rows does."""

from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from osteon.dictionary import check_rows, to_arrow
from osteon.snapshot import build_snapshot, check_snapshot
from osteon.snapshot.layout import write_table

SAID = {
    "data_cutoff": date(2023, 5, 31),
    "source": "synthetic",
    "created": datetime(2024, 1, 2, tzinfo=UTC),
}
FILES = ("manifest.json", "patient.parquet")


def patients(numbers):
    rows = [
        {"patient_id": f"P{n}", "centre_id": "C", "source": "manual", "birth": "1950", "sex": "F"}
        for n in numbers
    ]
    return to_arrow("patient", check_rows("patient", rows).accepted)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("generative") / "snapshot"
    build_snapshot(folder, {"patient": patients(range(20))}, **SAID)
    return folder


@given(
    file=st.sampled_from(FILES),
    place=st.floats(0, 1, exclude_max=True),
    change=st.integers(1, 255),
)
def test_any_changed_byte_is_refused_by_file_name(snapshot, file, place, change):
    path = snapshot / file
    whole = path.read_bytes()
    at = int(place * len(whole))
    try:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ change]) + whole[at + 1 :])
        assert any(problem.where.startswith(str(path)) for problem in check_snapshot(snapshot))
    finally:
        path.write_bytes(whole)


@given(st.permutations(range(20)), st.integers(0, 20))
def test_the_order_in_which_rows_come_never_shows(snapshot, order, at):
    shuffled = patients(range(20)).take(order)
    parts = pa.concat_tables([shuffled.slice(at), shuffled.slice(0, at)])
    with TemporaryDirectory() as name:
        write_table(parts, "patient", Path(name))
        written = (Path(name) / "patient.parquet").read_bytes()
    assert written == (snapshot / "patient.parquet").read_bytes()
