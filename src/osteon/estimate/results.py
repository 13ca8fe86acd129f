"""Small results that several estimators and tests share."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its uncertainty.

    Parameters
    ----------
    value : float
        The estimate; NaN where it is not estimable.
    std_error : float
        Its standard error, on the scale of `value` unless the estimator says otherwise.
    conf_low, conf_high : float
        Limits of the interval at `conf_level`; NaN where they are not estimable.
    conf_level : float
        Such as 0.95.
    """

    value: float
    std_error: float = math.nan
    conf_low: float = math.nan
    conf_high: float = math.nan
    conf_level: float = 0.95


@dataclass(frozen=True, slots=True)
class TestResult:
    """What a test found.

    Parameters
    ----------
    statistic : float
        The test statistic; NaN where the test cannot be made.
    df : float
        Degrees of freedom; NaN for a test that has none, such as an exact one.
    p_value : float
        Two-sided unless `method` says otherwise; NaN where the test cannot be made.
    method : str
        The test in words a statistician would use.
    observed, expected : mapping of str to float
        Events by group, where the test compares them.
    details : mapping of str to float
        Further numbers by name, such as a variance or the seed of a permutation.
    """

    __test__ = False  # a result, not a test of pytest's

    statistic: float
    df: float
    p_value: float
    method: str
    observed: Mapping[str, float] = field(default_factory=dict)
    expected: Mapping[str, float] = field(default_factory=dict)
    details: Mapping[str, float] = field(default_factory=dict)
