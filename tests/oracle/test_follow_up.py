"""The reverse Kaplan-Meier curve against R's prodlim."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon.estimate import SurvivalCounts, estimate_follow_up, estimate_survival

RTOL = 1e-12  # closed forms: the same products, in another order
CORNERS = ("same_day", "time_zero", "one_event")


def counts_of(case, oracle_data):
    data = oracle_data("follow_up_corners", case=case) if case in CORNERS else oracle_data(case)
    return SurvivalCounts.from_rows(data["time"], data["status"])


@pytest.mark.parametrize("case", ["lung", "lung_months", *CORNERS])
def test_follow_up_agrees_with_prodlim(case, oracle_data, expected, deviations):
    found = estimate_follow_up(counts_of(case, oracle_data))[""]
    rows = expected("follow_up", case=case)
    assert_allclose(found.time, rows["time"])
    deviations.note("estimate_follow_up", found.survival, rows["survival"], RTOL, 0)
    known = rows["survival"] > 0  # prodlim prints a standard error there, we say it is unknown
    std_error = found.std_error[known]
    deviations.note("estimate_follow_up", std_error, rows["std_error"][known], RTOL, 0)
    assert np.isnan(found.std_error[~known]).all()


def test_exchanging_events_and_censorings_does_not_agree(oracle_data, expected):
    """A known defect elsewhere: under ties of a month the curve is off by one."""
    data = oracle_data("lung_months")
    rows = expected("follow_up", case="lung_months")
    wrong = estimate_survival(SurvivalCounts.from_rows(data["time"], data["status"] == 0))[""]
    with pytest.raises(AssertionError):
        assert_allclose(wrong.survival, rows["survival"], rtol=0.01)
