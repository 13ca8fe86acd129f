"""What holds for regressions of a probability whatever the patients."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from osteon.errors import EstimationError
from osteon.estimate import (
    BinaryCounts,
    estimate_profile_intervals,
    estimate_treatment_weights,
    fit_gee,
    fit_logistic,
)

RTOL = 1e-6
ATOL = 1e-8


@st.composite
def patients(draw):
    n = draw(st.integers(14, 40))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    return {
        "event": rng.integers(0, 2, n),
        "covariates": {"x": rng.integers(0, 3, n), "z": rng.normal(size=n).round(2)},
        "cluster": rng.integers(0, n // 3, n),
    }


def fitted(columns, fit=fit_logistic, **settings):
    """Return a model with a maximum, or leave the example out."""
    try:
        model = fit(BinaryCounts.from_rows(**columns), **settings)
    except EstimationError:
        assume(False)
    assume(not model.infinite and model.converged and np.abs(model.coefficients).max() < 8)
    return model


def assert_same(model, other):
    assert_allclose(model.coefficients, other.coefficients, rtol=RTOL, atol=ATOL)
    assert_allclose(model.std_errors, other.std_errors, rtol=RTOL, atol=ATOL)


def repeated(columns, times):
    apart = {name: np.repeat(columns[name], times) for name in ("event", "cluster")}
    apart["covariates"] = {n: np.repeat(own, times) for n, own in columns["covariates"].items()}
    return apart


@given(patients(), st.integers(0, 1000), st.sampled_from([None, "firth"]))
def test_rows_of_n_patients_are_n_patients(columns, seed, penalty):
    times = np.random.default_rng(seed).integers(1, 4, len(columns["event"]))
    grouped = fitted({**columns, "n": times}, penalty=penalty)
    assert_same(grouped, fitted(repeated(columns, times), penalty=penalty))


@given(patients(), st.integers(0, 1000))
def test_rows_of_n_lesions_are_n_lesions_of_a_cluster(columns, seed):
    times = np.random.default_rng(seed).integers(1, 4, len(columns["event"]))
    assert_same(fitted({**columns, "n": times}, fit_gee), fitted(repeated(columns, times), fit_gee))


@given(patients())
def test_independence_gives_the_coefficients_of_logistic_regression(columns):
    model = fitted(columns, fit_gee, correlation="independence")
    assert_allclose(model.coefficients, fitted(columns).coefficients, rtol=RTOL, atol=ATOL)


@given(patients())
def test_firth_s_estimate_is_finite(columns):
    counts = BinaryCounts.from_rows(**columns)
    try:
        model = fit_logistic(counts, penalty="firth")
    except EstimationError:
        assume(False)
    assert model.converged
    assert not model.infinite
    assert np.isfinite(model.coefficients).all()


@given(patients())
def test_a_profile_interval_holds_the_estimate_and_ends_where_it_should(columns):
    model = fitted(columns)
    counts = BinaryCounts.from_rows(**columns)
    for interval in estimate_profile_intervals(model, counts, conf_level=0.5).values():
        assert interval.conf_low < interval.value < interval.conf_high


@given(patients())
def test_weights_of_a_saturated_model_balance_what_it_holds(columns):
    """With one covariate of words, the weighted groups are alike in it exactly."""
    words = np.array(["a", "b", "c"])[columns["covariates"]["x"]]
    treatment = BinaryCounts.from_rows(columns["event"], {"word": words})
    try:
        found = estimate_treatment_weights(treatment, stabilised=False)
    except EstimationError:
        assume(False)
    assume(not found.model.infinite)
    assert_allclose(found.balance["word"].after, 0, atol=1e-6)
    treated = treatment.event
    for group in (treated, ~treated):
        assert_allclose(found.weight[group].sum(), len(words), rtol=1e-6)
