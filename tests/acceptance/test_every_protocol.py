"""Every protocol that is shipped ends in a report."""

from pathlib import Path

import pytest

from osteon.report import write_report

PROTOCOLS = Path(__file__).parents[2] / "protocols"
RUNS = {
    "bone_radiotherapy": "radiotherapy_run",
    "bone_radiotherapy_patients": "radiotherapy_patients_run",
    "byar_greene": "byar_greene_run",
    "pannet_bone": "pannet_run",
    "sinet_bone": "sinet_run",
}


def test_every_protocol_is_run():
    assert {path.stem for path in PROTOCOLS.glob("*.toml")} == set(RUNS)


@pytest.mark.parametrize("name", RUNS)
def test_a_protocol_ends_in_a_report(name, request, tmp_path):
    """Every analysis has its section, and every number its cell."""
    results = request.getfixturevalue(RUNS[name]).results
    assert results.study["id"] == name
    page = write_report(results, tmp_path).read_text(encoding="utf-8")
    assert page.count("data-cell") > 50
    for analysis in results.analyses:
        with_flow_chart = analysis.kind == "attrition"
        assert with_flow_chart or f'id="{analysis.id}"' in page
