"""Rates of events that cluster in patients, at the edges."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon.errors import EstimationError
from osteon.estimate import EventHistories, EventTotals, fit_negative_binomial, fit_recurrent_cox


def totals(events, group, **options):
    return EventTotals.from_rows(events, [2.0] * len(events), group=list(group), **options)


def test_events_less_spread_than_poisson_are_poisson():
    found = fit_negative_binomial(totals([1, 1, 1, 2, 2, 2], "aaabbb"))
    assert found.dispersion == 0
    assert found.overdispersion.p_value == 1
    ratio = found.rate_ratio["b"]
    assert_allclose(ratio.value, 2)
    assert_allclose(ratio.std_error, math.sqrt(1 / 3 + 1 / 6))


def test_ratio_of_equal_person_time_is_that_of_the_means():
    found = fit_negative_binomial(totals([0, 5, 1, 0, 0, 2, 0, 0], "aaaabbbb"))
    assert found.dispersion > 0
    assert_allclose(found.rate_ratio["b"].value, 2 / 6, rtol=1e-10)


def test_rows_of_several_patients_are_as_many_rows():
    one = totals([0, 3, 0, 3, 1, 0, 1, 4], "aaaabbbb")
    counted = totals([0, 3, 1, 0, 4], "aabbb", n=[2, 2, 2, 1, 1])
    first, second = fit_negative_binomial(one), fit_negative_binomial(counted)
    assert_allclose(first.dispersion, second.dispersion, rtol=1e-8)
    assert_allclose(first.rate_ratio["b"].std_error, second.rate_ratio["b"].std_error, rtol=1e-8)


def test_a_group_without_events_has_no_interval():
    found = fit_negative_binomial(totals([0, 3, 1, 0, 0, 0, 2, 0, 5], "aaabbbccc"))
    assert found.rate_ratio["b"].value == 0
    assert math.isnan(found.rate_ratio["b"].conf_high)
    assert_allclose(found.rate_ratio["c"].value, 7 / 4, rtol=1e-9)
    assert math.isnan(found.test.p_value)


def test_nothing_is_compared_with_a_first_group_without_events():
    found = fit_negative_binomial(totals([0, 0, 3, 1], "aabb"))
    assert math.isnan(found.rate_ratio["b"].value)


def test_a_single_group_without_events_is_refused_for_both_reasons():
    with pytest.raises(EstimationError) as caught:
        fit_negative_binomial(totals([0, 0], "aa"))
    assert [problem.where for problem in caught.value.problems] == ["group", "events"]


def histories(times, status):
    patients = list("ppqqrrss")
    return EventHistories.from_rows(patients, times, status, group=list("aabbaabb"))


def test_events_of_one_day_are_refused():
    rows = EventHistories.from_rows(list("ppp"), [2, 2, 5], [1, 1, 0])
    with pytest.raises(EstimationError, match="1 further events of a patient on one day"):
        fit_recurrent_cox(rows)


def test_a_single_group_needs_a_covariate():
    rows = EventHistories.from_rows(list("ppq"), [2, 5, 6], [1, 0, 0])
    with pytest.raises(EstimationError, match="a covariate or two groups"):
        fit_recurrent_cox(rows)


def test_groups_are_the_covariate_where_none_is_given():
    rows = histories([2, 8, 3, 9, 4, 7, 5, 9], [1, 0, 1, 0, 1, 0, 1, 0])
    covariate = {"group=b": np.array([0, 1, 0, 1])}
    first, second = fit_recurrent_cox(rows), fit_recurrent_cox(rows, covariate)
    assert_allclose(first.coefficients, second.coefficients)
