"""Tails and quantiles of the distributions that tests and intervals rest on.

They are those of `scipy.stats`, bit by bit, taken from `scipy.special`: it is loaded in a third of
the time.
"""

import math

from scipy import special


def normal_tail(z: float) -> float:
    """Return the probability above a value."""
    return float(special.ndtr(-z))


def normal_limit(tail: float) -> float:
    """Return the value with this probability above it."""
    return float(-special.ndtri(tail))


def chi_square_tail(statistic: float, df: float) -> float:
    """Return the probability above a value; NaN without degrees of freedom."""
    return float(special.chdtrc(df, max(statistic, 0.0))) if df > 0 else math.nan


def student_tail(statistic: float, df: float) -> float:
    """Return the probability above a value; NaN without degrees of freedom."""
    return float(special.stdtr(df, -statistic)) if df > 0 else math.nan


def student_limit(tail: float, df: float) -> float:
    """Return the value with this probability above it; NaN without degrees of freedom."""
    return float(-special.stdtrit(df, tail)) if df > 0 else math.nan
