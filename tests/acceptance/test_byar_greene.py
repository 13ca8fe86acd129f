"""A trial of real patients, from a spreadsheet through a mapping: every number equals R's."""

import csv
import math
import subprocess
import warnings
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from osteon.dictionary import ENTITIES, to_arrow
from osteon.exchange import import_table, load_mapping, packaged_mapping
from osteon.protocol import load_protocol
from osteon.snapshot import build_snapshot
from osteon.study import run_study

ROOT = Path(__file__).parents[2]
RTOL = 1e-9  # closed forms; fisher.test itself is not closer than about 1e-10
LOOSE = {"p_value_exact": 1e-6}  # R's network algorithm stops there


@pytest.fixture(scope="module")
def spreadsheet(tmp_path_factory) -> Path:
    """The trial as a user would have it: 502 men with their own columns."""
    data = pytest.importorskip("SurvSet.data", reason="installed by the pinned requirements")
    path = tmp_path_factory.mktemp("prostate") / "prostate.csv"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package keeps its data as a pickle of an older NumPy
        data.SurvLoader().load_dataset("prostate")["df"].to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def expected(spreadsheet) -> dict[str, tuple[float, float, float]]:
    """What R makes of the spreadsheet, by cell id."""
    written = spreadsheet.with_name("expected.csv")
    script = ROOT / "oracle" / "live" / "byar_greene.R"
    subprocess.run(["Rscript", "--vanilla", script, spreadsheet, written], check=True, cwd=ROOT)
    with written.open(encoding="utf-8") as file:
        return {
            row["cell_id"]: tuple(
                float(row[word]) if row[word] else math.nan
                for word in ("value", "conf_low", "conf_high")
            )
            for row in csv.DictReader(file)
        }


@pytest.fixture(scope="module")
def results(spreadsheet, tmp_path_factory):
    imported = import_table(load_mapping(packaged_mapping("byar_greene")), spreadsheet)
    assert (imported.counts.n_in, imported.counts.n_rejected) == (502, 0)
    records = imported.records
    snapshot = build_snapshot(
        tmp_path_factory.mktemp("snapshot") / "prostate",
        {name: to_arrow(name, records.get(name, [])) for name in ENTITIES if name != "data_cut"},
        data_cutoff=date(1977, 12, 31),
        source="prostate",
        created=datetime(2024, 1, 1, tzinfo=UTC),
    )
    protocol = load_protocol(ROOT / "protocols" / "byar_greene.toml")
    return run_study(protocol, snapshot).results


def test_every_number_is_r_s(results, expected):
    cells = {cell.cell_id: cell for cell in results.cells}
    missing = {name for name in cells if "/missing/" in name}
    assert set(cells) - missing == set(expected)
    for name, numbers in expected.items():
        cell = cells[name]
        found = (cell.value, cell.conf_low, cell.conf_high)
        rtol = LOOSE.get(cell.statistic, RTOL)
        assert found == pytest.approx(numbers, rel=rtol, abs=1e-12, nan_ok=True), name


def test_the_men_the_publication_counts(results):
    values = {cell.cell_id: cell.value for cell in results.cells}
    assert values["characteristics/randomised/n"] == 502
    assert values["characteristics/bone/n"] == 82
    assert values["os_all/randomised/n_event"] == 354
    assert values["os_all/randomised/n_prevalent"] == 16


def test_missing_ages_are_counted(results):
    age = next(c for c in results.cells if c.cell_id == "characteristics/randomised/age/median")
    assert (age.n, age.n_missing) == (501, 1)


def test_nothing_was_grouped_by_the_future(results):
    assert "TIME-01" not in {finding.code for finding in results.warnings}
