"""Estimates and tests from count tables, by NumPy and SciPy; knows no patient."""

from osteon.estimate.completeness import completeness_of_follow_up
from osteon.estimate.contingency import ContingencyTable
from osteon.estimate.cumulative_incidence import (
    CumulativeIncidence,
    estimate_cumulative_incidence,
)
from osteon.estimate.exact_independence import test_for_independence_exact
from osteon.estimate.independence import IndependenceTest, test_for_independence
from osteon.estimate.kaplan_meier import estimate_follow_up, estimate_survival
from osteon.estimate.log_rank import test_for_survival_difference
from osteon.estimate.odds_ratio import estimate_odds_ratio
from osteon.estimate.proportion import estimate_proportion
from osteon.estimate.quantile import ValueSummary, estimate_quantile, estimate_value_summary
from osteon.estimate.results import Estimate, TestResult
from osteon.estimate.survival_counts import SurvivalCounts
from osteon.estimate.survival_curve import SurvivalAt, SurvivalCurve
from osteon.estimate.value_counts import ValueCounts

__all__ = [
    "ContingencyTable",
    "CumulativeIncidence",
    "Estimate",
    "IndependenceTest",
    "SurvivalAt",
    "SurvivalCounts",
    "SurvivalCurve",
    "TestResult",
    "ValueCounts",
    "ValueSummary",
    "completeness_of_follow_up",
    "estimate_cumulative_incidence",
    "estimate_follow_up",
    "estimate_odds_ratio",
    "estimate_proportion",
    "estimate_quantile",
    "estimate_survival",
    "estimate_value_summary",
    "test_for_independence",
    "test_for_independence_exact",
    "test_for_survival_difference",
]
