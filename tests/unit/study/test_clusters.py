"""Shares of units that belong to patients."""

import numpy as np
import pytest

from osteon.study.clusters import BETWEEN_PATIENTS, OF_PATIENTS, estimate_between_patients


def between(events, units):
    return estimate_between_patients(np.array(events), np.array(units), 0.95)


@pytest.mark.parametrize(
    ("events", "value", "low", "high"),
    [([7, 5, 7], 1.0, 0.025 ** (1 / 3), 1.0), ([0, 0, 0], 0.0, 0.0, 1 - 0.025 ** (1 / 3))],
)
def test_where_none_or_all_have_it_the_interval_is_the_exact_one_of_patients(
    events, value, low, high
):
    """Nineteen of nineteen sites of three patients are three of three, not nineteen of nineteen."""
    share, interval = between(events, [7, 5, 7])
    assert (share.value, share.conf_low, share.conf_high) == pytest.approx((value, low, high))
    assert interval == OF_PATIENTS


def test_else_it_rests_on_the_variance_between_patients():
    share, interval = between([2, 0, 1, 5], [3, 4, 2, 5])
    assert interval == BETWEEN_PATIENTS
    assert 0 < share.conf_low < share.value < share.conf_high < 1
