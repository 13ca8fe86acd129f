"""Splines as columns of a regression, and ratios that several columns make together."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon.errors import EstimationError
from osteon.estimate import (
    CovariateCounts,
    Covariates,
    ValueCounts,
    choose_knots,
    fit_cox,
    spline_columns,
)

KNOTS = (45.0, 60.0, 75.0)
TIMES = [6, 7, 10, 15, 19, 25, 27, 31, 33, 40]
EVENTS = [1, 0, 1, 1, 0, 1, 1, 0, 1, 1]
AGES = [80.0, 41.0, 70.0, 63.0, 55.0, 58.0, 47.0, 66.0, 39.0, 72.0]


def model_of_age():
    columns = spline_columns(AGES, KNOTS)
    design = Covariates.from_columns({"age": columns[:, 0], "age'": columns[:, 1]})
    return fit_cox(CovariateCounts.from_rows(TIMES, EVENTS, design.with_terms({"age'": "age"})))


@pytest.mark.parametrize("ages", [[10.0, 25.0, 40.0], [75.0, 90.0, 105.0]])
def test_a_spline_is_straight_beyond_its_outer_knots(ages):
    bend = spline_columns(ages, KNOTS)[:, 1]
    assert_allclose(bend[2] - bend[1], bend[1] - bend[0], atol=1e-12)


def test_a_spline_bends_without_a_corner():
    ages = np.linspace(40, 80, 401)
    bend = spline_columns(ages, KNOTS)[:, 1]
    assert np.abs(np.diff(bend, n=2)).max() < 1e-2
    assert np.diff(bend, n=2).max() > 1e-5  # and is no line


@pytest.mark.parametrize("knots", [(1.0, 2.0), (1.0, 3.0, 2.0), (1.0, 1.0, 2.0)])
def test_knots_ascend_and_are_three(knots):
    with pytest.raises(EstimationError, match="no spline"):
        spline_columns([1.0, 2.0], knots)


def test_usual_knots_are_quantiles():
    assert choose_knots(ValueCounts.from_rows(range(101))) == (10.0, 50.0, 90.0)
    assert choose_knots(ValueCounts.from_rows([1, 1, 1, 2])) != (1.0, 1.0, 2.0)


def test_columns_of_one_variable_are_tested_together():
    model = model_of_age()
    together, bend = model.wald_test("age"), model.wald_test(names=["age'"])
    assert (together.df, bend.df) == (2, 1)
    assert together.statistic > bend.statistic
    assert_allclose(bend.p_value, model.p_values()["age'"])


def test_a_ratio_between_two_ages_uses_both_columns():
    model = model_of_age()
    step = spline_columns([75.0, 60.0], KNOTS)
    change = dict(zip(model.names, step[0] - step[1], strict=True))
    ratio = model.ratio_for(change)
    log_ratio = sum(
        change[name] * b for name, b in zip(model.names, model.coefficients, strict=True)
    )
    assert_allclose(ratio.value, math.exp(log_ratio))
    assert ratio.conf_low < ratio.value < ratio.conf_high
    assert_allclose(model.ratio_for({"age": 1.0}).conf_low, model.ratios()["age"].conf_low)


def test_a_ratio_over_an_infinite_column_is_not_estimable():
    treated = {"treated": [0, 0, 0, 0, 1, 1, 1, 1], "male": [0, 1, 0, 1, 0, 1, 0, 1]}
    events = [1, 1, 1, 1, 0, 0, 0, 0]
    model = fit_cox(CovariateCounts.from_rows([1, 2, 4, 3, 5, 6, 7, 8], events, treated))
    assert model.infinite == ("treated",)
    assert math.isnan(model.ratio_for({"treated": 1.0}).value)
    assert math.isfinite(model.ratio_for({"male": 1.0}).value)


def test_unknown_columns_are_named():
    with pytest.raises(EstimationError, match="no such columns") as caught:
        model_of_age().ratio_for({"agee": 1.0})
    assert "age" in caught.value.problems[0].hint
