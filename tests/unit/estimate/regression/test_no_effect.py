"""The test that a ratio is 1 is the profile interval, asked the other way round."""

import pytest
from numpy.testing import assert_allclose

from osteon.errors import EstimationError
from osteon.estimate import (
    BinaryCounts,
    CovariateCounts,
    estimate_profile_intervals,
    fit_cox,
    fit_logistic,
)
from osteon.estimate import test_for_no_effect as no_effect

TREATED = {"treated": [0, 0, 0, 0, 1, 1, 1, 1], "male": [0, 1, 0, 1, 0, 1, 0, 1]}
COUNTS = CovariateCounts.from_rows([1, 2, 4, 3, 5, 6, 7, 8], [1, 1, 1, 1, 0, 0, 1, 0], TREATED)


@pytest.mark.parametrize("penalty", [None, "firth"])
@pytest.mark.parametrize("name", ["treated", "male"])
def test_the_interval_at_its_own_level_ends_at_1(penalty, name):
    model = fit_cox(COUNTS, penalty=penalty)
    p_value = no_effect(model, COUNTS)[name].p_value
    interval = estimate_profile_intervals(model, COUNTS, conf_level=1 - p_value)[name]
    ends = (interval.conf_low, interval.conf_high)
    assert_allclose(min(ends, key=lambda end: abs(end - 1)), 1, rtol=1e-6)


def test_with_one_column_it_is_the_likelihood_ratio_test():
    counts = BinaryCounts.from_rows([0, 1, 0, 1], {"x": [0, 0, 1, 1]}, n=[20, 4, 11, 9])
    model = fit_logistic(counts)
    assert_allclose(
        no_effect(model, counts)["x"].statistic, model.likelihood_ratio_test().statistic, rtol=1e-9
    )


def test_an_infinite_ratio_has_a_p_value():
    """Wald's test has none there, which is why it is not used with a penalty or a zero cell."""
    counts = BinaryCounts.from_rows([0, 1, 0], {"treated": [0, 1, 1]}, n=[29, 13, 63])
    model = fit_logistic(counts)
    assert 0 < no_effect(model, counts)["treated"].p_value < 0.01


def test_unknown_columns_are_refused():
    with pytest.raises(EstimationError, match="no such columns"):
        no_effect(fit_cox(COUNTS), COUNTS, names=["tretaed"])
