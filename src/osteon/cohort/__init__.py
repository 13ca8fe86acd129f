"""From patients to count tables: one row a patient in the engine, nothing but counts outside."""

from osteon.cohort.attrition import AttritionStep, FlowStep, flow_steps, reason_of
from osteon.cohort.branches import BranchCounts
from osteon.cohort.build import Cohort, build_cohort
from osteon.cohort.clusters import count_clusters
from osteon.cohort.compute import KNOWN
from osteon.cohort.conversions import IntervalTable, count_intervals
from osteon.cohort.counts import (
    EndpointCounts,
    LateKnowledge,
    count_endpoint,
    count_late_knowledge,
    count_late_values,
    count_members,
    count_overlap,
    count_pairs,
    count_values,
)
from osteon.cohort.covariates import COVARIATE, CovariateTable, count_covariates, count_outcome
from osteon.cohort.guard_counts import (
    EndpointFaults,
    OpenSpans,
    count_endpoint_faults,
    count_known_after_outcome,
    count_open_spans,
)
from osteon.cohort.histories import HistoryCounts, count_histories
from osteon.cohort.kinds import CohortVariable
from osteon.cohort.leaving import LEAVE, STAY, count_step_values
from osteon.cohort.lexis import count_lexis
from osteon.cohort.membership import MembershipChange, compare_members
from osteon.cohort.patterns import count_pattern, count_patterns_in_patients
from osteon.cohort.person_time import TimeBands, calendar_bands, count_person_time
from osteon.cohort.regions import RegionCounts, count_regions
from osteon.cohort.revealed import reveal_follow_up, reveal_units
from osteon.cohort.swim import list_courses
from osteon.cohort.switching import (
    count_known_endpoint,
    count_landmark_endpoint,
    count_switched_endpoint,
)
from osteon.cohort.trajectories import count_trajectory

__all__ = [
    "COVARIATE",
    "KNOWN",
    "LEAVE",
    "STAY",
    "AttritionStep",
    "BranchCounts",
    "Cohort",
    "CohortVariable",
    "CovariateTable",
    "EndpointCounts",
    "EndpointFaults",
    "FlowStep",
    "HistoryCounts",
    "IntervalTable",
    "LateKnowledge",
    "MembershipChange",
    "OpenSpans",
    "RegionCounts",
    "TimeBands",
    "build_cohort",
    "calendar_bands",
    "compare_members",
    "count_clusters",
    "count_covariates",
    "count_endpoint",
    "count_endpoint_faults",
    "count_histories",
    "count_intervals",
    "count_known_after_outcome",
    "count_known_endpoint",
    "count_landmark_endpoint",
    "count_late_knowledge",
    "count_late_values",
    "count_lexis",
    "count_members",
    "count_open_spans",
    "count_outcome",
    "count_overlap",
    "count_pairs",
    "count_pattern",
    "count_patterns_in_patients",
    "count_person_time",
    "count_regions",
    "count_step_values",
    "count_switched_endpoint",
    "count_trajectory",
    "count_values",
    "flow_steps",
    "list_courses",
    "reason_of",
    "reveal_follow_up",
    "reveal_units",
]
