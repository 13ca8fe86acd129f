"""A trial of real patients, from a spreadsheet through a mapping: every number equals R's."""

import csv
import math
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RTOL = 1e-9  # closed forms; fisher.test itself is not closer than about 1e-10
LOOSE = {
    "p_value_exact": 1e-6,  # R's network algorithm stops there
    "hazard_ratio": 1e-8,  # fitted
}


@pytest.fixture(scope="module")
def expected(prostate_spreadsheet) -> dict[str, tuple[float, float, float]]:
    """What R makes of the spreadsheet, by cell id."""
    written = prostate_spreadsheet.with_name("expected.csv")
    script = ROOT / "oracle" / "live" / "byar_greene.R"
    subprocess.run(
        ["Rscript", "--vanilla", script, prostate_spreadsheet, written], check=True, cwd=ROOT
    )
    with written.open(encoding="utf-8") as file:
        return {
            row["cell_id"]: tuple(
                float(row[word]) if row[word] else math.nan
                for word in ("value", "conf_low", "conf_high")
            )
            for row in csv.DictReader(file)
        }


@pytest.fixture(scope="module")
def results(byar_greene_run):
    return byar_greene_run.results


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
