"""A simulated registry as a snapshot: the same bytes again, the same rows as in memory."""

from dataclasses import replace
from datetime import UTC, datetime

import pyarrow.parquet as pq
import pytest

from osteon.errors import ProtocolError, SnapshotError
from osteon.snapshot import check_snapshot
from osteon.synthetic import (
    PiecewiseConstant,
    SimulationTruth,
    simulate_registry,
    write_simulated_snapshot,
)

TRUTH = SimulationTruth()
CREATED = datetime(2024, 1, 1, tzinfo=UTC)
N_PATIENTS = 150
BLOCKS = "osteon.synthetic.simulation.histories.PATIENTS_PER_BLOCK"


def write(folder, truth=TRUTH, *, seed=1, created=CREATED):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BLOCKS, 100)
        return write_simulated_snapshot(folder, truth, N_PATIENTS, seed=seed, created=created)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return write(tmp_path_factory.mktemp("simulated") / "registry")


def read_bytes(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.parquet")}


def test_what_is_written_can_be_trusted_and_names_its_seed(written):
    assert (written.truth, written.seed) == (TRUTH, 1)
    manifest = written.snapshot.manifest
    assert manifest.source.startswith("simulated: 150 patients, seed 1, truth ")
    assert manifest.tables["patient"].rows == N_PATIENTS
    assert len(manifest.tables["patient"].files) == 2
    assert written.snapshot.data_cutoff == TRUTH.observation.data_cutoff


def test_it_holds_the_rows_of_the_registry_in_memory(written, monkeypatch):
    monkeypatch.setattr(BLOCKS, 100)
    tables = simulate_registry(TRUTH, N_PATIENTS, seed=1).tables
    for name, table in tables.items():
        read = pq.read_table(written.snapshot.folder / name)
        assert read.equals(table.cast(read.schema)), name


def test_the_same_seed_and_truth_give_the_same_bytes(written, tmp_path):
    """In an empty folder, and at another time."""
    (tmp_path / "again").mkdir()
    again = write(tmp_path / "again", created=datetime(2025, 1, 1, tzinfo=UTC)).snapshot
    assert check_snapshot(tmp_path / "again") == ()
    assert read_bytes(again.folder) == read_bytes(written.snapshot.folder)
    assert again.digest == written.snapshot.digest


def test_another_seed_gives_other_bytes(written, tmp_path):
    other = write(tmp_path / "other", seed=2).snapshot
    assert other.digest != written.snapshot.digest
    assert read_bytes(other.folder) != read_bytes(written.snapshot.folder)


def test_nothing_is_replaced(tmp_path):
    (tmp_path / "notes.txt").write_text("keep me", encoding="utf-8")
    with pytest.raises(SnapshotError, match="A simulated registry replaces nothing"):
        write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_failure_leaves_nothing_behind(tmp_path):
    observation = replace(
        TRUTH.observation, referred_at_diagnosis=0.0, referral=PiecewiseConstant((0.0,))
    )
    with pytest.raises(ProtocolError):
        write(tmp_path / "registry", replace(TRUTH, observation=observation))
    assert list(tmp_path.iterdir()) == []
