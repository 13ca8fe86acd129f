"""Restricted means, and the guard that offers them where the hazards of two groups cross."""

import math

import pytest

from osteon.errors import ProtocolError
from osteon.protocol import parse_protocol
from osteon.study import run_study

CURVE = """
[endpoint.survival]
title = "Survival"
origin = "diagnosis"
events = ["death"]
censored_at = ["last_contact"]

[analysis.curve]
kind = "survival"
title = "Curve"
population = "all"
endpoint = "survival"
group = "sex"
"""


def patient(month, sex, *, died=True):
    last = f"{2010 + month // 12}-{month % 12 + 1:02}-01"
    return {"sex": sex, "last": last, **({"death": last} if died else {})}


MEN_EARLY_WOMEN_LATE = [
    *(patient(month, "M") for month in range(1, 13)),
    *(patient(60, "M", died=False) for _ in range(12)),
    *(patient(24 + month, "F") for month in range(24)),
]
ALIKE = [patient(month, sex) for month in range(2, 26) for sex in "MF"]


@pytest.fixture
def run(freeze_rows, tables, protocol_text):
    """Return a function: patients and a protocol's curve to results."""

    def study(patients, curve):
        return run_study(
            parse_protocol(protocol_text(curve)), freeze_rows(tables(patients))
        ).results

    return study


def test_ph_01_fires_where_hazards_of_two_groups_cross_and_rmst_answers(run):
    results = run(MEN_EARLY_WOMEN_LATE, CURVE + "rmst = 36\n")
    (finding,) = [f for f in results.warnings if f.code == "PH-01"]
    assert "Sex" in finding.message
    assert "rmst" in finding.hint
    cells = {cell.cell_id: cell for cell in results.cells}
    men, women = (cells[f"curve/all/{sex}/36/restricted_mean"].value for sex in "MF")
    difference = cells["curve/all/F vs M/restricted_mean_difference"]
    ratio = cells["curve/all/F vs M/restricted_mean_ratio"]
    assert difference.value == pytest.approx(women - men)
    assert ratio.value == pytest.approx(women / men)
    assert difference.conf_low > 0
    assert cells["curve/all/F vs M/p_value_restricted_mean_difference"].value < 0.001
    assert difference.unit == "months"


def test_ph_01_is_silent_where_groups_are_alike(run):
    results = run(ALIKE, CURVE)
    assert "PH-01" not in {finding.code for finding in results.warnings}


def test_a_mean_beyond_the_follow_up_of_a_group_is_not_estimable(run):
    patients = [*ALIKE, patient(30, "F", died=False)]
    cells = {cell.cell_id: cell.value for cell in run(patients, CURVE + "rmst = 48\n").cells}
    assert math.isnan(cells["curve/all/F/48/restricted_mean"])
    assert cells["curve/all/M/48/restricted_mean"] > 0
    assert math.isnan(cells["curve/all/F vs M/restricted_mean_difference"])


def test_groups_that_patients_change_have_no_restricted_mean(protocol_text):
    curve = CURVE + 'rmst = 12\ngrouping = "time_dependent"\n'
    with pytest.raises(ProtocolError) as caught:
        parse_protocol(protocol_text(curve))
    assert "landmark" in caught.value.problems[0].permitted
