"""Which cells are tests, and which estimate an effect."""

import math
import re

from osteon.study.results import Cell

EFFECT = re.compile(r"(^|_)(ratio|difference|shift|coefficient|slope)(_|$)")
ASSUMPTIONS = ("proportional", "linearity", "heterogeneity", "balance")
"""Words in the names of tests of what a model takes for granted; they estimate no effect."""
WHOLE_MODEL = ("_likelihood_ratio", "_wald")
"""Ends of tests of a model as a whole, whose ratios stand beside them one by one."""


def is_test(cell: Cell) -> bool:
    """Return whether a cell is the p-value of a question, not of an assumption."""
    is_of_model = any(word in cell.statistic for word in ASSUMPTIONS)
    is_of_model = is_of_model or cell.statistic.endswith(WHOLE_MODEL)
    return cell.statistic.startswith("p_value") and not is_of_model


def is_effect(cell: Cell) -> bool:
    """Return whether a cell is a ratio or a difference with an interval."""
    has_interval = not (math.isnan(cell.conf_low) and math.isnan(cell.conf_high))
    return bool(EFFECT.search(cell.statistic)) and has_interval
