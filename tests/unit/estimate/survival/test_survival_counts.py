"""What follow-up may be, how it is counted, and what is said where it cannot be used."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from numpy.testing import assert_array_equal

from osteon.errors import EstimationError
from osteon.estimate import SurvivalCounts, estimate_survival


def table(**changed):
    columns = {
        "bone": pa.array(["yes", "no", "yes", "no"]),
        "site": pa.array([10, 2, 2, 10]),
        "time": [5, 5, 8, 9],
        "status": [1, 0, 1, 1],
        "n": [2, 1, 0, 4],
    }
    return pa.table(columns | changed)


def test_rows_that_are_alike_become_one():
    counts = SurvivalCounts.from_rows([5, 5, 2, 5], [1, 1, 0, 0], group=["b", "b", "a", "b"])
    assert_array_equal(counts.time, [2, 5, 5])
    assert_array_equal(counts.status, [0, 0, 1])
    assert_array_equal(counts.n, [1, 1, 2])
    assert counts.group_labels == ("a", "b")
    assert_array_equal(counts.group, [0, 1, 1])


@pytest.mark.parametrize(
    ("time", "options"),
    [
        ([5.5, 5.5, 2], {}),
        ([5e9, 5e9, 2], {}),
        ([5, 5, 2], {"entry": [1, 1, 1]}),
        ([5, 5, 2], {"weight": [1, 1, 2]}),
    ],
)
def test_rows_stay_where_they_cannot_be_counted_on_a_grid_of_days(time, options):
    counts = SurvivalCounts.from_rows(time, [1, 1, 0], **options)
    assert_array_equal(counts.time, time)


def test_rows_stay_where_the_grid_would_be_larger_than_they_are_worth():
    counts = SurvivalCounts.from_rows([900_000_000, 3], [1, 0])
    assert_array_equal(counts.time, [900_000_000, 3])


def test_no_patients_are_no_groups():
    counts = SurvivalCounts.from_rows([], [])
    assert counts.group_labels == ()
    assert estimate_survival(counts) == {}


def test_a_count_table_is_read_with_its_groups_crossed():
    counts = SurvivalCounts.from_arrow(table(), group=["bone", "site"])
    assert counts.group_labels == ("no, 2", "no, 10", "yes, 10")  # numbers sorted as numbers
    assert_array_equal(counts.n, [2, 1, 4])


def test_a_dictionary_keeps_its_order():
    column = pa.DictionaryArray.from_arrays(pa.array([0, 1, 0, 1]), pa.array(["yes", "no"]))
    counts = SurvivalCounts.from_arrow(table(bone=column), group=["bone"], stratum=["site"])
    assert counts.group_labels == ("yes", "no")
    assert counts.stratum_labels == ("2", "10")


def test_weights_multiply_patients():
    counts = SurvivalCounts.from_arrow(table(w=[0.5, 2.0, 1.0, 0.25]), weight="w")
    assert_array_equal(counts.n, [1, 2, 1])
    assert_array_equal(counts.weight, [0.5, 2, 0.25])
    assert not counts.has_fractions


def test_the_column_of_numbers_may_have_another_name():
    counts = SurvivalCounts.from_arrow(
        table().rename_columns(["b", "s", "time", "status", "m"]), n="m"
    )
    assert_array_equal(counts.n, [2, 1, 4])


def test_selecting_leaves_other_groups_and_their_labels_out():
    counts = SurvivalCounts.from_arrow(table(), group=["bone"], stratum=["site"])
    chosen = counts.select("yes")
    assert chosen.group_labels == ("yes",)
    assert chosen.stratum_labels == ("10",)
    assert_array_equal(chosen.n, [2])


def test_strata_keep_all_groups():
    counts = SurvivalCounts.from_arrow(table(), group=["bone"], stratum=["site"])
    strata = list(counts.split_strata())
    assert [list(stratum.n) for stratum in strata] == [[1], [2, 4]]
    assert all(stratum.group_labels == ("no", "yes") for stratum in strata)


def test_clusters_are_given_by_row():
    counts = SurvivalCounts.from_arrow(table(n=[1, 1, 1, 1])).clustered_by(["p", "q", "p", "r"])
    assert_array_equal(counts.cluster, [0, 1, 0, 2])
    with pytest.raises(EstimationError, match="cluster: found an array of shape"):
        counts.clustered_by(["p"])


@pytest.mark.parametrize(
    ("rows", "messages"),
    [
        (
            {"time": [-1, 2, np.nan], "status": [0, 1.5, 1]},
            [
                ("time: found values that are not finite (1 row); permitted: a finite number in "
                "every row."),
                "time: found negative values (1 row); permitted: 0 or more.",
                ("status: found values that are not whole (1 row); permitted: whole numbers: "
                "0 censored, 1 and above the cause of the event."),
            ],
        ),
        (
            {"time": [3, 2], "status": [-1, 1], "entry": [0, 2], "weight": [1, -1]},
            [
                "status: found negative values (1 row); permitted: 0 or more.",
                "n: found negative values (1 row); permitted: 0 or more.",
                "weight: found negative values (1 row); permitted: 0 or more.",
                ("entry: found entry at or after time (1 row); permitted: entry before time. "
                "A patient is at risk after entry, up to and including time."),
            ],
        ),
        (
            {"time": [3, 2], "status": ["dead", "alive"]},
            ["status: found values that are not numbers; permitted: numbers."],
        ),
        (
            {"time": [3, 2], "status": [1]},
            [("status: found an array of shape (1,); permitted: the shape of time, (2,), "
             "one dimension.")],
        ),
    ],
)  # fmt: skip
def test_all_problems_are_said_at_once(rows, messages):
    with pytest.raises(EstimationError) as caught:
        SurvivalCounts.from_rows(**rows)
    assert [str(problem) for problem in caught.value.problems] == messages


def test_problems_of_a_table_name_its_columns():
    broken = table(time=["5", "5", "8", "9"], status=[1, None, 1, 1])
    with pytest.raises(EstimationError) as caught:
        SurvivalCounts.from_arrow(broken, group=["bome"])
    assert [str(problem) for problem in caught.value.problems] == [
        "column 'time': found values of type string; permitted: numbers.",
        (
            "column 'status': found no value (1 row); permitted: a value in every row. "
            "Count them as a level of their own, or leave them out before counting."
        ),
        (
            "count table: found no column 'bome'; permitted: bone, site, time, status, n. "
            "Did you mean 'bone'?"
        ),
    ]


def test_an_unknown_group_is_answered_with_the_nearest():
    counts = SurvivalCounts.from_arrow(table(), group=["bone"])
    with pytest.raises(EstimationError, match="Did you mean 'yes'"):
        counts.select("yess")


def test_weights_of_zero_are_nobody():
    counts = SurvivalCounts.from_rows([3, 4], [1, 1], group=["a", "b"], weight=[0, 1.5])
    assert counts.group_labels == ("b",)
    assert counts.has_fractions
    assert_array_equal(replace(counts, n=np.array([2.0])).n, [2])
