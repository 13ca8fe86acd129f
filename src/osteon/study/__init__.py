"""A study: a protocol and a snapshot in, results out; a pure function."""

from osteon.cohort import AttritionStep, BranchCounts, MembershipChange
from osteon.study.check import StudyCheck, check_study
from osteon.study.count_files import write_counts
from osteon.study.expectations import check_expectations
from osteon.study.membership import compare_cohorts
from osteon.study.results import (
    CELL_COLUMNS,
    AnalysisResult,
    Cell,
    Curve,
    GuardFinding,
    PublishedValue,
    StudyResults,
)
from osteon.study.run import StudyRun, run_study

__all__ = [
    "CELL_COLUMNS",
    "AnalysisResult",
    "AttritionStep",
    "BranchCounts",
    "Cell",
    "Curve",
    "GuardFinding",
    "MembershipChange",
    "PublishedValue",
    "StudyCheck",
    "StudyResults",
    "StudyRun",
    "check_expectations",
    "check_study",
    "compare_cohorts",
    "run_study",
    "write_counts",
]
