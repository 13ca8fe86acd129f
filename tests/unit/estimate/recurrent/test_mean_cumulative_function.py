"""Mean cumulative functions by hand and at the edges."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon.errors import EstimationError
from osteon.estimate import (
    EventHistories,
    SurvivalCounts,
    estimate_cumulative_incidence,
    estimate_mean_cumulative_function,
)


def estimate(patient, time, status, **options):
    entry = options.pop("entry", None)
    histories = EventHistories.from_rows(list(patient), time, status, entry=entry)
    return estimate_mean_cumulative_function(histories, **options)[""]


def test_by_hand_with_death():
    """p has events at 2 and 6; q dies at 4: of the second event only two thirds are left."""
    found = estimate("pppqr", [2, 6, 9, 4, 8], [1, 1, 0, 2, 0])
    assert found.time.tolist() == [2, 4, 6, 8, 9]
    assert_allclose(found.mean, [1 / 3, 1 / 3, 1 / 3 + 2 / 3 / 2, 2 / 3, 2 / 3])


def test_death_as_censoring_gives_more():
    found = estimate("pppqr", [2, 6, 9, 4, 8], [1, 1, 0, 2, 0], death="censoring")
    assert_allclose(found.at([9]).mean, 1 / 3 + 1 / 2)


def test_variance_without_censoring_is_that_of_the_numbers():
    """Complete follow-up: the mean of counts, with its usual variance."""
    found = estimate("ppppqqr", [1, 2, 3, 9, 4, 9, 9], [1, 1, 1, 0, 1, 0, 0])
    numbers = np.array([3, 1, 0])
    assert_allclose(found.mean[-1], numbers.mean())
    assert_allclose(found.std_error[-1], numbers.std() / np.sqrt(3))


def test_no_event_at_all():
    found = estimate("pq", [3, 4], [0, 2])
    assert found.mean.tolist() == [0, 0]
    assert found.std_error.tolist() == [0, 0]
    assert np.isnan(found.conf_low).all()


def test_all_dead_leaves_the_mean_as_it_is():
    found = estimate("ppqq", [1, 5, 2, 5], [1, 2, 1, 2])
    assert_allclose(found.mean[-1], 1)
    assert np.isfinite(found.std_error).all()


def test_several_events_on_one_day_all_count():
    found = estimate("pppq", [2, 2, 5, 6], [1, 1, 0, 0])
    assert found.n_event[0] == 2
    assert_allclose(found.mean[0], 1)


def test_delayed_entry_counts_from_entry_on():
    found = estimate("ppqq", [2, 9, 6, 9], [1, 0, 1, 0], entry=[0, 0, 4, 4])
    assert found.n_at_risk.tolist() == [1, 2, 2]
    assert_allclose(found.mean, [1, 1.5, 1.5])


def test_a_first_event_that_ends_watching_is_cumulative_incidence():
    """Who can have only one event, with death competing, has its incidence as the mean."""
    time, status = [1, 2, 3, 4, 6, 7], [1, 2, 1, 0, 1, 0]
    patient, rows, kind = [], [], []
    for name, (t, s) in enumerate(zip(time, status, strict=True)):
        patient += [name, name] if s == 1 else [name]
        rows += [t, t] if s == 1 else [t]
        kind += [1, 2] if s == 1 else [s]
    found = estimate(patient, rows, kind)
    expected = estimate_cumulative_incidence(SurvivalCounts.from_rows(time, status))[""]
    assert_allclose(found.mean, expected.incidence[:, 0])
    assert_allclose(found.std_error, expected.std_error[:, 0], rtol=1e-12)


def test_at_is_unknown_beyond_follow_up():
    found = estimate("ppq", [2, 5, 4], [1, 0, 0]).at([0, 3, 6])
    assert_allclose(found.mean, [0, 0.5, np.nan])


def test_plain_limits_end_at_zero():
    found = estimate("ppq", [2, 5, 4], [1, 0, 0], conf_type="plain")
    assert found.conf_low[0] == 0
    assert_allclose(found.conf_high[0], 0.5 + 1.959963984540054 * found.std_error[0])


def test_a_rule_that_does_not_exist_is_named():
    with pytest.raises(EstimationError, match="Did you mean 'terminal'"):
        estimate("p", [1], [0], death="terminl")
