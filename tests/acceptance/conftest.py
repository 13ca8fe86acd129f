"""Studies run once a session, from records to cells."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from osteon.dictionary import ENTITIES, to_arrow
from osteon.protocol import load_protocol
from osteon.snapshot import Snapshot, build_snapshot
from osteon.study import Cell, StudyRun, run_study
from osteon.synthetic import GOLDEN_DATA_CUTOFF, golden_records

PROTOCOLS = Path(__file__).parents[2] / "protocols"
CREATED = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def golden_snapshot(tmp_path_factory) -> Snapshot:
    records = golden_records()
    tables = {
        name: to_arrow(name, records.get(name, [])) for name in ENTITIES if name != "data_cut"
    }
    return build_snapshot(
        tmp_path_factory.mktemp("golden") / "snapshot",
        tables,
        data_cutoff=GOLDEN_DATA_CUTOFF,
        source="golden",
        created=CREATED,
    )


@pytest.fixture(scope="session")
def sinet_run(golden_snapshot) -> StudyRun:
    return run_study(load_protocol(PROTOCOLS / "sinet_bone.toml"), golden_snapshot)


@pytest.fixture(scope="session")
def sinet(sinet_run) -> Mapping[str, Cell]:
    """Cells of the siNET study by id."""
    return {cell.cell_id: cell for cell in sinet_run.results.cells}
