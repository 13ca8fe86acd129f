"""What holds for every snapshot: any changed byte shows, and no order of rows does."""

from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osteon.dictionary import check_rows, to_arrow
from osteon.snapshot import build_snapshot, check_snapshot

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


@given(st.permutations(range(12)))
def test_the_order_in_which_rows_come_never_shows(order):
    table = patients(range(12)).take(order)
    with TemporaryDirectory() as name:
        first, second = Path(name) / "first", Path(name) / "second"
        one = build_snapshot(first, {"patient": patients(range(12))}, **SAID)
        two = build_snapshot(second, {"patient": table}, **SAID)
        assert one.digest == two.digest
