"""What holds for Cox regression whatever the patients, and a slow second implementation."""

import itertools

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from osteon.errors import EstimationError
from osteon.estimate import CovariateCounts, estimate_concordance, fit_cox
from osteon.estimate.regression.partial_likelihood import PartialLikelihood

RTOL = 1e-6  # some examples are all but separated, so that rounding is enlarged
ATOL = 1e-8


@st.composite
def patients(draw, *, late=None, decimals=False):
    """Columns of patients with tied times, two covariates, strata, clusters and weights."""
    n = draw(st.integers(8, 30))
    seed = draw(st.integers(0, 10**6))
    rng = np.random.default_rng(seed)
    is_late = draw(st.booleans()) if late is None else late
    time = rng.integers(1, 9, n)
    columns = {
        "time": time + rng.random(n).round(2) if decimals else time,
        "status": rng.integers(0, 2, n),
        "covariates": {"x": rng.integers(0, 3, n), "z": rng.normal(size=n).round(2)},
        "stratum": rng.integers(0, 2, n),
        "cluster": rng.integers(0, n // 2, n),
        "weight": rng.integers(1, 5, n) / 2,
    }
    if is_late:
        columns["entry"] = np.floor(columns["time"] * rng.random(n) * 0.9)
    return columns


def counts_of(columns) -> CovariateCounts:
    rest = {name: own for name, own in columns.items() if name not in {"time", "status"}}
    return CovariateCounts.from_rows(columns["time"], columns["status"], **rest)


def fitted(columns, **settings_of_fit):
    """Return a model with a maximum, or leave the example out."""
    try:
        model = fit_cox(counts_of(columns), **settings_of_fit)
    except EstimationError:
        assume(False)
    assume(not model.infinite and model.converged and np.abs(model.coefficients).max() < 8)
    return model


def assert_same(model, other, *, coefficients=1.0):
    assert_allclose(model.coefficients, other.coefficients * coefficients, rtol=RTOL, atol=ATOL)
    expected = other.std_errors * np.abs(coefficients)
    assert_allclose(model.std_errors, expected, rtol=RTOL, atol=ATOL)
    assert_allclose(model.log_likelihood, other.log_likelihood, rtol=1e-9)


def slow_log_likelihood(columns, coefficients, *, ties):
    """Sum over strata and times by loops over patients, straight from the definition."""
    time, status, weight = columns["time"], columns["status"], columns["weight"]
    entry = columns.get("entry", np.full(len(time), -1.0))
    x = np.column_stack(list(columns["covariates"].values()))
    risk = weight * np.exp(x @ coefficients)
    total = 0.0
    for stratum, day in itertools.product(set(columns["stratum"]), set(time[status == 1])):
        own = columns["stratum"] == stratum
        dying = own & (time == day) & (status == 1)
        if not dying.any():
            continue
        at_risk = risk[own & (entry < day) & (day <= time)].sum()
        n = dying.sum()
        total += (weight * (x @ coefficients))[dying].sum()
        for k in range(n):
            share = k / n if ties == "efron" else 0
            total -= weight[dying].sum() / n * np.log(at_risk - share * risk[dying].sum())
    return total


@given(patients(), st.sampled_from(["efron", "breslow"]))
def test_likelihood_and_derivatives_are_those_of_the_definition(columns, ties):
    counts = counts_of(columns)
    assume(counts.is_event().any())
    likelihood = PartialLikelihood(counts, counts.is_event(), ties=ties)
    at, step = np.array([0.3, -0.2]), 1e-5
    found = likelihood.evaluate(at)
    slow = slow_log_likelihood(columns, at, ties=ties)
    assert_allclose(found.value, slow, rtol=1e-10, atol=1e-12)
    for j in range(2):
        moved = np.eye(2)[j] * step
        up, down = (likelihood.evaluate(at + sign * moved) for sign in (1, -1))
        assert_allclose(found.score[j], (up.value - down.value) / (2 * step), rtol=1e-4, atol=1e-4)
        slope = (up.score - down.score) / (2 * step)
        assert_allclose(found.information[j], -slope, rtol=1e-4, atol=1e-4)


@given(patients(), st.integers(0, 1000))
def test_the_order_of_rows_does_not_matter(columns, seed):
    order = np.random.default_rng(seed).permutation(len(columns["time"]))
    shuffled = {name: own[order] for name, own in columns.items() if name != "covariates"}
    shuffled["covariates"] = {name: own[order] for name, own in columns["covariates"].items()}
    assert_same(fitted(columns), fitted(shuffled))


@given(patients(), st.sampled_from([0.01, 3.0, -7.0]), st.sampled_from([-50.0, 2000.0]))
def test_another_unit_of_a_covariate_scales_its_coefficient(columns, unit, origin):
    model = fitted(columns)
    moved = {**columns["covariates"], "z": columns["covariates"]["z"] / unit + origin}
    other = fitted({**columns, "covariates": moved})
    assert_same(model, other, coefficients=np.array([1, 1 / unit]))


@given(patients(), st.sampled_from([7, 30]))
def test_the_unit_of_time_does_not_matter(columns, unit):
    scaled = {**columns, "time": columns["time"] * unit}
    if "entry" in columns:
        scaled["entry"] = columns["entry"] * unit
    assert_same(fitted(columns), fitted(scaled))


@given(patients(late=False, decimals=True))
def test_only_the_order_of_times_matters(columns):
    """Sorted decimal times and counted whole ones are two ways to the same risk sets."""
    ranks = np.unique(columns["time"], return_inverse=True)[1]
    assert_same(fitted(columns), fitted({**columns, "time": ranks}))


@given(patients())
def test_doubling_the_weights_changes_no_estimate(columns):
    doubled = {**columns, "weight": 2 * columns["weight"]}
    model, other = fitted(columns), fitted(doubled)
    assert_allclose(model.coefficients, other.coefficients, rtol=RTOL, atol=ATOL)
    assert_allclose(model.std_errors, other.std_errors, rtol=RTOL)


@given(patients(), st.integers(2, 4), st.sampled_from(["efron", "breslow"]))
def test_rows_of_n_patients_are_n_patients(columns, copies, ties):
    """Grouped or one by one, clustered or each patient alone, also in Efron's sums."""
    times = np.random.default_rng(copies).integers(1, copies + 1, len(columns["time"]))
    apart = {name: np.repeat(own, times) for name, own in columns.items() if name != "covariates"}
    apart["covariates"] = {n: np.repeat(own, times) for n, own in columns["covariates"].items()}
    grouped = {**columns, "n": times}
    assert_same(fitted(grouped, ties=ties), fitted(apart, ties=ties))
    for rows in (grouped, apart):
        del rows["cluster"]
    assert_same(fitted(grouped, ties=ties), fitted(apart, ties=ties))


@given(patients(late=False), st.floats(0.1, 0.9))
def test_a_patient_may_be_split_into_spans(columns, share):
    """Start-stop rows with unchanged covariates say the same as one row."""
    cut = np.floor(columns["time"] * share)
    inside = (cut > 0) & (cut < columns["time"])
    first = np.concatenate([np.full(len(cut), -1.0), cut[inside]])
    ends = np.concatenate([np.where(inside, cut, columns["time"]), columns["time"][inside]])
    status = np.concatenate([np.where(inside, 0, columns["status"]), columns["status"][inside]])
    whole = {**columns, "cluster": np.arange(len(cut))}
    spans = {
        name: np.concatenate([own, own[inside]])
        for name, own in whole.items()
        if name not in {"covariates", "time", "status"}
    }
    spans |= {"time": ends, "status": status, "entry": first}
    spans["covariates"] = {
        name: np.concatenate([own, own[inside]]) for name, own in columns["covariates"].items()
    }
    assert_same(fitted(whole), fitted(spans))


@settings(max_examples=20)
@given(patients())
def test_concordance_counts_pairs_as_a_loop_does(columns):
    model = fitted(columns)
    time, status, weight = columns["time"], columns["status"], columns["weight"]
    entry = columns.get("entry", np.full(len(time), -1.0))
    x = np.column_stack(list(columns["covariates"].values()))
    risk = np.round(x @ model.coefficients, 12)
    pairs = {1: 0.0, -1: 0.0, 0: 0.0}
    for i, j in itertools.permutations(range(len(time)), 2):
        later = time[j] > time[i] or (time[j] == time[i] and not status[j])
        comparable = columns["stratum"][i] == columns["stratum"][j] and entry[j] < time[i]
        if status[i] and later and comparable:
            pairs[int(np.sign(risk[i] - risk[j]))] += weight[i] * weight[j]
    found = estimate_concordance(model, counts_of(columns))
    assert_allclose(
        [found.concordant, found.discordant, found.tied_risk], [pairs[1], pairs[-1], pairs[0]]
    )
