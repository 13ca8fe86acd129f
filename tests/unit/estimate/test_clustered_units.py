import math

import numpy as np
import pyarrow as pa
import pytest

from osteon import estimate
from osteon.errors import EstimationError
from osteon.estimate import ClusterCounts, ClusteredValues


def test_reads_lesions_of_patients():
    rows = pa.table(
        {
            "patient": ["p1", "p2", "p1", "p3"],
            "arm": ["a", "b", "a", "b"],
            "healed": [True, False, False, True],
            "n": [2, 3, 1, 0],
        }
    )
    counts = ClusterCounts.from_arrow(rows, cluster="patient", event="healed", group=["arm"])
    assert counts.events.tolist() == [2, 0]
    assert counts.n.tolist() == [3, 3]
    assert counts.group.tolist() == [0, 1]
    assert counts.group_labels == ("a", "b")


def test_a_patient_in_two_groups_needs_a_regression():
    rows = pa.table({"patient": [1, 1], "arm": ["a", "b"], "healed": [True, False], "n": [1, 1]})
    with pytest.raises(EstimationError, match="1 clusters with units in several groups"):
        ClusterCounts.from_arrow(rows, cluster="patient", event="healed", group=["arm"])


def test_an_event_is_true_or_false():
    rows = pa.table({"patient": [1], "healed": [1], "n": [1]})
    with pytest.raises(EstimationError, match="permitted: true and false"):
        ClusterCounts.from_arrow(rows, cluster="patient", event="healed")


def test_counts_of_clusters_list_all_that_is_wrong():
    with pytest.raises(EstimationError) as error:
        ClusterCounts.from_clusters([3, 0], [2, 0])
    assert [str(problem) for problem in error.value.problems] == [
        "events: found more events than units in 1 clusters; permitted: at most n.",
        "n: found 1 clusters without units; permitted: 1 or more.",
    ]
    with pytest.raises(EstimationError, match="negative, fractional or not finite"):
        ClusterCounts.from_clusters([-1, 0], [2, 1])
    with pytest.raises(EstimationError, match="one of each for each cluster"):
        ClusterCounts.from_clusters([1, 0], [2])


def test_one_cluster_says_nothing_about_the_spread():
    found = estimate.estimate_clustered_proportion(ClusterCounts.from_clusters([2], [5]))[""]
    assert found.value == 0.4
    assert math.isnan(found.std_error)
    assert math.isnan(found.conf_low)


def test_none_or_all_have_no_interval():
    found = estimate.estimate_clustered_proportion(ClusterCounts.from_clusters([0, 0], [5, 2]))[""]
    assert found.value == 0
    assert math.isnan(found.conf_high)
    assert math.isnan(found.design_effect)


@pytest.mark.parametrize(
    ("events", "n", "groups"),
    [
        ([1, 2, 3], [2, 3, 4], ["a", "a", "b"]),  # one cluster in b
        ([0, 0, 0, 0], [2, 3, 4, 1], ["a", "a", "b", "b"]),  # no event
        ([1, 2], [2, 3], ["a", "a"]),  # one group
    ],
)
def test_comparisons_that_cannot_be_made(events, n, groups):
    counts = ClusterCounts.from_clusters(events, n, groups)
    for method in ("rao-scott", "donner-klar"):
        found = estimate.test_for_clustered_independence(counts, method=method)
        assert math.isnan(found.p_value)


def test_clusters_of_one_are_independent_units():
    """Donner and Klar's statistic is then Pearson's."""
    counts = ClusterCounts.from_clusters([1, 0, 1, 0, 0, 1, 0], [1] * 7, list("aaabbbb"))
    found = estimate.test_for_clustered_independence(counts, method="donner-klar").statistic
    table = estimate.ContingencyTable.from_array([[2, 1], [1, 3]])
    assert found == pytest.approx(estimate.test_for_independence(table).statistic)


def test_correlation_is_not_estimable_without_variation():
    assert math.isnan(
        estimate.estimate_intracluster_correlation(ClusterCounts.from_clusters([0, 0], [2, 2]))
    )
    assert math.isnan(
        estimate.estimate_intracluster_correlation(ClusterCounts.from_clusters([1], [2]))
    )


def test_values_are_read_with_their_counts():
    rows = pa.table({"patient": ["q", "p", "q"], "suv": [8, 9, 7], "n": [1, 0, 2]})
    values = ClusteredValues.from_arrow(rows, value="suv", cluster="patient")
    assert values.n_clusters == 1
    assert values.value.tolist() == [8, 7]
    assert values.cluster_sums(values.value).tolist() == [22]


def test_values_must_be_numbers_of_equal_length():
    rows = pa.table({"patient": ["q"], "suv": ["high"], "n": [1]})
    with pytest.raises(EstimationError, match="values of type string"):
        ClusteredValues.from_arrow(rows, value="suv", cluster="patient")
    with pytest.raises(EstimationError, match="columns of different lengths"):
        ClusteredValues.from_rows([1, 2], cluster=["p"])
    with pytest.raises(EstimationError, match="values that are not finite"):
        ClusteredValues.from_rows([np.inf], cluster=["p"])


def test_rank_sum_needs_two_groups_and_two_clusters():
    with pytest.raises(EstimationError, match="found 1 groups"):
        estimate.test_for_clustered_rank_sum(ClusteredValues.from_rows([1, 2], cluster=[1, 2]))
    alone = ClusteredValues.from_rows([1, 2], cluster=[1, 1], group=["a", "b"])
    assert math.isnan(estimate.test_for_clustered_rank_sum(alone).p_value)


def test_rank_sum_without_any_spread_is_not_estimable():
    same = ClusteredValues.from_rows([1, 1, 1, 1], cluster=[1, 1, 2, 2], group=list("abab"))
    assert math.isnan(estimate.test_for_clustered_rank_sum(same).statistic)


def test_signed_rank_without_any_change():
    unchanged = ClusteredValues.from_rows([0, 0], cluster=[1, 2])
    assert math.isnan(estimate.test_for_clustered_signed_rank(unchanged).p_value)
    assert estimate.test_for_clustered_signed_rank(unchanged, method="exact").p_value == 1


def test_signed_rank_where_the_ranks_of_each_cluster_cancel():
    even = ClusteredValues.from_rows([1, -1, 1, -1], cluster=[1, 1, 2, 2])
    assert math.isnan(estimate.test_for_clustered_signed_rank(even).statistic)
    assert estimate.test_for_clustered_signed_rank(even, method="exact").p_value == 1


def test_signed_ranks_that_are_all_alike_have_no_correlation():
    alike = ClusteredValues.from_rows([1, 1, 1], cluster=[1, 1, 2])
    found = estimate.test_for_clustered_signed_rank(alike)
    assert found.details["intracluster_correlation"] == 0


def test_exact_signed_rank_of_many_clusters_says_what_to_do():
    many = ClusteredValues.from_rows(np.arange(1, 2001), cluster=list(range(2000)))
    with pytest.raises(EstimationError, match='Ask for method="asymptotic"'):
        estimate.test_for_clustered_signed_rank(many, method="exact")
