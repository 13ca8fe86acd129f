"""Estimates and tests from count tables, by NumPy and SciPy; knows no patient."""

from osteon.estimate.balance import estimate_standardised_difference
from osteon.estimate.clustered.cluster_counts import ClusterCounts
from osteon.estimate.clustered.clustered_values import ClusteredValues
from osteon.estimate.clustered.proportions import (
    ClusteredProportion,
    estimate_clustered_proportion,
    estimate_intracluster_correlation,
    test_for_clustered_independence,
)
from osteon.estimate.clustered.rank_tests import (
    test_for_clustered_rank_sum,
    test_for_clustered_signed_rank,
)
from osteon.estimate.competing.cause_specific_hazard import estimate_cause_specific_hazard
from osteon.estimate.competing.cumulative_incidence import estimate_cumulative_incidence
from osteon.estimate.competing.gray_test import test_for_incidence_difference
from osteon.estimate.competing.incidence_curve import CumulativeIncidence, IncidenceAt
from osteon.estimate.competing.incidence_difference import (
    IncidenceDifference,
    estimate_incidence_difference,
)
from osteon.estimate.competing.pseudo_values import estimate_pseudo_values
from osteon.estimate.interval_censored.interval_counts import IntervalCounts
from osteon.estimate.interval_censored.score_test import test_for_survival_difference_between_visits
from osteon.estimate.interval_censored.turnbull import (
    SurvivalBounds,
    TurnbullCurve,
    estimate_survival_between_visits,
)
from osteon.estimate.multiple_imputation import PooledEstimate, pool_by_rubin
from osteon.estimate.multiplicity import adjust_p_values
from osteon.estimate.multistate.occupation import estimate_state_occupation
from osteon.estimate.multistate.state_occupation import OccupationAt, StateOccupation
from osteon.estimate.multistate.transition_counts import TransitionCounts
from osteon.estimate.rate import EventRate, estimate_rate, estimate_rate_ratio, test_for_equal_rates
from osteon.estimate.recurrent.event_totals import EventTotals
from osteon.estimate.recurrent.histories import EventHistories
from osteon.estimate.recurrent.mean_cumulative_function import (
    MeanAt,
    MeanCumulativeFunction,
    estimate_mean_cumulative_function,
)
from osteon.estimate.recurrent.negative_binomial import NegativeBinomialRates, fit_negative_binomial
from osteon.estimate.recurrent.rate_regression import fit_recurrent_cox
from osteon.estimate.regression.binary_counts import BinaryCounts
from osteon.estimate.regression.censoring_weights import (
    CensoringWeights,
    estimate_censoring_weights,
)
from osteon.estimate.regression.concordance import Concordance, estimate_concordance
from osteon.estimate.regression.covariate_counts import CovariateCounts
from osteon.estimate.regression.covariates import Covariates
from osteon.estimate.regression.cox import fit_cox
from osteon.estimate.regression.cox_model import CoxModel
from osteon.estimate.regression.fine_gray import (
    FineGrayModel,
    PredictedIncidence,
    fit_fine_gray,
    predict_incidence,
)
from osteon.estimate.regression.gee import GeeModel, fit_gee
from osteon.estimate.regression.logistic import LogisticModel, fit_logistic
from osteon.estimate.regression.predicted_curve import (
    PredictedCurve,
    estimate_baseline_hazard,
    predict_survival,
)
from osteon.estimate.regression.profile_intervals import (
    estimate_profile_intervals,
    test_for_no_effect,
)
from osteon.estimate.regression.proportional_hazards import (
    ProportionalHazardsTest,
    test_for_proportional_hazards,
)
from osteon.estimate.regression.regression_model import ModelWarning
from osteon.estimate.regression.spline import choose_knots, spline_columns
from osteon.estimate.regression.treatment_weights import (
    Balance,
    TreatmentWeights,
    estimate_treatment_weights,
)
from osteon.estimate.results import Estimate, TestResult
from osteon.estimate.survival.completeness import completeness_of_follow_up
from osteon.estimate.survival.conditional import estimate_conditional_survival
from osteon.estimate.survival.contrast import Contrast
from osteon.estimate.survival.cumulative_hazard import (
    HazardAt,
    HazardCurve,
    estimate_cumulative_hazard,
)
from osteon.estimate.survival.curve import SurvivalAt, SurvivalCurve
from osteon.estimate.survival.exact_log_rank import test_for_survival_difference_exact
from osteon.estimate.survival.fixed_time import (
    estimate_survival_difference,
    test_for_survival_difference_at,
)
from osteon.estimate.survival.follow_up import estimate_follow_up
from osteon.estimate.survival.kaplan_meier import estimate_survival
from osteon.estimate.survival.landmark import LandmarkSelection, select_landmark
from osteon.estimate.survival.log_rank import test_for_survival_difference
from osteon.estimate.survival.max_combo import test_for_survival_difference_max_combo
from osteon.estimate.survival.pairwise import PairwiseTest, test_for_pairwise_survival_difference
from osteon.estimate.survival.restricted_mean import (
    estimate_restricted_mean,
    estimate_restricted_mean_difference,
)
from osteon.estimate.survival.simon_makuch import estimate_survival_after_switch
from osteon.estimate.survival.switch import (
    split_at_switch,
    test_for_survival_difference_after_switch,
)
from osteon.estimate.survival.trend import test_for_survival_trend
from osteon.estimate.survival_counts import SurvivalCounts
from osteon.estimate.tables.agreement import (
    estimate_clustered_kappa,
    estimate_fleiss_kappa,
    estimate_kappa,
)
from osteon.estimate.tables.contingency import ContingencyTable
from osteon.estimate.tables.exact_independence import test_for_independence_exact
from osteon.estimate.tables.independence import IndependenceTest, test_for_independence
from osteon.estimate.tables.mantel_haenszel import (
    estimate_common_odds_ratio,
    test_for_conditional_independence,
    test_for_conditional_independence_exact,
)
from osteon.estimate.tables.marginal_homogeneity import test_for_marginal_homogeneity
from osteon.estimate.tables.odds_ratio import estimate_odds_ratio
from osteon.estimate.tables.printed_percentage import CountMatch, find_counts_for_percentage
from osteon.estimate.tables.proportion import estimate_proportion
from osteon.estimate.tables.proportion_difference import (
    estimate_paired_difference,
    estimate_proportion_difference,
)
from osteon.estimate.tables.proportion_trend import test_for_trend_in_proportions
from osteon.estimate.tables.stratified import StratifiedTable
from osteon.estimate.values.location_shift import estimate_location_shift
from osteon.estimate.values.mean_tests import estimate_mean_difference, test_for_equal_means
from osteon.estimate.values.quantile import ValueSummary, estimate_quantile, estimate_value_summary
from osteon.estimate.values.rank_tests import test_for_kruskal_wallis, test_for_mann_whitney
from osteon.estimate.values.value_counts import ValueCounts

__all__ = [
    "Balance",
    "BinaryCounts",
    "CensoringWeights",
    "ClusterCounts",
    "ClusteredProportion",
    "ClusteredValues",
    "Concordance",
    "ContingencyTable",
    "Contrast",
    "CountMatch",
    "CovariateCounts",
    "Covariates",
    "CoxModel",
    "CumulativeIncidence",
    "Estimate",
    "EventHistories",
    "EventRate",
    "EventTotals",
    "FineGrayModel",
    "GeeModel",
    "HazardAt",
    "HazardCurve",
    "IncidenceAt",
    "IncidenceDifference",
    "IndependenceTest",
    "IntervalCounts",
    "LandmarkSelection",
    "LogisticModel",
    "MeanAt",
    "MeanCumulativeFunction",
    "ModelWarning",
    "NegativeBinomialRates",
    "OccupationAt",
    "PairwiseTest",
    "PooledEstimate",
    "PredictedCurve",
    "PredictedIncidence",
    "ProportionalHazardsTest",
    "StateOccupation",
    "StratifiedTable",
    "SurvivalAt",
    "SurvivalBounds",
    "SurvivalCounts",
    "SurvivalCurve",
    "TestResult",
    "TransitionCounts",
    "TreatmentWeights",
    "TurnbullCurve",
    "ValueCounts",
    "ValueSummary",
    "adjust_p_values",
    "choose_knots",
    "completeness_of_follow_up",
    "estimate_baseline_hazard",
    "estimate_cause_specific_hazard",
    "estimate_censoring_weights",
    "estimate_clustered_kappa",
    "estimate_clustered_proportion",
    "estimate_common_odds_ratio",
    "estimate_concordance",
    "estimate_conditional_survival",
    "estimate_cumulative_hazard",
    "estimate_cumulative_incidence",
    "estimate_fleiss_kappa",
    "estimate_follow_up",
    "estimate_incidence_difference",
    "estimate_intracluster_correlation",
    "estimate_kappa",
    "estimate_location_shift",
    "estimate_mean_cumulative_function",
    "estimate_mean_difference",
    "estimate_odds_ratio",
    "estimate_paired_difference",
    "estimate_profile_intervals",
    "estimate_proportion",
    "estimate_proportion_difference",
    "estimate_pseudo_values",
    "estimate_quantile",
    "estimate_rate",
    "estimate_rate_ratio",
    "estimate_restricted_mean",
    "estimate_restricted_mean_difference",
    "estimate_standardised_difference",
    "estimate_state_occupation",
    "estimate_survival",
    "estimate_survival_after_switch",
    "estimate_survival_between_visits",
    "estimate_survival_difference",
    "estimate_treatment_weights",
    "estimate_value_summary",
    "find_counts_for_percentage",
    "fit_cox",
    "fit_fine_gray",
    "fit_gee",
    "fit_logistic",
    "fit_negative_binomial",
    "fit_recurrent_cox",
    "pool_by_rubin",
    "predict_incidence",
    "predict_survival",
    "select_landmark",
    "spline_columns",
    "split_at_switch",
    "test_for_clustered_independence",
    "test_for_clustered_rank_sum",
    "test_for_clustered_signed_rank",
    "test_for_conditional_independence",
    "test_for_conditional_independence_exact",
    "test_for_equal_means",
    "test_for_equal_rates",
    "test_for_incidence_difference",
    "test_for_independence",
    "test_for_independence_exact",
    "test_for_kruskal_wallis",
    "test_for_mann_whitney",
    "test_for_marginal_homogeneity",
    "test_for_no_effect",
    "test_for_pairwise_survival_difference",
    "test_for_proportional_hazards",
    "test_for_survival_difference",
    "test_for_survival_difference_after_switch",
    "test_for_survival_difference_at",
    "test_for_survival_difference_between_visits",
    "test_for_survival_difference_exact",
    "test_for_survival_difference_max_combo",
    "test_for_survival_trend",
    "test_for_trend_in_proportions",
]
