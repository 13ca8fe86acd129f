"""The median of events found at examinations: the interval in which survival falls to one half."""

import math

import numpy as np
import pytest

from osteon.estimate import IntervalCounts, estimate_survival_between_visits


def median(left, right):
    curves = estimate_survival_between_visits(IntervalCounts.from_rows(left, right))
    return curves[""].median()


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ([0, 1, 2, 4], [2, 3, 5, np.inf], (1.0, 2.0)),  # one half exactly after the first
        ([0, 3, 3], [1, 7, 7], (3.0, 7.0)),
        ([5, 5], [5, 5], (5.0, 5.0)),  # a known day
        ([0, 4, 4], [1, np.inf, np.inf], (math.inf, math.inf)),
    ],
)
def test_the_interval_that_holds_the_median(left, right, expected):
    assert median(left, right) == expected


def test_nobody_has_no_median():
    counts = IntervalCounts.from_rows([0], [1], group=["a"], n=[0])
    (curve,) = estimate_survival_between_visits(counts).values()
    assert np.isnan(curve.median()).all()
