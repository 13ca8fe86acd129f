"""Tails and quantiles are those of `scipy.stats`, to the last bit."""

import math

import numpy as np
import pytest
from scipy import stats

from osteon.estimate.distributions import (
    chi_square_tail,
    normal_limit,
    normal_tail,
    student_limit,
    student_tail,
)

VALUES = (*np.linspace(-9, 9, 181), 0.0, -0.0, 40.0, -1e-17, math.inf, math.nan)
TAILS = (*np.linspace(0.0005, 0.9995, 200), 1e-300, 0.025)
DEGREES = (-1, 0, 0.5, 1, 2, 7, 40.7, 1e6)


def same(ours, theirs):
    return [math.nan if math.isnan(x) else x for x in ours] == pytest.approx(
        [float(x) for x in theirs], rel=0, abs=0, nan_ok=True
    )


def test_of_the_normal_distribution():
    assert same([normal_tail(z) for z in VALUES], [stats.norm.sf(z) for z in VALUES])
    assert same([normal_limit(q) for q in TAILS], [stats.norm.isf(q) for q in TAILS])


@pytest.mark.parametrize("df", DEGREES)
def test_of_the_chi_square_distribution(df):
    assert same([chi_square_tail(x, df) for x in VALUES], [stats.chi2.sf(x, df) for x in VALUES])


@pytest.mark.parametrize("df", DEGREES)
def test_of_the_distribution_of_student(df):
    assert same([student_tail(x, df) for x in VALUES], [stats.t.sf(x, df) for x in VALUES])
    assert same([student_limit(q, df) for q in TAILS], [stats.t.isf(q, df) for q in TAILS])
