"""Corner cases of rates, adjusted p-values, pooled results, percentages and balance."""

import math

import numpy as np
import pytest

from osteon import estimate
from osteon.errors import EstimationError
from osteon.estimate import EventRate


def test_a_rate_without_person_time_is_not_estimable():
    assert math.isnan(estimate.estimate_rate(0, 0).value)
    unseen = EventRate(0, 0)
    assert math.isnan(estimate.estimate_rate_ratio(unseen, EventRate(3, 10)).value)
    assert math.isnan(estimate.test_for_equal_rates(unseen, EventRate(3, 10)).p_value)


def test_no_event_leaves_a_one_sided_interval():
    rate = estimate.estimate_rate(0, 98)
    assert (rate.value, rate.conf_low) == (0, 0)
    assert rate.conf_high == pytest.approx(-math.log(0.025) / 98)
    ratio = estimate.estimate_rate_ratio(EventRate(5, 10), EventRate(0, 10))
    assert (ratio.value, ratio.conf_high, ratio.std_error) == (math.inf, math.inf, math.inf)


def test_no_event_at_all():
    assert math.isnan(estimate.estimate_rate_ratio(EventRate(0, 1), EventRate(0, 2)).value)
    for method in ("exact", "mid-p"):
        found = estimate.test_for_equal_rates(EventRate(0, 1), EventRate(0, 2), method=method)
        assert found.p_value == 1


def test_rates_list_all_that_is_wrong():
    with pytest.raises(EstimationError) as error:
        estimate.estimate_rate_ratio(EventRate(-1, 2), EventRate(1, -2))
    assert [problem.where for problem in error.value.problems] == ["events", "person_time"]
    with pytest.raises(EstimationError, match="0 with events in it"):
        estimate.estimate_rate(2, 0)


def test_nothing_to_adjust():
    assert estimate.adjust_p_values([]).tolist() == []
    assert np.isnan(estimate.adjust_p_values([math.nan])).all()


def test_a_p_value_is_a_probability():
    with pytest.raises(EstimationError, match="These are not p-values"):
        estimate.adjust_p_values([0.1, 1.1])


def test_pooling_needs_two_data_sets():
    with pytest.raises(EstimationError, match="two data sets or more"):
        estimate.pool_by_rubin([0.4], [0.1])


def test_pooling_names_the_data_sets_that_failed():
    with pytest.raises(EstimationError) as error:
        estimate.pool_by_rubin([0.4, math.nan, 0.5], [0.1, 0.1, 0.0])
    assert [problem.where for problem in error.value.problems] == ["data set 2", "data set 3"]


def test_estimates_that_agree_lose_nothing_to_missing_data():
    pooled = estimate.pool_by_rubin([0.4, 0.4], [0.1, 0.1])
    assert pooled.df == math.inf
    assert pooled.relative_increase == 0
    assert pooled.fraction_missing_information == 0
    assert pooled.conf_high == pytest.approx(0.4 + 1.959964 * math.sqrt(0.1), rel=1e-6)


def test_a_half_is_printed_by_two_rules():
    """1/8 is 12.5 %: 13 where halves go up, 12 where they go to the even digit."""
    (up,) = estimate.find_counts_for_percentage("13", n=8)
    (even,) = estimate.find_counts_for_percentage("12", n=8)
    assert (up.half_up, up.half_even) == (True, False)
    assert (even.half_up, even.half_even) == (False, True)


def test_decimals_count():
    assert estimate.find_counts_for_percentage("12", n=8)
    assert not estimate.find_counts_for_percentage("12.0", n=8)


def test_a_percentage_cannot_exceed_all():
    assert estimate.find_counts_for_percentage("100", n=3)[0].count == 3
    assert not estimate.find_counts_for_percentage("101", n=3)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({"printed": "12,4", "n": 8}, "'12,4'"),
        ({"printed": "12"}, "both or neither"),
        ({"printed": "12", "n": 8, "n_max": 9}, "both or neither"),
        ({"printed": "12", "n": 0}, "permitted: 1 or more"),
    ],
)
def test_a_question_about_a_percentage_is_checked(question, found):
    with pytest.raises(EstimationError, match=found):
        estimate.find_counts_for_percentage(**question)


def balance(*rows: list[int], **options: object) -> float:
    table = estimate.ContingencyTable.from_array(rows)
    return estimate.estimate_standardised_difference(table, **options)  # type: ignore[arg-type]


def test_groups_that_share_no_level_are_infinitely_apart():
    assert balance([5, 0], [0, 4]) == math.inf
    assert balance([0, 5], [4, 0]) == -math.inf
    assert balance([5, 3, 0], [0, 0, 4]) == math.inf


def test_groups_with_one_level_do_not_differ():
    assert balance([5, 0], [4, 0]) == 0
    same = estimate.ValueCounts.from_rows([2, 2, 2, 2], list("aabb"))
    assert estimate.estimate_standardised_difference(same) == 0


def test_balance_is_not_estimable_with_an_empty_group_or_a_single_unit():
    assert math.isnan(balance([0, 0], [4, 1]))
    assert math.isnan(balance([3, 1], [4, 1], weight=[[0, 0], [1, 1]]))
    single = estimate.ValueCounts.from_rows([2, 1, 3], list("abb"))
    assert math.isnan(estimate.estimate_standardised_difference(single))


@pytest.mark.parametrize("weight", [[[1, 2]], [[1, -1], [1, 1]]])
def test_weights_must_fit_the_cells(weight):
    with pytest.raises(EstimationError, match="weight"):
        balance([3, 1], [4, 1], weight=weight)


def test_balance_compares_two_groups():
    with pytest.raises(EstimationError, match="found 3 groups"):
        balance([3, 1], [4, 1], [1, 2])
