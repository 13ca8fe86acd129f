"""What holds for Fine-Gray regression whatever the patients, and a slow second implementation."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from osteon.errors import EstimationError
from osteon.estimate import CovariateCounts, fit_cox, fit_fine_gray, predict_incidence
from osteon.estimate.regression.fine_gray_likelihood import FineGrayLikelihood

RTOL = 1e-6  # some examples are all but separated, so that rounding is enlarged
ATOL = 1e-8


@st.composite
def patients(draw):
    n = draw(st.integers(10, 30))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    return {
        "time": rng.integers(1, 9, n),
        "status": rng.integers(0, 3, n),
        "covariates": {"x": rng.integers(0, 3, n), "z": rng.normal(size=n).round(2)},
    }


def counts_of(columns) -> CovariateCounts:
    return CovariateCounts.from_rows(**columns)


def fitted(columns):
    """Return a model with a maximum, or leave the example out."""
    try:
        model = fit_fine_gray(counts_of(columns))
    except EstimationError:
        assume(False)
    assume(not model.infinite and model.converged and np.abs(model.coefficients).max() < 8)
    return model


def assert_same(model, other, *, coefficients=1.0):
    assert_allclose(model.coefficients, other.coefficients * coefficients, rtol=RTOL, atol=ATOL)
    expected = other.std_errors * np.abs(coefficients)
    assert_allclose(model.std_errors, expected, rtol=RTOL, atol=ATOL)


def uncensored_before(time, status, day):
    """Return Kaplan-Meier's chance not to be censored before a day."""
    chance = 1.0
    for earlier in sorted(set(time[status == 0])):
        if earlier < day:
            lost = ((time == earlier) & (status == 0)).sum()
            chance *= 1 - lost / (time >= earlier).sum()
    return chance


def slow_log_likelihood(columns, coefficients):
    """Sum over events by a loop over patients, straight from the definition."""
    time, status = columns["time"], columns["status"]
    x = np.column_stack(list(columns["covariates"].values()))
    total = 0.0
    for i in np.flatnonzero(status == 1):
        at_risk = 0.0
        for j in range(len(time)):
            weight = float(time[j] >= time[i])
            if time[j] < time[i] and status[j] == 2:
                weight = uncensored_before(time, status, time[i])
                weight /= uncensored_before(time, status, time[j])
            at_risk += weight * np.exp(x[j] @ coefficients)
        total += x[i] @ coefficients - np.log(at_risk)
    return total


@given(patients())
def test_likelihood_and_derivatives_are_those_of_the_definition(columns):
    assume((columns["status"] == 1).any())
    likelihood = FineGrayLikelihood(counts_of(columns), cause=1)
    at, step = np.array([0.3, -0.2]), 1e-5
    found = likelihood.evaluate(at)
    assert_allclose(found.value, slow_log_likelihood(columns, at), rtol=1e-10, atol=1e-12)
    for j in range(2):
        moved = np.eye(2)[j] * step
        up, down = (likelihood.evaluate(at + sign * moved) for sign in (1, -1))
        assert_allclose(found.score[j], (up.value - down.value) / (2 * step), rtol=1e-4, atol=1e-4)
        slope = (up.score - down.score) / (2 * step)
        assert_allclose(found.information[j], -slope, rtol=1e-4, atol=1e-4)


@given(patients(), st.integers(0, 1000))
def test_the_order_of_rows_does_not_matter(columns, seed):
    order = np.random.default_rng(seed).permutation(len(columns["time"]))
    shuffled = {name: columns[name][order] for name in ("time", "status")}
    shuffled["covariates"] = {name: own[order] for name, own in columns["covariates"].items()}
    assert_same(fitted(columns), fitted(shuffled))


@given(patients(), st.sampled_from([0.01, -7.0]), st.sampled_from([-50.0, 2000.0]))
def test_another_unit_of_a_covariate_scales_its_coefficient(columns, unit, origin):
    moved = {**columns["covariates"], "z": columns["covariates"]["z"] / unit + origin}
    other = fitted({**columns, "covariates": moved})
    assert_same(fitted(columns), other, coefficients=np.array([1, 1 / unit]))


@given(patients(), st.integers(0, 1000))
def test_rows_of_n_patients_are_n_patients(columns, seed):
    times = np.random.default_rng(seed).integers(1, 4, len(columns["time"]))
    apart = {name: np.repeat(columns[name], times) for name in ("time", "status")}
    apart["covariates"] = {n: np.repeat(own, times) for n, own in columns["covariates"].items()}
    assert_same(fitted({**columns, "n": times}), fitted(apart))


@given(patients())
def test_clusters_of_one_change_nothing(columns):
    alone = {**columns, "cluster": np.arange(len(columns["time"]))}
    assert_same(fitted(columns), fitted(alone))


@given(patients())
def test_without_competing_events_it_is_a_cox_model_by_breslow(columns):
    single = {**columns, "status": (columns["status"] == 1).astype(int)}
    model = fitted(single)
    cox = fit_cox(counts_of(single), ties="breslow")
    assert_allclose(model.coefficients, cox.coefficients, rtol=RTOL, atol=ATOL)
    assert_allclose(model.model_covariance, cox.model_covariance, rtol=RTOL, atol=ATOL)


@given(patients(), st.integers(0, 2))
def test_a_predicted_incidence_rises_from_0_and_stays_below_1(columns, x):
    model = fitted(columns)
    curve = predict_incidence(model, counts_of(columns), at={"x": x, "z": 0.0})
    assert (np.diff(curve.cumulative_incidence) >= 0).all()
    assert ((curve.cumulative_incidence >= 0) & (curve.cumulative_incidence <= 1)).all()
