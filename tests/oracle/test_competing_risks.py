"""Cause-specific hazards, incidence differences and pseudo-values against survival and prodlim."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon.estimate import (
    SurvivalCounts,
    estimate_cause_specific_hazard,
    estimate_cumulative_hazard,
    estimate_incidence_difference,
    estimate_pseudo_values,
)

RTOL = 1e-12  # the same sums in another order
ATOL_PSEUDO = 1e-11  # differences of two estimates, times 150 patients
PSEUDO = {
    "survival": ("survival", 1),
    "incidence_1": ("incidence", 1),
    "incidence_2": ("incidence", 2),
    "restricted_mean": ("restricted_mean", 1),
}


@pytest.fixture(scope="module")
def patients(oracle_data):
    rows = oracle_data("mgus2_groups")
    return SurvivalCounts.from_rows(rows["time"], rows["status"], group=rows["sex"])


@pytest.mark.parametrize("cause", [1, 2])
def test_cause_specific_hazard_agrees_with_survfit(patients, expected, cause):
    table = expected("cause_specific_hazard", cause=str(cause))
    found = estimate_cause_specific_hazard(patients, cause=cause)["M"]
    for field in ("time", "cumulative_hazard", "std_error"):
        assert_allclose(getattr(found, field), table[field], rtol=RTOL)


def test_hazard_of_any_event_does_not_pass(patients, expected):
    table = expected("cause_specific_hazard", cause="1")
    wrong = estimate_cumulative_hazard(patients)["M"]
    with pytest.raises(AssertionError):
        assert_allclose(wrong.cumulative_hazard, table["cumulative_hazard"], rtol=0.1)


@pytest.mark.parametrize("time", [60, 120, 240])
@pytest.mark.parametrize("cause", [1, 2])
def test_incidence_difference_agrees_with_survfit(patients, expected, time, cause):
    table = expected("incidence_difference", time=str(time), cause=str(cause))
    found = estimate_incidence_difference(patients, time, cause=cause)
    pairs = [
        (found.difference.value, "difference"),
        (found.difference.std_error, "std_error"),
        (found.difference.conf_low, "low"),
        (found.difference.conf_high, "high"),
        (found.ratio.value, "ratio"),
        (found.ratio.conf_low, "ratio_low"),
        (found.ratio.conf_high, "ratio_high"),
        (found.test.p_value, "p_loglog"),
    ]
    for value, name in pairs:
        assert_allclose(value, table[name][0], rtol=RTOL)
    for scale in ("plain", "log"):
        other = estimate_incidence_difference(patients, time, cause=cause, test_scale=scale)
        assert_allclose(other.test.p_value, table[f"p_{scale}"][0], rtol=RTOL)


def test_difference_of_one_minus_kaplan_meier_does_not_pass(patients, expected):
    alone = replace(patients, status=(patients.status == 1).astype(int))
    wrong = estimate_incidence_difference(alone, 240)
    table = expected("incidence_difference", time="240", cause="1")
    with pytest.raises(AssertionError):
        assert_allclose(wrong.difference.value, table["difference"][0], rtol=0.05)


@pytest.fixture(scope="module")
def first_patients(oracle_data):
    """The first 150, as counts, and the row of each."""
    rows = oracle_data("mgus2_first")
    counts = SurvivalCounts.from_rows(rows["time"], rows["status"])
    keys = list(zip(counts.time.tolist(), counts.status.tolist(), strict=True))
    pairs = zip(rows["time"].tolist(), rows["status"].astype(int).tolist(), strict=True)
    return counts, [keys.index(pair) for pair in pairs]


@pytest.mark.parametrize("case", PSEUDO)
def test_pseudo_values_agree_with_leaving_one_out(first_patients, expected, case):
    counts, row = first_patients
    estimand, cause = PSEUDO[case]
    table = expected("pseudo_values", estimand=case)
    at = np.unique(table["at"])
    found = estimate_pseudo_values(counts, at, estimand=estimand, cause=cause)[row]
    assert_allclose(found.T.ravel(), table["value"], atol=ATOL_PSEUDO)


def test_pseudo_values_of_another_cause_do_not_pass(first_patients, expected):
    counts, row = first_patients
    table = expected("pseudo_values", estimand="incidence_1")
    at = np.unique(table["at"])
    wrong = estimate_pseudo_values(counts, at, estimand="incidence", cause=2)[row]
    with pytest.raises(AssertionError):
        assert_allclose(wrong.T.ravel(), table["value"], atol=0.1)
