"""Estimates and tests from count tables, by NumPy and SciPy; knows no patient."""

from osteon.estimate.results import Estimate, TestResult
from osteon.estimate.survival_counts import SurvivalCounts

__all__ = ["Estimate", "SurvivalCounts", "TestResult"]
