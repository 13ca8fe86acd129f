"""Numbers at risk, on a grid of days or on distinct times."""

import math

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from osteon.estimate import SurvivalCounts
from osteon.estimate.risk_table import tabulate_risk, tabulate_risk_by_stratum
from osteon.estimate.survival.quantiles import find_quantile


@pytest.mark.parametrize("unit", [1, 0.5, 1e9])
def test_days_halves_and_seconds_are_counted_alike(unit):
    """A grid of days, distinct times that are not whole, and times too long for a grid."""
    time = np.array([3, 3, 5, 8]) * unit
    table = tabulate_risk(SurvivalCounts.from_rows(time, [1, 2, 0, 1], group=list("abab")))
    assert_array_equal(table.time, np.array([3, 5, 8]) * unit)
    assert_array_equal(table.n_at_risk, [[2, 1, 0], [2, 1, 1]])
    assert_array_equal(table.n_event[0], [[1, 0, 0], [0, 0, 0]])
    assert_array_equal(table.n_event[1], [[0, 0, 1], [1, 0, 0]])
    assert_array_equal(table.n_censored, [[0, 1, 0], [0, 0, 0]])
    assert_array_equal(table.n_event_any.sum(axis=0), [2, 0, 1])


def test_a_risk_set_of_nobody_is_exactly_empty_whatever_the_weights():
    counts = SurvivalCounts.from_rows(
        [1, 2, 4], [1, 1, 1], entry=[0, 0, 2], weight=[0.1, 0.2, 0.3], group=list("aab")
    )
    assert_array_equal(tabulate_risk(counts).n_at_risk[1], [0, 0, 0.3])


def test_groups_keep_their_places_in_each_stratum():
    counts = SurvivalCounts.from_rows([1, 2, 3], [1, 1, 1], group=list("abb"), stratum=[1, 1, 2])
    tables = list(tabulate_risk_by_stratum(counts))
    assert [table.n_at_risk.tolist() for table in tables] == [[[1, 0], [1, 1]], [[0], [1]]]


def test_a_limit_that_ends_unknown_has_no_flat_end():
    assert find_quantile(np.array([1.0, 2.0]), np.array([0.5, 0.5]), 0.5) == 1.5
    assert math.isnan(find_quantile(np.array([1.0, 2.0]), np.array([0.5, np.nan]), 0.5))
