import numpy as np
import pyarrow as pa
import pytest

from osteon.errors import EstimationError
from osteon.estimate import ContingencyTable, StratifiedTable


def problems(error: pytest.ExceptionInfo[EstimationError]) -> list[str]:
    return [str(problem) for problem in error.value.problems]


def test_reads_a_count_table_in_any_order_and_adds_repeated_rows():
    rows = pa.table(
        {"sex": ["M", "F", "M", "F"], "bone": [True, False, True, True], "n": [2, 5, 1, 4]}
    )
    table = ContingencyTable.from_arrow(rows, row="sex", column="bone")
    assert table.row_labels == ("F", "M")
    assert table.column_labels == ("False", "True")
    assert table.counts.tolist() == [[5, 4], [0, 3]]


def test_keeps_the_order_of_a_dictionary():
    grades = pa.array(["G2", "G1", "G3"]).dictionary_encode()
    rows = pa.table({"grade": grades, "bone": [1, 1, 0], "n": [1, 2, 3]})
    assert ContingencyTable.from_arrow(rows, row="grade", column="bone").row_labels == (
        "G2", "G1", "G3",
    )  # fmt: skip


def test_names_every_column_that_is_missing_and_the_nearest():
    rows = pa.table({"sex": ["M"], "n": [1]})
    with pytest.raises(EstimationError) as error:
        ContingencyTable.from_arrow(rows, row="sexx", column="bone")
    assert problems(error) == [
        "sexx: found no such column; permitted: sex, n. Did you mean 'sex'?",
        "bone: found no such column; permitted: sex, n.",
    ]


def test_refuses_rows_without_a_value():
    rows = pa.table({"sex": ["M", None], "bone": [1, 0], "n": [1, 1]})
    with pytest.raises(EstimationError) as error:
        ContingencyTable.from_arrow(rows, row="sex", column="bone")
    assert problems(error) == [
        (
            "sex: found 1 rows without a value; permitted: a value in each row. "
            "Give missing values a level of their own, or leave them out and say so."
        )
    ]


@pytest.mark.parametrize("number", [-1, 0.5, np.inf])
def test_refuses_what_is_no_count(number):
    with pytest.raises(EstimationError) as error:
        ContingencyTable.from_array([[1, 2], [3, number]])
    assert problems(error) == [
        (
            "counts: found a number that is negative, fractional or not finite; "
            "permitted: whole numbers from 0 on. Counts carry no weights."
        )
    ]


def test_refuses_text_and_counts_beyond_exact_arithmetic():
    with pytest.raises(EstimationError, match="numbers in 2 dimensions"):
        ContingencyTable.from_array([["a", "b"]])
    with pytest.raises(EstimationError, match=r"more than 2\^53"):
        ContingencyTable.from_array([[2**53, 2], [0, 0]])


def test_lists_all_problems_of_labels():
    with pytest.raises(EstimationError) as error:
        ContingencyTable.from_array([[1, 2], [3, 4]], row_labels=["a"], column_labels=["x", "x"])
    assert problems(error) == [
        "row_labels: found 1 labels; permitted: 2, one for each level.",
        "column_labels: found a label that occurs twice; permitted: each label once.",
    ]


def test_counts_cannot_be_changed_afterwards():
    table = ContingencyTable.from_array([[1, 2], [3, 4]])
    with pytest.raises(ValueError, match="read-only"):
        table.counts[0, 0] = 9


def test_selects_levels_in_the_order_asked_for():
    table = ContingencyTable.from_array([[1, 2], [3, 4]], row_labels=["a", "b"])
    turned = table.select(rows=["b", "a"], columns=["2"])
    assert turned.counts.tolist() == [[4], [2]]
    assert turned.row_labels == ("b", "a")


def test_suggests_the_nearest_level():
    table = ContingencyTable.from_array([[1], [2]], row_labels=["ileum", "jejunum"])
    with pytest.raises(EstimationError, match="Did you mean 'ileum'"):
        table.select(rows=["ilium"])


def test_leaves_out_levels_that_nobody_has():
    table = ContingencyTable.from_array([[1, 0, 2], [0, 0, 0]], row_labels=["a", "b"])
    assert table.without_empty_levels().counts.tolist() == [[1, 2]]
    assert np.isnan(ContingencyTable.from_array([[0, 0], [0, 0]]).expected).all()


def test_strata_are_read_by_several_columns():
    rows = pa.table(
        {
            "x": [0, 1, 0],
            "y": [0, 0, 1],
            "site": ["s", "s", "t"],
            "sex": ["M", "M", "F"],
            "n": [3, 4, 5],
        }
    )
    tables = StratifiedTable.from_arrow(rows, row="x", column="y", stratum=["site", "sex"])
    assert tables.stratum_labels == ("s, M", "t, F")
    assert tables.counts.tolist() == [[[3, 0], [4, 0]], [[0, 5], [0, 0]]]
    assert tables.collapsed().counts.tolist() == [[3, 5], [4, 0]]


def test_strata_must_fit_their_labels():
    with pytest.raises(EstimationError, match="strata by rows by columns"):
        StratifiedTable(np.zeros((1, 2, 2), dtype=int), ("a",), ("x", "y"), ("s",))
