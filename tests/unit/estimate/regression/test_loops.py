"""Compiled loops: shared among threads, kept on disk, and right where sorting replaces counting."""

import math
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from osteon.estimate import CovariateCounts, fit_cox, fit_fine_gray
from osteon.estimate.regression import robust_variance, threads
from osteon.estimate.regression.newton import maximise
from osteon.estimate.regression.partial_likelihood import PartialLikelihood

ONE_LOOP = """
import numpy as np
from osteon.estimate.regression.code_kernels import add_by_code
add_by_code(np.zeros(3, dtype=np.int32), np.ones(3), np.zeros(1))
print(sum(add_by_code.stats.cache_hits.values()))
"""


def test_a_second_process_does_not_compile_again(tmp_path):
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    hits = [
        subprocess.run(
            [sys.executable, "-c", ONE_LOOP],
            env=environment, capture_output=True, text=True, check=True,
        ).stdout.strip()
        for _ in range(2)
    ]  # fmt: skip
    assert hits == ["0", "1"]


@pytest.fixture
def patients():
    rng = np.random.default_rng(5)
    n = 400
    time = rng.integers(2, 60, n)
    return CovariateCounts.from_rows(
        time,
        rng.integers(0, 3, n),
        {"x": rng.integers(0, 3, n), "z": rng.normal(size=n)},
        entry=np.floor(time * rng.random(n) * 0.8),
        cluster=rng.integers(0, 150, n),
    )


def assert_same(model, other):
    assert_allclose(model.coefficients, other.coefficients, rtol=1e-10)
    assert_allclose(model.std_errors, other.std_errors, rtol=1e-10)


def test_pieces_add_up_to_the_whole(patients, monkeypatch):
    """Few rows are one piece; here they are cut as if they were many."""
    alike = replace(patients, covariates=patients.covariates, entry=None, cluster=None)
    whole = [fit_cox(patients), fit_cox(alike, robust=True), fit_fine_gray(alike)]
    monkeypatch.setattr(threads, "ROWS_WORTH_SHARING", 10)
    monkeypatch.setattr(threads, "ROWS_PER_SUM", 0.1)
    for limit in (10, 1000):
        monkeypatch.setattr(robust_variance, "ROWS_WORTH_SHARING", limit)
        pieces = [fit_cox(patients), fit_cox(alike, robust=True), fit_fine_gray(alike)]
        for model, other in zip(whole, pieces, strict=True):
            assert_same(model, other)


def test_shared_patterns_add_up_to_the_whole(monkeypatch):
    rng = np.random.default_rng(6)
    counts = CovariateCounts.from_rows(
        rng.integers(1, 200, 300), rng.integers(0, 2, 300), {"x": rng.integers(0, 4, 300)}
    )
    assert counts.covariates.pattern is not None
    whole = fit_cox(counts)
    monkeypatch.setattr(threads, "ROWS_WORTH_SHARING", 10)
    monkeypatch.setattr(threads, "ROWS_PER_SUM", 0.1)
    assert_same(whole, fit_cox(counts))


def test_few_rows_and_large_sums_are_one_piece():
    assert threads.share_rows(10, lambda rows: rows) == [(0, 10)]
    assert threads.share_rows(300_000, lambda rows: rows, n_sums=300_000) == [(0, 300_000)]
    pieces = threads.share_rows(300_000, lambda rows: rows)
    assert_array_equal(np.diff(pieces), np.full((8, 1), 37_500))


def test_times_too_far_apart_to_count_are_sorted(patients):
    stretched = replace(patients, time=patients.time * 10**7, entry=patients.entry * 10**7)
    assert_same(fit_cox(patients), fit_cox(stretched))
    strata = replace(
        patients,
        stratum=np.arange(400, dtype=np.int32) % 2,
        stratum_labels=tuple(str(code) for code in range(40_000)),
    )
    few = replace(strata, stratum_labels=("0", "1"))
    assert_same(fit_cox(strata), fit_cox(few))


def test_hundreds_of_tied_events_are_neither_0_nor_infinite():
    """By hand: without effect the k-th of 600 to go faces 600 - k + 1, so that it is 600!."""
    counts = CovariateCounts.from_rows([1, 1], [1, 1], {"x": [0, 1]}, n=[400, 200])
    assert_allclose(fit_cox(counts).log_likelihood_null, -math.lgamma(601), rtol=1e-12)


def test_a_fit_that_cannot_go_on_says_so(patients):
    likelihood = PartialLikelihood(patients, patients.is_event())
    assert not maximise(likelihood, max_iterations=1).converged

    class Stuck:
        """A likelihood that is nowhere greater than at the start."""

        names = likelihood.names
        spread = likelihood.spread

        def evaluate(self, coefficients):
            found = likelihood.evaluate(np.zeros(2))
            return replace(found, value=-float(np.abs(coefficients).sum()))

    stuck = maximise(Stuck())
    assert (stuck.converged, stuck.is_monotone) == (False, False)
