"""Response by dose from records equals what R makes of the files of the radiotherapy registry."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from numpy.testing import assert_allclose

from osteon.dictionary import ENTITIES, to_arrow
from osteon.protocol import load_protocol, parse_protocol
from osteon.snapshot import build_snapshot
from osteon.study import run_study
from osteon.synthetic import GOLDEN_RADIOTHERAPY_DATA_CUTOFF, golden_radiotherapy_records

ROOT = Path(__file__).parents[2]
RTOL = 1e-6  # geepack stops its scoring steps earlier than it is told
CREATED = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def r() -> dict[str, float]:
    path = ROOT / "oracle" / "expected" / "golden_doses.csv"
    with path.open(encoding="utf-8") as file:
        return {row["name"]: float(row["value"]) for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def doses(tmp_path_factory):
    """Cells of the analysis by dose alone, by the end of their id."""
    records = golden_radiotherapy_records()
    snapshot = build_snapshot(
        tmp_path_factory.mktemp("doses") / "snapshot",
        {name: to_arrow(name, records.get(name, [])) for name in ENTITIES if name != "data_cut"},
        data_cutoff=GOLDEN_RADIOTHERAPY_DATA_CUTOFF,
        source="golden",
        created=CREATED,
    )
    text = load_protocol(ROOT / "protocols" / "bone_radiotherapy.toml").text
    head, _, analyses = text.partition("\n# --- Analyses")
    start = analyses.index("[analysis.response_by_dose]")
    only = analyses[start : analyses.index("\n[analysis.", start)]
    kept = head.replace('primary = "response"\n', "")
    cells = run_study(parse_protocol(f"{kept}\n{only}"), snapshot).results.cells
    return {cell.cell_id.removeprefix("response_by_dose/recorded/"): cell for cell in cells}


def test_sites_with_a_dose(doses, r):
    assert doses["n"].value == r["n"]
    bands = [cell.value for name, cell in doses.items() if name.endswith("responder/true/n")]
    assert sum(bands) == r["responders"]


def test_trend_and_odds_ratio_as_if_sites_were_independent(doses, r):
    ratio = doses["responder/odds_ratio"]
    found = [
        doses["responder/chi_square"].value,
        doses["responder/p_value"].value,
        ratio.value,
        ratio.conf_low,
        ratio.conf_high,
    ]
    names = ("chi_square", "p_value", "odds_ratio", "odds_ratio_low", "odds_ratio_high")
    assert_allclose(found, [r[name] for name in names], rtol=RTOL)


def test_the_odds_ratio_within_patients(doses, r):
    found = [doses[f"responder/{name}_clustered"].value for name in ("odds_ratio", "p_value")]
    assert_allclose(found, [r["odds_ratio_clustered"], r["p_value_clustered"]], rtol=RTOL)


def test_the_ratio_of_independent_sites_is_another(doses, r):
    """The likely mistake: the model of sites that takes no notice of patients."""
    with pytest.raises(AssertionError):
        assert_allclose(doses["responder/odds_ratio"].value, r["odds_ratio_clustered"], rtol=RTOL)
