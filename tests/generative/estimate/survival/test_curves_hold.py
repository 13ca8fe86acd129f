"""What holds for survival curves whatever the patients, and a slow second implementation."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from osteon.estimate import (
    SurvivalCounts,
    estimate_conditional_survival,
    estimate_cumulative_hazard,
    estimate_follow_up,
    estimate_restricted_mean,
    estimate_survival,
)

RTOL = 1e-9  # other orders of summation, over at most 40 patients
ATOL = 1e-12
SCALES = ("log-log", "log", "plain", "arcsin", "logit")


@st.composite
def patients(draw, *, late=None, most=40):
    """Rows of patients as keyword arguments: few distinct days, so that ties are the rule."""
    n = draw(st.integers(1, most))
    many = lambda values: draw(st.lists(values, min_size=n, max_size=n))  # noqa: E731
    rows = {"time": many(st.integers(0, 9)), "status": many(st.integers(0, 2))}
    rows["group"] = many(st.sampled_from("ab"))
    if draw(st.booleans()) if late is None else late:
        rows["time"] = [time + 1 for time in rows["time"]]
        rows["entry"] = [draw(st.integers(-1, time - 1)) for time in rows["time"]]
    return rows


def counts_of(rows):
    return SurvivalCounts.from_rows(**rows)


def slow_curve(rows, label):
    """Return time, survival and Greenwood's sum, patient by patient."""
    entries = rows.get("entry", [-1] * len(rows["time"]))
    people = [
        (entry, time, status)
        for entry, time, status, group in zip(
            entries, rows["time"], rows["status"], rows["group"], strict=True
        )
        if group == label
    ]
    survival, greenwood, points = 1.0, 0.0, []
    for t in sorted({time for _, time, _ in people}):
        at_risk = sum(entry < t <= time for entry, time, _ in people)
        events = sum(time == t and status > 0 for _, time, status in people)
        survival *= 1 - events / at_risk
        greenwood += events / (at_risk * (at_risk - events)) if at_risk > events else np.inf
        std_error = survival * np.sqrt(greenwood) if survival > 0 else np.nan
        points.append((t, at_risk, events, survival, std_error))
    return np.array(points).T


@given(patients())
def test_agrees_with_counting_patient_by_patient(rows):
    for label, curve in estimate_survival(counts_of(rows)).items():
        time, at_risk, events, survival, std_error = slow_curve(rows, label)
        assert_array_equal(curve.time, time)
        assert_array_equal(curve.n_at_risk, at_risk)
        assert_array_equal(curve.n_event, events)
        assert_allclose(curve.survival, survival, rtol=RTOL, atol=ATOL)
        known = curve.survival > 0
        assert_allclose(curve.std_error[known], std_error[known], rtol=RTOL, atol=ATOL)
        assert np.isnan(curve.std_error[~known]).all()
        assert_array_equal(curve.n_at_risk_at(time), at_risk)


@given(patients(), st.sampled_from(SCALES), st.floats(0.5, 0.99))
def test_survival_falls_within_its_limits(rows, scale, conf_level):
    curves = estimate_survival(counts_of(rows), conf_type=scale, conf_level=conf_level)
    for curve in curves.values():
        assert (np.diff(np.concatenate(([1.0], curve.survival))) <= ATOL).all()
        known = ~np.isnan(curve.conf_low)
        assert (curve.conf_low[known] >= 0).all()
        assert (curve.conf_low[known] <= curve.survival[known] + ATOL).all()
        assert (curve.survival[known] <= curve.conf_high[known] + ATOL).all()
        assert (curve.conf_high[known] <= 1 + ATOL).all()
        assert_array_equal(np.isnan(curve.conf_low), np.isnan(curve.conf_high))


@given(patients(), st.sampled_from([0.5, 2, 365.25]))
def test_does_not_depend_on_the_unit_of_time(rows, scale):
    scaled = rows | {
        name: np.array(rows[name]) * scale for name in ("time", "entry") if name in rows
    }
    for (label, first), second in zip(
        estimate_survival(counts_of(rows)).items(),
        estimate_survival(counts_of(scaled)).values(),
        strict=True,
    ):
        assert_array_equal(first.survival, second.survival, err_msg=label)
        assert_array_equal(first.time * scale, second.time)
        assert_allclose(second.median().value, first.median().value * scale)


@given(patients(), st.randoms(use_true_random=False))
def test_does_not_depend_on_the_order_of_rows(rows, random):
    order = list(range(len(rows["time"])))
    random.shuffle(order)
    shuffled = {name: [column[i] for i in order] for name, column in rows.items()}
    for first, second in zip(
        estimate_survival(counts_of(rows)).values(),
        estimate_survival(counts_of(shuffled)).values(),
        strict=True,
    ):
        assert_array_equal(first.survival, second.survival)


@given(patients(), st.integers(2, 5))
def test_patients_and_rows_of_several_are_the_same(rows, times):
    repeated = {name: column * times for name, column in rows.items()}
    counts = counts_of(rows)
    multiplied = replace(counts, n=counts.n * times)
    for first, second in zip(
        estimate_survival(counts_of(repeated)).values(),
        estimate_survival(multiplied).values(),
        strict=True,
    ):
        assert_allclose(first.survival, second.survival, rtol=RTOL)
        assert_allclose(first.std_error, second.std_error, rtol=RTOL)


@given(patients(late=False))
def test_survival_times_follow_up_is_the_share_still_there(rows):
    """Deaths leave before censorings in both curves; a naive reverse curve breaks this."""
    counts = counts_of(rows)
    follow_up = estimate_follow_up(counts)
    for label, curve in estimate_survival(counts).items():
        there = 1 - np.cumsum(curve.n_event + curve.n_censored) / curve.n_total
        both = curve.survival * follow_up[label].survival
        assert_allclose(both, there, rtol=RTOL, atol=ATOL)


@given(patients())
def test_a_curve_is_the_product_of_its_parts(rows):
    """S(t) = S(given) S(t | given)."""
    counts = counts_of(rows)
    conditional = estimate_conditional_survival(counts, given=4)
    for label, curve in estimate_survival(counts).items():
        later = curve.time > 4
        if label not in conditional or not later.any():
            continue
        product = curve.at(4).survival * conditional[label].survival
        assert_allclose(product, curve.survival[later], rtol=RTOL, atol=ATOL)


@given(patients(late=False))
def test_the_jackknife_is_greenwood_where_nobody_is_censored(rows):
    counts = counts_of(rows | {"status": [1] * len(rows["time"])})
    for first, second in zip(
        estimate_survival(counts, robust=True).values(),
        estimate_survival(counts, robust=False).values(),
        strict=True,
    ):
        assert_allclose(first.std_error, second.std_error, rtol=1e-6, atol=1e-9)


@given(patients(most=7), st.data())
def test_the_jackknife_agrees_with_moving_each_weight(rows, data):
    """A slow derivative: weights of patients are moved a little, one after the other."""
    n = len(rows["time"])
    weight = np.array(data.draw(st.lists(st.sampled_from([0.5, 1.0, 2.5]), min_size=n, max_size=n)))
    counts = counts_of(rows | {"weight": weight})
    step = 1e-6
    for label, curve in estimate_survival(counts, robust=True).items():
        moved = []
        for patient in range(n):
            sides = []
            for side in (step, -step):
                changed = weight.copy()
                changed[patient] += side
                other = estimate_survival(counts_of(rows | {"weight": changed}), robust=False)
                sides.append(other[label].survival)
            moved.append(weight[patient] * (sides[0] - sides[1]) / (2 * step))
        slow = np.sqrt(np.sum(np.square(moved), axis=0))
        known = curve.survival > 0
        assert_allclose(curve.std_error[known], slow[known], rtol=1e-4, atol=1e-7)


@given(patients(), st.floats(0.1, 10))
def test_the_scale_of_weights_does_not_matter_to_a_robust_variance(rows, factor):
    n = len(rows["time"])
    first, second = (
        estimate_survival(counts_of(rows | {"weight": np.full(n, value)}), robust=True)
        for value in (1.0, factor)
    )
    for label, curve in first.items():
        assert_allclose(curve.survival, second[label].survival, rtol=RTOL, atol=ATOL)
        assert_allclose(curve.std_error, second[label].std_error, rtol=1e-6, atol=1e-9)


@given(patients(), st.integers(2, 4))
def test_patients_repeated_in_a_cluster_add_nothing(rows, times):
    """Every patient copied, the copies a cluster: as many observations, no more information."""
    counts = counts_of(rows)
    n = np.ones(len(rows["time"]))
    single = replace(counts_of(rows | {"weight": n}), weight=None)
    columns = {
        name: np.tile(getattr(single, name), times)
        for name in ("time", "status", "n", "group", "stratum", "entry")
        if getattr(single, name) is not None
    }
    copies = replace(single, **columns).clustered_by(np.tile(np.arange(len(n)), times))
    for label, curve in estimate_survival(counts, robust=True).items():
        assert_allclose(
            estimate_survival(copies)[label].std_error, curve.std_error, rtol=1e-6, atol=1e-9
        )


@given(patients())
def test_the_hazard_bounds_survival(rows):
    """Nelson-Aalen lies below -log S, Fleming and Harrington's ties between the two."""
    counts = counts_of(rows)
    hazards = {
        name: estimate_cumulative_hazard(counts, ties=name)
        for name in ("nelson-aalen", "fleming-harrington")
    }
    for label, curve in estimate_survival(counts).items():
        below = hazards["nelson-aalen"][label].cumulative_hazard
        between = hazards["fleming-harrington"][label].cumulative_hazard
        assert (below <= between * (1 + RTOL)).all()
        assert (curve.survival <= np.exp(-between) * (1 + RTOL)).all()


@given(patients(), st.floats(0.5, 10))
def test_the_restricted_mean_is_the_area_under_the_curve(rows, horizon):
    counts = counts_of(rows)
    curves = estimate_survival(counts)
    for label, found in estimate_restricted_mean(counts, horizon=horizon).items():
        if np.isnan(found.value):
            assert np.isnan(curves[label].at(horizon).survival[0])
            continue
        steps = np.linspace(0, horizon, 20_001)
        middle = curves[label].at((steps[1:] + steps[:-1]) / 2).survival
        assert found.value == pytest.approx(middle.mean() * horizon, rel=2e-3)
        assert 0 <= found.value <= horizon * (1 + RTOL)


@given(patients(late=False))
def test_with_all_events_seen_the_mean_is_the_mean(rows):
    complete = rows | {"status": [1] * len(rows["time"])}
    found = estimate_restricted_mean(counts_of(complete), horizon=10)
    for label, mean in found.items():
        times = np.array(rows["time"])[np.array(rows["group"]) == label]
        assert_allclose(mean.value, times.mean(), atol=ATOL)
        assert_allclose(mean.std_error, times.std() / np.sqrt(len(times)), rtol=1e-6, atol=1e-7)


@given(patients(), st.sampled_from([0.1, 0.25, 0.5, 0.75]), st.sampled_from(SCALES))
def test_a_quantile_is_where_the_curve_comes_down(rows, probability, scale):
    for curve in estimate_survival(counts_of(rows), conf_type=scale).values():
        found = curve.quantile(probability)
        assume(not np.isnan(found.value))
        assert curve.at(found.value).survival[0] <= 1 - probability + 1e-7
        before = curve.time < found.value
        assert (curve.survival[before] >= 1 - probability - 1e-7).all()
        for limit, order in ((found.conf_low, 1), (found.conf_high, -1)):
            assert np.isnan(limit) or order * limit <= order * found.value + ATOL
