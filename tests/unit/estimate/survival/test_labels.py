"""Codes of values: the same whatever way they are found, in the order of the values."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from osteon.estimate.labels import combine_codes, encode_values


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        (["b", "a", "b"], ("a", "b")),
        ([10, 9, 10], ("9", "10")),
        ([-5, -7, -5], ("-7", "-5")),
        ([5_000_000_000, 3, 5_000_000_000], ("3", "5000000000")),
        ([1.5, 0.5, 1.5], ("0.5", "1.5")),
        ([True, False, True], ("False", "True")),
        (np.array(["b", "a", "b"], dtype=object), ("a", "b")),
    ],
)
def test_values_become_codes_in_their_order(values, labels):
    codes, found = encode_values(values)
    assert_array_equal(codes, [1, 0, 1])
    assert found == labels


def test_no_values_have_no_labels():
    codes, labels = encode_values(np.array([], dtype=int))
    assert (len(codes), labels) == (0, ())


def test_only_combinations_that_occur_are_numbered():
    codes, labels = combine_codes(np.array([0, 1, 1]), ("a", "b"), np.array([1, 0, 1]), ("x", "y"))
    assert_array_equal(codes, [0, 1, 2])
    assert labels == ("a, y", "b, x", "b, y")
