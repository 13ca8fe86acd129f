"""What holds for the cumulative incidence and Gray's test whatever the patients."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from osteon.estimate import (
    SurvivalCounts,
    estimate_cause_specific_hazard,
    estimate_cumulative_hazard,
    estimate_cumulative_incidence,
    estimate_pseudo_values,
    test_for_incidence_difference,
)

PATIENT = st.tuples(st.integers(0, 12), st.integers(0, 2), st.sampled_from("abc"))


@st.composite
def patients(draw, *, late=False):
    """Rows of patients: time, status, group and, if asked for, entry."""
    rows = draw(st.lists(PATIENT, min_size=2, max_size=40))
    time, status, group = (np.array(column) for column in zip(*rows, strict=True))
    entry = None
    if late:
        time = time + 1
        entry = np.array([draw(st.integers(0, int(t) - 1)) for t in time])
    return {"time": time, "status": status, "group": group, "entry": entry}


def curves(rows, **options):
    return estimate_cumulative_incidence(SurvivalCounts.from_rows(**rows), **options)


@given(st.one_of(patients(), patients(late=True)))
def test_incidences_and_survival_add_up_to_one(rows):
    for curve in curves(rows).values():
        assert_allclose(curve.incidence.sum(axis=1) + curve.survival, 1, rtol=1e-12)


@given(patients(), st.sampled_from(["greenwood", "aalen", "jackknife"]))
def test_does_not_depend_on_how_patients_are_counted(rows, variance):
    """One row a patient, or one row for all alike, in any order."""
    counted = SurvivalCounts.from_rows(**rows)
    apart = replace(
        counted,
        **{
            name: np.repeat(getattr(counted, name), counted.n.astype(int))[::-1].copy()
            for name in ("time", "status", "group", "stratum")
        },
        n=np.ones(int(counted.n.sum())),
    )
    first = estimate_cumulative_incidence(counted, variance=variance)
    second = estimate_cumulative_incidence(apart, variance=variance)
    for label, curve in first.items():
        assert_array_equal(curve.incidence, second[label].incidence)
        assert_allclose(curve.std_error, second[label].std_error, atol=1e-9, rtol=1e-9)


@given(patients(late=True), st.integers(2, 30))
def test_does_not_depend_on_the_unit_of_time(rows, scale):
    scaled = {**rows, "time": rows["time"] * scale / 7, "entry": rows["entry"] * scale / 7}
    first, second = curves(rows, variance="greenwood"), curves(scaled, variance="greenwood")
    for label, curve in first.items():
        assert_array_equal(curve.incidence, second[label].incidence)
        assert_array_equal(curve.std_error, second[label].std_error)


@given(patients())
def test_incidence_rises_within_its_interval(rows):
    for curve in curves(rows).values():
        assert (np.diff(curve.incidence, axis=0) >= 0).all()
        known = np.isfinite(curve.conf_low)
        assert (curve.conf_low <= curve.incidence + 1e-12)[known].all()
        assert (curve.conf_high >= curve.incidence - 1e-12)[known].all()


@given(patients())
def test_jackknife_is_greenwood_where_nobody_enters_late(rows):
    greenwood = curves(rows, variance="greenwood")
    for label, curve in curves(rows, variance="jackknife").items():
        assert_allclose(curve.std_error, greenwood[label].std_error, atol=1e-8, rtol=1e-8)


@given(patients(late=True))
def test_jackknife_is_the_sum_of_squared_influences(rows):
    """Derivatives by finite differences, a patient at a time."""
    rows = {name: rows[name][:8] for name in ("time", "status", "entry")}
    n, step = len(rows["time"]), 1e-6
    weights = np.ones(n)

    def incidence(weight):
        counts = SurvivalCounts.from_rows(**rows, weight=weight)
        return estimate_cumulative_incidence(counts, variance="aalen")[""].incidence

    slopes = [
        (incidence(weights + step * unit) - incidence(weights - step * unit)) / (2 * step)
        for unit in np.eye(n)
    ]
    found = curves(rows, variance="jackknife")[""]
    assert_allclose(found.std_error, np.sqrt((np.array(slopes) ** 2).sum(axis=0)), atol=1e-7)


@given(patients())
def test_hazards_of_the_causes_add_up(rows):
    rows["status"][0] = 2  # so that both causes exist
    counts = SurvivalCounts.from_rows(**rows)
    both = estimate_cumulative_hazard(counts)
    first, second = (estimate_cause_specific_hazard(counts, cause=cause) for cause in (1, 2))
    for label, curve in both.items():
        total = first[label].cumulative_hazard + second[label].cumulative_hazard
        assert_allclose(curve.cumulative_hazard, total, rtol=1e-12)


@given(patients(), st.permutations("abc"))
def test_gray_does_not_depend_on_names_or_pace(rows, names):
    """Groups by any other name, and time running differently, in the same order of events."""
    rows["status"][0], rows["group"][:2] = 1, ["a", "b"]
    renamed = np.array([names["abc".index(group)] for group in rows["group"]])
    moved = {**rows, "group": renamed, "time": rows["time"] ** 2 / 3}
    first = test_for_incidence_difference(SurvivalCounts.from_rows(**rows))
    second = test_for_incidence_difference(SurvivalCounts.from_rows(**moved))
    assert_allclose(first.statistic, second.statistic, rtol=1e-7, atol=1e-9)
    assert_allclose(sum(first.expected.values()), sum(first.observed.values()), rtol=1e-12)


@given(patients())
def test_strata_that_are_copies_double_the_evidence(rows):
    rows["status"][0], rows["group"][:2] = 1, ["a", "b"]
    rows.pop("entry")
    twice = {name: np.tile(values, 2) for name, values in rows.items()}
    stratum = np.repeat([0, 1], len(rows["time"]))
    one = test_for_incidence_difference(SurvivalCounts.from_rows(**rows))
    two = test_for_incidence_difference(SurvivalCounts.from_rows(**twice, stratum=stratum))
    assert_allclose(two.statistic, 2 * one.statistic, rtol=1e-8, atol=1e-12)


@given(patients(), st.integers(0, 12))
def test_pseudo_values_of_survival_and_incidences_add_up_to_one(rows, at):
    rows["status"][0] = 2
    counts = SurvivalCounts.from_rows(**rows)
    parts = [
        estimate_pseudo_values(counts, [at]),
        estimate_pseudo_values(counts, [at], estimand="incidence", cause=1),
        estimate_pseudo_values(counts, [at], estimand="incidence", cause=2),
    ]
    total = sum(parts)
    assert_allclose(total[np.isfinite(total)], 1, atol=1e-9)
