"""What holds for events that recur, whatever the histories."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from osteon.estimate import (
    EventHistories,
    EventTotals,
    estimate_mean_cumulative_function,
    fit_negative_binomial,
)

PATIENT = st.tuples(
    st.integers(2, 12), st.sampled_from([0, 2]), st.lists(st.integers(1, 12), max_size=4)
)


@st.composite
def histories(draw):
    """Rows of patients' events and ends, as arrays."""
    rows = []
    for name, (end, status, events) in enumerate(draw(st.lists(PATIENT, min_size=1, max_size=15))):
        rows += [(name, time, 1) for time in events if time <= end]
        rows.append((name, end, status))
    return [np.array(column) for column in zip(*rows, strict=True)]


@given(histories(), st.integers(2, 9))
def test_does_not_depend_on_the_unit_of_time_or_on_order(rows, scale):
    patient, time, status = rows
    first = estimate_mean_cumulative_function(EventHistories.from_rows(*rows))[""]
    moved = EventHistories.from_rows(patient[::-1], time[::-1] * scale / 7, status[::-1])
    second = estimate_mean_cumulative_function(moved)[""]
    assert_array_equal(first.mean, second.mean)
    assert_allclose(first.std_error, second.std_error, atol=1e-8)


@given(histories())
def test_death_as_the_end_never_gives_more_events(rows):
    found = EventHistories.from_rows(*rows)
    terminal = estimate_mean_cumulative_function(found)[""]
    censoring = estimate_mean_cumulative_function(found, death="censoring")[""]
    assert (terminal.mean <= censoring.mean + 1e-12).all()
    assert (np.diff(terminal.mean) >= 0).all()


@given(histories())
def test_variance_is_that_of_leaving_weights_a_little(rows):
    """The sum of squared derivatives by the weight of each patient, from the definition."""
    patient, time, status = rows
    names, step = np.unique(patient), 1e-6

    def mean(weight):
        by_row = weight[np.searchsorted(names, patient)]
        times = np.unique(time)
        ends = status != 1
        survival, total, means = 1.0, 0.0, []
        for t in times:
            at_risk = by_row[ends & (time >= t)].sum()
            total += survival * by_row[(status == 1) & (time == t)].sum() / at_risk
            survival *= 1 - by_row[(status == 2) & (time == t)].sum() / at_risk
            means.append(total)
        return np.array(means)

    ones = np.ones(len(names))
    slopes = [
        (mean(ones + step * e) - mean(ones - step * e)) / (2 * step) for e in np.eye(len(ones))
    ]
    found = estimate_mean_cumulative_function(EventHistories.from_rows(*rows))[""]
    assert_allclose(found.std_error, np.sqrt((np.array(slopes) ** 2).sum(axis=0)), atol=1e-7)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(1, 9)), min_size=2, max_size=20))
def test_rate_ratio_turns_over_with_the_groups(rows):
    events, person_time = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    group = np.arange(len(events)) % 2
    assume(events[group == 0].any() and events[group == 1].any())
    first = fit_negative_binomial(EventTotals.from_rows(events, person_time, group=group))
    second = fit_negative_binomial(EventTotals.from_rows(events, person_time * 7, group=1 - group))
    assert_allclose(first.rate_ratio["1"].value, 1 / second.rate_ratio["1"].value, rtol=1e-6)
    assert_allclose(first.dispersion, second.dispersion, rtol=1e-4, atol=1e-7)
