import math

import numpy as np
import pyarrow as pa
import pytest

from osteon import estimate
from osteon.errors import EstimationError
from osteon.estimate import ValueCounts


def two_groups(first: list[float], second: list[float]) -> ValueCounts:
    return ValueCounts.from_rows([*first, *second], ["a"] * len(first) + ["b"] * len(second))


def with_empty_group() -> ValueCounts:
    return ValueCounts(np.array([1.0, 2.0]), np.array([[1, 2], [0, 0]]), ("a", "b"))


def test_reads_a_count_table_in_any_order_and_adds_repeated_rows():
    rows = pa.table({"age": [61, 58, 61], "sex": ["M", "F", "M"], "n": [2, 5, 1]})
    values = ValueCounts.from_arrow(rows, value="age", group=["sex"])
    assert values.value.tolist() == [58, 61]
    assert values.group_labels == ("F", "M")
    assert values.n.tolist() == [[5, 0], [0, 3]]
    assert values.n_total == 8
    assert values.n_by_group.tolist() == [5, 3]


def test_groups_can_be_taken_out_and_pooled():
    values = two_groups([1, 2], [2, 3, 3])
    assert values.of_group("b").n.tolist() == [[0, 1, 2]]
    assert values.pooled().n.tolist() == [[1, 2, 2]]
    with pytest.raises(EstimationError, match="This group does not exist"):
        values.of_group("c")


def test_refuses_text_as_values():
    rows = pa.table({"age": ["old"], "n": [1]})
    with pytest.raises(EstimationError, match="values of type string; permitted: numbers"):
        ValueCounts.from_arrow(rows, value="age")


def test_refuses_values_that_are_not_finite_or_not_ascending():
    for value in ([1.0, np.nan], [2.0, 1.0], [1.0, 1.0]):
        with pytest.raises(EstimationError, match="each finite value once, ascending"):
            ValueCounts(np.array(value), np.array([[1, 1]]))


def test_refuses_shapes_that_differ():
    with pytest.raises(EstimationError, match="groups by values"):
        ValueCounts(np.array([1.0]), np.array([[1, 1]]))
    with pytest.raises(EstimationError, match="do not fit their groups"):
        ValueCounts.from_rows([1, 2], ["a"])


@pytest.mark.parametrize("q", [-0.1, 1.1])
def test_a_quantile_is_asked_for_by_a_share(q):
    with pytest.raises(EstimationError, match=r"Write 0\.25 for the lower quartile"):
        estimate.estimate_quantile(two_groups([1], [2]), q)


def test_an_unknown_definition_is_refused():
    with pytest.raises(EstimationError, match="permitted: 2, 6, 7"):
        estimate.estimate_quantile(two_groups([1], [2]), 0.5, definition=5)  # type: ignore[arg-type]


def test_an_empty_group_has_no_quantiles_and_a_single_unit_no_spread():
    summary = estimate.estimate_value_summary(with_empty_group())["b"]
    assert summary.n == 0
    assert math.isnan(summary.median)
    assert math.isnan(summary.mean)
    single = estimate.estimate_value_summary(ValueCounts.from_rows([7]))[""]
    assert (single.mean, single.median) == (7, 7)
    assert math.isnan(single.sd)


def test_comparisons_with_an_empty_group_are_not_estimable():
    values = with_empty_group()
    assert math.isnan(estimate.test_for_mann_whitney(values).p_value)
    assert math.isnan(estimate.test_for_kruskal_wallis(values).p_value)
    assert math.isnan(estimate.estimate_location_shift(values).value)
    assert math.isnan(estimate.test_for_equal_means(values).p_value)
    assert math.isnan(estimate.estimate_mean_difference(values).value)


def test_all_tied_values_cannot_be_ranked():
    values = two_groups([3, 3], [3, 3, 3])
    assert math.isnan(estimate.test_for_mann_whitney(values).p_value)
    assert estimate.test_for_mann_whitney(values, method="exact").p_value == 1
    assert math.isnan(estimate.test_for_kruskal_wallis(values).statistic)
    assert estimate.estimate_location_shift(values).value == 0
    assert math.isnan(estimate.test_for_equal_means(values).statistic)


def test_one_unit_against_one():
    values = two_groups([2], [1])
    assert estimate.test_for_mann_whitney(values).p_value == 1
    shift = estimate.estimate_location_shift(values)
    assert (shift.value, shift.conf_low, shift.conf_high) == (1, 1, 1)
    for equal_variances in (True, False):
        found = estimate.estimate_mean_difference(values, equal_variances=equal_variances)
        assert found.value == 1
        assert math.isnan(found.std_error)


def test_welch_without_spread_has_no_degrees_of_freedom():
    values = two_groups([2, 2], [1, 1])
    assert math.isnan(estimate.test_for_equal_means(values).df)
    assert estimate.estimate_mean_difference(values).std_error == 0


def test_comparisons_of_two_refuse_three_groups():
    values = ValueCounts.from_rows([1, 2, 3], ["a", "b", "c"])
    with pytest.raises(EstimationError, match="compare all by test_for_kruskal_wallis"):
        estimate.test_for_mann_whitney(values)


def test_the_exact_test_of_large_groups_says_what_to_do():
    values = two_groups(list(range(1000)), list(range(2000)))
    with pytest.raises(EstimationError, match='Ask for method="asymptotic"'):
        estimate.test_for_mann_whitney(values, method="exact")


def test_too_many_distinct_values_cannot_be_paired():
    values = two_groups(list(range(8000)), list(range(8000)))
    with pytest.raises(EstimationError, match="Round the values"):
        estimate.estimate_location_shift(values)


def test_a_million_ties_keep_their_precision():
    """The sum of t^3 over ties exceeds 64-bit whole numbers from two million on."""
    many = ValueCounts(np.array([0.0, 1.0]), np.array([[4, 3], [3, 4]]) * 10**6, ("a", "b"))
    z = estimate.test_for_mann_whitney(many, correction=False).details["z"]
    table = estimate.ContingencyTable.from_array(many.n)
    chi_square = estimate.test_for_independence(table).statistic
    n = many.n_total
    assert z**2 == pytest.approx(chi_square * (n - 1) / n, rel=1e-12)
