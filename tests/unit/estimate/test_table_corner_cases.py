"""Empty margins, empty groups, a single unit: not estimable is a result, not zero."""

import math

import pytest

from osteon import estimate
from osteon.errors import EstimationError


def table(*rows: list[int]) -> estimate.ContingencyTable:
    return estimate.ContingencyTable.from_array(rows)


def test_chi_square_is_not_estimable_with_an_empty_row():
    found = estimate.test_for_independence(table([0, 0], [3, 4]))
    assert math.isnan(found.statistic)
    assert math.isnan(found.p_value)
    assert found.min_expected == 0


def test_fisher_is_certain_where_only_one_table_is_possible():
    assert estimate.test_for_independence_exact(table([0, 0], [3, 4])).p_value == 1
    assert estimate.test_for_independence_exact(table([5, 0, 0], [3, 0, 0])).p_value == 1


@pytest.mark.parametrize(
    "test", [estimate.test_for_independence, estimate.test_for_independence_exact]
)
def test_a_single_level_has_nothing_to_compare(test):
    with pytest.raises(EstimationError, match="found 1 rows and 3 columns"):
        test(table([1, 2, 3]))


def test_a_table_too_large_for_the_exact_test_says_what_to_do():
    with pytest.raises(EstimationError, match="Monte Carlo p-value by simulate=100_000"):
        estimate.test_for_independence_exact(table(*[[100, 200, 100, 50]] * 5))


def test_a_negative_number_of_simulated_tables_is_refused():
    with pytest.raises(EstimationError, match="negative number of tables"):
        estimate.test_for_independence_exact(table([1, 2], [3, 4]), simulate=-1)


def test_monte_carlo_depends_on_its_seed_only():
    counts = table([5, 8, 2], [1, 9, 6])
    first, again, other = (
        estimate.test_for_independence_exact(counts, simulate=500, seed=seed).p_value
        for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_a_table_of_many_lines_is_halved_without_trying_all_ways():
    """Sixteen levels with one or two units each."""
    counts = table([1, 2] * 8, [2, 1] * 8)
    pairs = estimate.test_for_independence_exact(counts, simulate=20_000, seed=3).p_value
    assert estimate.test_for_independence_exact(counts).p_value == pytest.approx(pairs, abs=0.02)


def test_odds_ratio_of_an_empty_cell_has_one_honest_limit():
    none_exposed = table([0, 29], [13, 63])
    woolf = estimate.estimate_odds_ratio(none_exposed)
    assert (woolf.value, woolf.conf_low, woolf.std_error) == (0, 0, math.inf)
    assert math.isnan(woolf.conf_high)
    exact = estimate.estimate_odds_ratio(none_exposed, method="conditional")
    assert (exact.value, exact.conf_low) == (0, 0)
    assert exact.conf_high == pytest.approx(0.7791, abs=1e-4)
    all_exposed = estimate.estimate_odds_ratio(table([13, 63], [0, 29]))
    assert (all_exposed.value, all_exposed.conf_high) == (math.inf, math.inf)
    assert math.isnan(all_exposed.conf_low)


@pytest.mark.parametrize("method", ["woolf", "conditional", "mid-p"])
def test_odds_ratio_is_not_estimable_with_an_empty_margin(method):
    found = estimate.estimate_odds_ratio(table([0, 0], [3, 4]), method=method)
    assert math.isnan(found.value)
    assert math.isnan(found.conf_low)
    assert math.isnan(found.conf_high)


def test_odds_ratio_needs_two_by_two():
    with pytest.raises(EstimationError, match="Choose two levels of each"):
        estimate.estimate_odds_ratio(table([1, 2, 3], [4, 5, 6]))


def test_an_unknown_method_is_answered_with_the_nearest():
    with pytest.raises(EstimationError, match="Did you mean 'woolf'"):
        estimate.estimate_odds_ratio(table([1, 2], [3, 4]), method="wolf")  # type: ignore[arg-type]


@pytest.mark.parametrize("conf_level", [0, 1, 95])
def test_a_confidence_level_is_a_probability(conf_level):
    with pytest.raises(EstimationError, match="level of confidence"):
        estimate.estimate_proportion(1, 2, conf_level=conf_level)


def test_a_proportion_of_nobody_is_not_estimable():
    found = estimate.estimate_proportion(0, 0)
    assert math.isnan(found.value)
    assert math.isnan(found.conf_low)


@pytest.mark.parametrize(("count", "n", "found"), [(3, 2, "more than n"), (-1, 2, "negative")])
def test_a_proportion_needs_counts(count, n, found):
    with pytest.raises(EstimationError, match=found):
        estimate.estimate_proportion(count, n)


def test_differences_of_nobody_are_not_estimable():
    assert math.isnan(estimate.estimate_proportion_difference(table([0, 0], [3, 4])).value)
    assert math.isnan(estimate.estimate_paired_difference(table([0, 0], [0, 0])).value)


def test_trend_is_not_estimable_without_variation():
    for counts in (table([0, 5], [0, 6]), table([0, 0], [2, 3]), table([0, 0], [0, 0])):
        found = estimate.test_for_trend_in_proportions(counts)
        assert math.isnan(found.statistic)
        assert math.isnan(found.p_value)


def test_trend_lists_what_does_not_fit():
    with pytest.raises(EstimationError) as error:
        estimate.test_for_trend_in_proportions(table([1, 2, 3], [4, 5, 6]), scores=[1])
    assert [problem.where for problem in error.value.problems] == ["table", "scores"]


def test_mcnemar_without_any_change():
    unchanged = table([4, 0], [0, 6])
    assert estimate.test_for_marginal_homogeneity(unchanged).p_value == 1
    asymptotic = estimate.test_for_marginal_homogeneity(unchanged, method="asymptotic")
    assert math.isnan(asymptotic.p_value)


def test_common_odds_ratio_without_products_of_one_kind():
    zero = estimate.StratifiedTable.from_array([[[0, 9], [3, 6]], [[0, 8], [2, 7]]])
    found = estimate.estimate_common_odds_ratio(zero)
    assert (found.value, found.conf_low) == (0, 0)
    assert math.isnan(found.conf_high)
    infinite = estimate.StratifiedTable.from_array([[[3, 6], [0, 9]]])
    assert estimate.estimate_common_odds_ratio(infinite).value == math.inf


@pytest.mark.parametrize("method", ["mantel-haenszel", "conditional"])
def test_common_odds_ratio_of_strata_of_one_is_not_estimable(method):
    singles = estimate.StratifiedTable.from_array([[[1, 0], [0, 0]], [[0, 0], [0, 1]]])
    assert math.isnan(estimate.estimate_common_odds_ratio(singles, method=method).value)
    assert estimate.test_for_conditional_independence_exact(singles).p_value == 1
    assert math.isnan(estimate.test_for_conditional_independence(singles).p_value)


def test_strata_of_other_shapes():
    flat = estimate.StratifiedTable.from_array([[[1, 2, 3]]])
    with pytest.raises(EstimationError, match="single row or column"):
        estimate.test_for_conditional_independence(flat)
    with pytest.raises(EstimationError, match="2 rows and 2 columns in each stratum"):
        estimate.estimate_common_odds_ratio(flat)


def test_exact_common_ratio_of_an_association_beyond_floating_point():
    """Under an odds ratio of 1 these tables are likely to e^-1472, which a float holds as 0."""
    strong = estimate.StratifiedTable.from_array([[[900, 100], [100, 900]]] * 2)
    assert estimate.test_for_conditional_independence_exact(strong).p_value == 0
    found = estimate.estimate_common_odds_ratio(strong, method="conditional")
    wanted = estimate.estimate_common_odds_ratio(strong)
    for name in ("value", "conf_low", "conf_high"):
        assert getattr(found, name) == pytest.approx(getattr(wanted, name), rel=0.02)


def test_strata_too_large_for_the_exact_method():
    """Two strata of two billion patients: their convolution would take minutes."""
    large = estimate.StratifiedTable.from_array([[[5 * 10**8] * 2] * 2] * 3)
    with pytest.raises(EstimationError, match="too many possible tables"):
        estimate.test_for_conditional_independence_exact(large)


def test_kappa_needs_the_same_levels():
    uneven = estimate.ContingencyTable.from_array([[1, 2], [3, 4]], row_labels=["a", "b"])
    with pytest.raises(EstimationError, match="rows a, b and columns 1, 2"):
        estimate.estimate_kappa(uneven)


def test_kappa_where_chance_alone_agrees():
    assert math.isnan(estimate.estimate_kappa(table([5, 0], [0, 0])).value)
    assert math.isnan(estimate.estimate_kappa(table([0, 0], [0, 0])).value)
    assert math.isnan(estimate.estimate_fleiss_kappa([[3, 0], [4, 0]]).value)
    assert math.isnan(estimate.estimate_fleiss_kappa([[1, 0], [0, 1]]).value)


def test_perfect_agreement_has_no_width():
    found = estimate.estimate_kappa(table([5, 0], [0, 3]))
    assert (found.value, found.std_error, found.conf_high) == (1, 0, 1)


def test_a_unit_that_one_reader_read_is_left_out():
    with_single = estimate.estimate_fleiss_kappa([[0, 3], [1, 2], [3, 0], [1, 0]])
    assert with_single == estimate.estimate_fleiss_kappa([[0, 3], [1, 2], [3, 0]])


def test_ratings_must_be_counts():
    with pytest.raises(EstimationError, match="not counts of readings"):
        estimate.estimate_fleiss_kappa([[0.5, 1]])
