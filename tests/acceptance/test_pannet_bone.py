"""The companion study of pancreatic tumours: the same file, asked of another site."""

import tomllib
from pathlib import Path

import pytest

from osteon import estimate
from osteon.protocol import load_protocol

PROTOCOLS = Path(__file__).parents[2] / "protocols"
PUBLISHED_PATIENTS = 314


@pytest.fixture(scope="module")
def cells(pannet_run):
    return {cell.cell_id: cell for cell in pannet_run.results.cells}


def test_it_differs_from_the_study_of_the_small_intestine_in_a_few_lines():
    own = tomllib.loads((PROTOCOLS / "pannet_bone.toml").read_text(encoding="utf-8"))
    assert own["based_on"] == "sinet_bone.toml"
    assert own["switches"] == {"site_group": "PANCREAS"}
    tables = {name for name, value in own.items() if isinstance(value, dict)}
    assert tables == {"switches", "population"}
    assert set(own["population"]) == {"sinet"}


def test_everything_else_is_the_same():
    sinet, pannet = (load_protocol(PROTOCOLS / f"{n}_bone.toml") for n in ("sinet", "pannet"))
    assert sinet.switches == {"site_group": "SMALL_INTESTINE"}
    for part in ("settings", "date", "variable", "endpoint", "branches", "primary"):
        assert getattr(sinet, part) == getattr(pannet, part), part
    others = {name: p for name, p in sinet.population.items() if name != "sinet"}
    assert {name: p for name, p in pannet.population.items() if name != "sinet"} == others
    assert sinet.population["sinet"].steps == pannet.population["sinet"].steps
    left_out = {"by_primary_site", "os_by_site"}
    asked = {
        name: analysis.model_copy(update={"published": ()})
        for name, analysis in sinet.analysis.items()
        if name not in left_out
    }
    assert pannet.analysis == asked


def test_all_its_patients_have_a_pancreatic_tumour(cells):
    n = cells["table_1/sinet/n"].value
    assert n >= PUBLISHED_PATIENTS
    assert cells["table_1/sinet/site/pancreas/n"].value == n
    assert "table_1/sinet/site/ileum/n" not in cells


def test_nothing_that_another_study_printed_stands_beside_it(pannet_run):
    assert pannet_run.results.published == ()


def test_death_ratio_of_bone_metastasis_is_found_where_its_time_is_known(cells):
    """Bone metastasis makes death 1.8 times as likely here; when it was found is a little late."""
    ratio = cells["os_by_bone/stage4/hazard_ratio_time_dependent"]
    assert ratio.conf_low < 1.8 < ratio.conf_high


def test_the_comparison_that_the_companion_study_prints_follows_from_its_counts():
    """Events in 9 of 26 and in 2 of 36; printed as an odds ratio of 9.0 and p = 0.0054."""
    table = estimate.ContingencyTable.from_array([[9, 26 - 9], [2, 36 - 2]])
    assert estimate.estimate_odds_ratio(table).value == pytest.approx(9.0)
    assert estimate.test_for_independence_exact(table).p_value == pytest.approx(0.00545, abs=5e-6)
