"""Covariates and counts with covariates: what they hold, and what they refuse."""

import numpy as np
import pyarrow as pa
import pytest
from numpy.testing import assert_array_equal

from osteon.errors import EstimationError
from osteon.estimate import BinaryCounts, CovariateCounts, Covariates


def table(**columns) -> pa.Table:
    return pa.table(columns)


def test_words_become_indicators_of_all_levels_but_the_first():
    covariates = Covariates.from_columns({"grade": ["G2", "G1", "G3", "G2"]})
    assert covariates.names == ("grade=G2", "grade=G3")
    assert covariates.terms == ("grade", "grade")
    assert covariates.rows().tolist() == [[1, 0], [0, 0], [0, 1], [1, 0]]


def test_another_level_may_be_the_reference():
    covariates = Covariates.from_columns({"grade": ["G2", "G1"]}, reference={"grade": "G2"})
    assert covariates.names == ("grade=G1",)


def test_a_dictionary_column_keeps_its_order():
    grades = pa.DictionaryArray.from_arrays(pa.array([1, 0, 1]), ["low", "high"])
    covariates = Covariates.from_arrow(table(grade=grades), ["grade"])
    assert covariates.names == ("grade=high",)
    assert covariates.rows().tolist() == [[1], [0], [1]]


def test_a_column_of_words_is_sorted():
    covariates = Covariates.from_arrow(
        table(grade=["b", "a", "c"], age=[1.5, 2, 3]), ["grade", "age"]
    )
    assert covariates.names == ("grade=b", "grade=c", "age")
    assert covariates.rows().tolist() == [[1, 0, 1.5], [0, 0, 2], [0, 1, 3]]


def test_equal_rows_share_a_pattern():
    columns = {"x": np.tile([0, 1], 20), "age": np.tile([60, 60, 70, 70], 10)}
    covariates = Covariates.from_columns(columns)
    assert covariates.patterns.tolist() == [[0, 60], [0, 70], [1, 60], [1, 70]]
    assert_array_equal(covariates.rows(), np.column_stack(list(columns.values())))


def test_patterns_that_nobody_has_are_left_out():
    columns = {"x": np.repeat([0, 2, 5], 20), "y": np.repeat([1, 0, 1], 20)}
    covariates = Covariates.from_columns(columns)
    assert covariates.patterns.tolist() == [[0, 1], [2, 0], [5, 1]]
    assert_array_equal(covariates.rows(), np.column_stack(list(columns.values())))


def test_decimals_are_rows_of_their_own():
    covariates = Covariates.from_columns({"x": np.tile([0, 1], 50), "z": np.linspace(0, 1, 100)})
    assert covariates.pattern is None
    assert covariates.n_rows == 100
    assert_array_equal(covariates.rows()[:, 0], np.tile([0, 1], 50))


def test_whole_numbers_far_apart_are_sorted_not_counted():
    covariates = Covariates.from_columns({"x": np.array([10**12, 0, 10**12, 5] * 10)})
    assert covariates.patterns.ravel().tolist() == [0, 5, 10**12]


def test_rows_can_be_selected():
    for columns in ({"x": np.tile([0, 1], 20)}, {"x": np.linspace(0, 1, 40)}):
        covariates = Covariates.from_columns(columns)
        chosen = covariates.select_rows(np.arange(40) > 37)
        assert_array_equal(chosen.rows(), covariates.rows()[38:])


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({}, "A regression needs at least one covariate."),
        ({"x": [1.0, np.nan]}, "covariate 'x': found values that are not finite (1 row)"),
        ({"x": [1, 2], "y": [1]}, "covariate 'y': found an array of shape (1,)"),
        ({"x": np.array(["a", None], dtype=object)}, "covariate 'x': found no value (1 row)"),
        ({"x": np.array([1j, 2j])}, "covariate 'x': found values of type complex128"),
        ({"x": ["a", "a"]}, "covariate 'x': found one level only"),
    ],
)
def test_covariates_that_cannot_be_used_are_refused(columns, message):
    with pytest.raises(EstimationError) as refusal:
        Covariates.from_columns(columns)
    assert message in str(refusal.value)


def test_an_unknown_reference_is_answered_with_the_nearest():
    with pytest.raises(EstimationError, match=r"Did you mean 'G1'\?"):
        Covariates.from_columns({"grade": ["G1", "G2"]}, reference={"grade": "g1"})


def test_nulls_and_unknown_columns_of_a_table_are_refused():
    with pytest.raises(EstimationError, match=r"column 'age'.*no value"):
        Covariates.from_arrow(table(age=[1, None]), ["age"])
    with pytest.raises(EstimationError, match=r"Did you mean 'age'\?"):
        Covariates.from_arrow(table(age=[1, 2]), ["agee"])


def test_equal_patients_are_counted_where_few_rows_are_left():
    time, status = np.tile([1, 2], 50), np.tile([0, 1, 1, 0], 25)
    counts = CovariateCounts.from_rows(time, status, {"x": np.tile([0, 1], 50)})
    assert (len(counts.n), counts.n_patients, counts.n_event()) == (4, 100, 50)
    strata = CovariateCounts.from_rows(
        time, status, {"x": np.tile([0, 1], 50)}, stratum=np.repeat(["a", "b"], 50)
    )
    assert (len(strata.n), strata.n_patients, strata.stratum_labels) == (8, 100, ("a", "b"))


def test_a_count_table_is_read_row_by_row():
    counts = CovariateCounts.from_arrow(
        table(
            day=[5, 9, 9], status=[1, 0, 2], n=[2, 3, 1], age=[60, 70, 60], centre=["a", "b", "a"],
            start=[0, 1, 0], patient=["p", "q", "p"], w=[1.0, 0.5, 2.0],
        ),
        covariates=["age"],
        stratum=["centre"],
        time="day",
        entry="start",
        cluster="patient",
        weight="w",
    )  # fmt: skip
    assert counts.n_patients == 6
    assert (counts.n_event(), counts.n_event(2)) == (3, 1)
    assert counts.stratum_labels == ("a", "b")
    assert counts.cluster.tolist() == [0, 1, 0]
    assert counts.total_weight().tolist() == [2, 1.5, 2]


def test_a_plain_count_table_needs_no_further_names():
    counts = CovariateCounts.from_arrow(
        table(time=[5, 9], status=[1, 0], n=[2, 3], age=[60, 70]), covariates=["age"]
    )
    assert counts.entry is counts.stratum is counts.cluster is counts.weight is None


def test_rows_of_nobody_are_left_out():
    counts = CovariateCounts.from_rows([1, 2, 3], [1, 1, 0], {"x": [0, 1, 2]}, n=[1, 0, 2])
    assert counts.covariates.rows().ravel().tolist() == [0, 2]
    weighted = CovariateCounts.from_rows([1, 2], [1, 1], {"x": [0, 1]}, weight=[0, 1])
    assert weighted.time.tolist() == [2]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"n": [1, 1.5]}, "n: found numbers that are not whole (1 row)"),
        ({"entry": [0, 5]}, "entry: found entry at or after time (1 row)"),
        ({"weight": [1, -1]}, "weight: found negative values (1 row)"),
        ({"entry": [0]}, "entry: found an array of shape (1,)"),
    ],
)
def test_follow_up_that_cannot_be_used_is_refused(columns, message):
    with pytest.raises(EstimationError) as refusal:
        CovariateCounts.from_rows([3, 4], [1, 0], {"x": [0, 1]}, **columns)
    assert message in str(refusal.value)


def test_a_misspelt_column_is_refused():
    with pytest.raises(TypeError, match="There is no column entri; permitted are entry"):
        CovariateCounts.from_rows([3, 4], [1, 0], {"x": [0, 1]}, entri=[0, 1])
    with pytest.raises(TypeError, match="There is no column clusters"):
        BinaryCounts.from_rows([1, 0], {"x": [0, 1]}, clusters=[0, 1])


def test_a_table_of_outcomes_is_read_row_by_row():
    counts = BinaryCounts.from_arrow(
        table(event=[True, False], n=[2, 3], age=[60, 70], patient=["p", "q"]),
        covariates=["age"],
        cluster="patient",
    )
    assert (counts.n.sum(), counts.n_event, counts.cluster.tolist()) == (5, 2, [0, 1])
    assert BinaryCounts.from_arrow(
        table(event=[1, 0], n=[2, 0], age=[60, 70]), covariates=["age"]
    ).covariates.rows().tolist() == [[60]]


@pytest.mark.parametrize(
    ("event", "columns", "message"),
    [
        ([1, 2], {}, "event: found values other than 0 and 1"),
        ([1, 0], {"n": [1, -1]}, "n: found values that are negative or not finite"),
        ([1, 0], {"weight": [1, 2, 3]}, "weight: found an array of shape (3,)"),
    ],
)
def test_outcomes_that_cannot_be_used_are_refused(event, columns, message):
    with pytest.raises(EstimationError) as refusal:
        BinaryCounts.from_rows(event, {"x": [0, 1]}, **columns)
    assert message in str(refusal.value)
