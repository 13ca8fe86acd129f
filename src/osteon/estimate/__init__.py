"""Estimates and tests from count tables, by NumPy and SciPy; knows no patient."""

from osteon.estimate.agreement import estimate_fleiss_kappa, estimate_kappa
from osteon.estimate.contingency import ContingencyTable
from osteon.estimate.cumulative_incidence import CumulativeIncidence, estimate_cumulative_incidence
from osteon.estimate.exact_independence import test_for_independence_exact
from osteon.estimate.independence import IndependenceTest, test_for_independence
from osteon.estimate.mantel_haenszel import (
    estimate_common_odds_ratio,
    test_for_conditional_independence,
    test_for_conditional_independence_exact,
)
from osteon.estimate.marginal_homogeneity import test_for_marginal_homogeneity
from osteon.estimate.multiple_imputation import PooledEstimate, pool_by_rubin
from osteon.estimate.multiplicity import adjust_p_values
from osteon.estimate.odds_ratio import estimate_odds_ratio
from osteon.estimate.printed_percentage import CountMatch, find_counts_for_percentage
from osteon.estimate.proportion import estimate_proportion
from osteon.estimate.proportion_difference import (
    estimate_paired_difference,
    estimate_proportion_difference,
)
from osteon.estimate.proportion_trend import test_for_trend_in_proportions
from osteon.estimate.quantile import ValueSummary, estimate_quantile, estimate_value_summary
from osteon.estimate.rate import EventRate, estimate_rate, estimate_rate_ratio, test_for_equal_rates
from osteon.estimate.results import Estimate, TestResult
from osteon.estimate.stratified import StratifiedTable
from osteon.estimate.survival.completeness import completeness_of_follow_up
from osteon.estimate.survival.curve import SurvivalAt, SurvivalCurve
from osteon.estimate.survival.kaplan_meier import estimate_follow_up, estimate_survival
from osteon.estimate.survival.log_rank import test_for_survival_difference
from osteon.estimate.survival_counts import SurvivalCounts
from osteon.estimate.value_counts import ValueCounts

__all__ = [
    "ContingencyTable",
    "CountMatch",
    "CumulativeIncidence",
    "Estimate",
    "EventRate",
    "IndependenceTest",
    "PooledEstimate",
    "StratifiedTable",
    "SurvivalAt",
    "SurvivalCounts",
    "SurvivalCurve",
    "TestResult",
    "ValueCounts",
    "ValueSummary",
    "adjust_p_values",
    "completeness_of_follow_up",
    "estimate_common_odds_ratio",
    "estimate_cumulative_incidence",
    "estimate_fleiss_kappa",
    "estimate_follow_up",
    "estimate_kappa",
    "estimate_odds_ratio",
    "estimate_paired_difference",
    "estimate_proportion",
    "estimate_proportion_difference",
    "estimate_quantile",
    "estimate_rate",
    "estimate_rate_ratio",
    "estimate_survival",
    "estimate_value_summary",
    "find_counts_for_percentage",
    "pool_by_rubin",
    "test_for_conditional_independence",
    "test_for_conditional_independence_exact",
    "test_for_equal_rates",
    "test_for_independence",
    "test_for_independence_exact",
    "test_for_marginal_homogeneity",
    "test_for_survival_difference",
    "test_for_trend_in_proportions",
]
