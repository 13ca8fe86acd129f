"""Studies run once a session, from records to cells."""

import warnings
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from golden_flat import golden_lines
from golden_sav import write_golden_sav
from golden_sheet import write_golden_sheet
from osteon.dictionary import ENTITIES, to_arrow
from osteon.exchange import import_table, load_mapping, packaged_mapping
from osteon.protocol import load_protocol
from osteon.snapshot import Snapshot, build_snapshot
from osteon.study import Cell, StudyRun, run_study
from osteon.synthetic import (
    GOLDEN_DATA_CUTOFF,
    GOLDEN_RADIOTHERAPY_DATA_CUTOFF,
    SimulationTruth,
    golden_radiotherapy_records,
    golden_records,
    write_simulated_snapshot,
)

PROTOCOLS = Path(__file__).parents[2] / "protocols"
CREATED = datetime(2024, 1, 1, tzinfo=UTC)
SIMULATED_PATIENTS, SEED = 1_100, 2023


def freeze(folder: Path, records: Mapping[str, list], data_cutoff: date) -> Snapshot:
    tables = {
        name: to_arrow(name, records.get(name, [])) for name in ENTITIES if name != "data_cut"
    }
    return build_snapshot(
        folder, tables, data_cutoff=data_cutoff, source=folder.name, created=CREATED
    )


def run(name: str, snapshot: Snapshot) -> StudyRun:
    return run_study(load_protocol(PROTOCOLS / f"{name}.toml"), snapshot)


@pytest.fixture(scope="session")
def golden_snapshot(tmp_path_factory) -> Snapshot:
    return freeze(tmp_path_factory.mktemp("sinet") / "golden", golden_records(), GOLDEN_DATA_CUTOFF)


@pytest.fixture(scope="session")
def sinet_run(golden_snapshot) -> StudyRun:
    return run("sinet_bone", golden_snapshot)


@pytest.fixture(scope="session")
def sinet(sinet_run) -> Mapping[str, Cell]:
    """Cells of the siNET study by id."""
    return {cell.cell_id: cell for cell in sinet_run.results.cells}


def run_imported(source: Path, mapping: str) -> StudyRun:
    """Run the study of the golden registry on what a file of a centre carries of it."""
    imported = import_table(load_mapping(packaged_mapping(mapping)), source)
    assert imported.counts.n_accepted == len(golden_records()["patient"])
    assert imported.rejected == ()
    snapshot = freeze(source.with_suffix(""), imported.records, GOLDEN_DATA_CUTOFF)
    return run("sinet_bone", snapshot)


@pytest.fixture(scope="session")
def spss_run(tmp_path_factory) -> StudyRun:
    """The study on the flat SPSS file of a centre."""
    path = tmp_path_factory.mktemp("spss") / "patients.sav"
    return run_imported(write_golden_sav(golden_lines(), path), "centre_spss")


@pytest.fixture(scope="session")
def excel_run(tmp_path_factory) -> StudyRun:
    """The study on the Excel sheet of a centre, its faults mended."""
    path = tmp_path_factory.mktemp("excel") / "patients.xlsx"
    write_golden_sheet(golden_lines(), path, faulty=False)
    return run_imported(path, "centre_excel")


@pytest.fixture(scope="session")
def pannet_run(tmp_path_factory) -> StudyRun:
    """The study of another site, on a simulated registry of all sites."""
    simulated = write_simulated_snapshot(
        tmp_path_factory.mktemp("pannet") / "simulated",
        SimulationTruth(),
        SIMULATED_PATIENTS,
        seed=SEED,
        created=CREATED,
    )
    return run("pannet_bone", simulated.snapshot)


@pytest.fixture(scope="session")
def radiotherapy_snapshot(tmp_path_factory) -> Snapshot:
    folder = tmp_path_factory.mktemp("radiotherapy") / "golden radiotherapy"
    return freeze(folder, golden_radiotherapy_records(), GOLDEN_RADIOTHERAPY_DATA_CUTOFF)


@pytest.fixture(scope="session")
def radiotherapy_run(radiotherapy_snapshot) -> StudyRun:
    return run("bone_radiotherapy", radiotherapy_snapshot)


@pytest.fixture(scope="session")
def radiotherapy_patients_run(radiotherapy_snapshot) -> StudyRun:
    return run("bone_radiotherapy_patients", radiotherapy_snapshot)


@pytest.fixture(scope="session")
def prostate_spreadsheet(tmp_path_factory) -> Path:
    """The trial of Byar and Green as a user would have it: 502 men with their own columns."""
    data = pytest.importorskip("SurvSet.data", reason="installed by the pinned requirements")
    path = tmp_path_factory.mktemp("prostate") / "prostate.csv"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package keeps its data as a pickle of an older NumPy
        data.SurvLoader().load_dataset("prostate")["df"].to_csv(path, index=False)
    return path


@pytest.fixture(scope="session")
def byar_greene_run(prostate_spreadsheet, tmp_path_factory) -> StudyRun:
    imported = import_table(load_mapping(packaged_mapping("byar_greene")), prostate_spreadsheet)
    assert (imported.counts.n_in, imported.counts.n_rejected) == (502, 0)
    folder = tmp_path_factory.mktemp("snapshot") / "prostate"
    return run("byar_greene", freeze(folder, imported.records, date(1977, 12, 31)))
