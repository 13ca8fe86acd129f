"""What holds for events between examinations, whatever the intervals."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from osteon.estimate import (
    IntervalCounts,
    SurvivalCounts,
    estimate_survival,
    estimate_survival_between_visits,
)

INTERVAL = st.tuples(st.integers(0, 12), st.one_of(st.integers(0, 6), st.just(np.inf)))
ROWS = st.lists(INTERVAL, min_size=1, max_size=30)


def intervals(rows):
    left, length = np.array(rows, dtype=float).T
    return left, left + length


def covered(curve, left, right):
    """Probability of each patient's interval, from the curve."""
    known = left[:, None] == right[:, None]
    starts = curve.left >= left[:, None]
    starts &= ~((curve.left == curve.right) & (curve.left == left[:, None]) & ~known)
    return (starts & (curve.right <= right[:, None])) @ curve.probability


@given(ROWS)
def test_no_other_distribution_is_likelier(rows):
    """The conditions of Kuhn and Tucker, on every place where probability could go."""
    left, right = intervals(rows)
    curve = estimate_survival_between_visits(IntervalCounts.from_rows(left, right))[""]
    probability = covered(curve, left, right)
    assert_allclose(curve.probability.sum(), 1, rtol=1e-12)
    assert (probability > 0).all()
    assert_allclose(curve.log_likelihood, np.log(probability).sum(), atol=1e-10)
    places = np.unique(np.concatenate([right, left + 0.25]))
    inside = (left[:, None] < places) & (places <= right[:, None])
    inside |= (left == right)[:, None] & (places == left[:, None])
    gradient = (inside / probability[:, None]).mean(axis=0)
    assert gradient.max() <= 1 + 1e-9


@given(ROWS, st.integers(2, 9))
def test_does_not_depend_on_the_unit_of_time_or_on_how_patients_are_counted(rows, scale):
    left, right = intervals(rows)
    pairs, n = np.unique(np.stack([left, right]), axis=1, return_counts=True)
    first = estimate_survival_between_visits(IntervalCounts.from_rows(left, right))[""]
    counted = IntervalCounts.from_rows(pairs[0] * scale, pairs[1] * scale, n=n)
    second = estimate_survival_between_visits(counted)[""]
    assert_allclose(first.log_likelihood, second.log_likelihood, atol=1e-8)
    assert_allclose(first.right * scale, second.right)


@given(st.lists(st.tuples(st.integers(1, 9), st.booleans()), min_size=1, max_size=30))
def test_right_censoring_alone_is_kaplan_meier(rows):
    time, event = (np.array(column) for column in zip(*rows, strict=True))
    counts = IntervalCounts.from_rows(time, np.where(event, time, np.inf))
    found = estimate_survival_between_visits(counts)[""].at(np.arange(time.max() + 1))
    expected = estimate_survival(SurvivalCounts.from_rows(time, event))[""]
    assert_allclose(found.high, expected.at(np.arange(time.max() + 1)).survival, atol=1e-6)
