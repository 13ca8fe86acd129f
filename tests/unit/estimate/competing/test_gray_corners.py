"""Gray's test where there is little to compare, and what it refuses."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon.errors import EstimationError
from osteon.estimate import (
    SurvivalCounts,
    test_for_incidence_difference,
    test_for_survival_difference,
)

GROUPS = ["a", "a", "b", "b"]


def test_all_censored_is_not_estimable():
    found = test_for_incidence_difference(
        SurvivalCounts.from_rows([1, 2, 3, 4], [0, 0, 0, 0], group=GROUPS)
    )
    assert math.isnan(found.statistic)
    assert math.isnan(found.p_value)


def test_groups_with_the_same_follow_up_do_not_differ():
    found = test_for_incidence_difference(
        SurvivalCounts.from_rows([1, 2, 1, 2], [1, 2, 1, 2], group=GROUPS)
    )
    assert found.statistic == pytest.approx(0, abs=1e-15)
    assert found.observed == {"a": 1, "b": 1}


def test_without_competing_events_observed_and_expected_are_those_of_log_rank():
    counts = SurvivalCounts.from_rows(
        [1, 2, 3, 4, 5, 6, 6, 8], [1, 1, 0, 1, 1, 0, 1, 1], group=list("aabbabba")
    )
    gray, log_rank = test_for_incidence_difference(counts), test_for_survival_difference(counts)
    assert gray.observed == log_rank.observed
    assert_allclose(list(gray.expected.values()), list(log_rank.expected.values()), rtol=1e-12)


def test_expected_events_add_up_to_those_observed():
    counts = SurvivalCounts.from_rows(
        [1, 2, 2, 3, 5, 6, 7, 8], [1, 2, 1, 0, 1, 2, 1, 1], group=list("abcabcab")
    )
    found = test_for_incidence_difference(counts)
    assert_allclose(sum(found.expected.values()), sum(found.observed.values()), rtol=1e-13)
    assert found.df == 2


def test_delayed_entry_after_nobody_was_left_is_left_out():
    counts = SurvivalCounts.from_rows(
        [2, 9, 3, 8, 9], [1, 1, 1, 1, 0], group=list("aabbb"), entry=[0, 5, 0, 0, 0]
    )
    assert np.isfinite(test_for_incidence_difference(counts).statistic)
    assert test_for_incidence_difference(counts).observed["a"] == 1


def test_all_that_stands_in_the_way_is_named_at_once():
    counts = SurvivalCounts.from_rows([1, 2], [1, 0], weight=[0.5, 1])
    with pytest.raises(EstimationError) as caught:
        test_for_incidence_difference(counts, cause=3, rho=-1)
    assert [problem.where for problem in caught.value.problems] == ["group", "n", "cause", "rho"]
