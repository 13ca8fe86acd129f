"""What holds from a landmark on, whatever the patients."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from osteon.estimate import (
    SurvivalCounts,
    estimate_survival,
    estimate_survival_after_switch,
    select_landmark,
    split_at_switch,
)

PATIENT = st.tuples(st.integers(0, 12), st.integers(0, 1), st.integers(0, 12))


@given(st.lists(PATIENT, min_size=2, max_size=40), st.integers(0, 11))
def test_survival_from_a_landmark_is_survival_given_survival_until_then(patients, landmark):
    time, status, _ = (np.array(column) for column in zip(*patients, strict=True))
    assume((time > landmark).any())
    whole = SurvivalCounts.from_rows(time, status)
    selection = select_landmark(whole, landmark=landmark)
    assert selection.n_before == len(time)
    assert selection.counts.n.sum() + selection.n_event + selection.n_censored == len(time)
    (late,) = estimate_survival(selection.counts).values()
    (curve,) = estimate_survival(whole).values()
    survival = np.concatenate([[1.0], curve.survival])
    until, later = (
        survival[np.searchsorted(curve.time, times, side="right")]
        for times in (landmark, late.time + landmark)
    )
    assert_allclose(late.survival, later / until, rtol=1e-12)


@given(st.lists(PATIENT, min_size=2, max_size=40))
def test_whoever_never_switches_stays_in_the_first_curve(patients):
    time, status, _ = (np.array(column) for column in zip(*patients, strict=True))
    never = split_at_switch(time, status, np.full(len(time), np.nan))
    curves = estimate_survival_after_switch(never)
    (whole,) = estimate_survival(SurvivalCounts.from_rows(time, status)).values()
    assert list(curves) == ["before"]
    assert_allclose(curves["before"].survival, whole.survival, rtol=1e-12)


@given(st.lists(PATIENT, min_size=4, max_size=40))
def test_both_groups_together_are_all_patients_at_risk(patients):
    time, status, switch = (np.array(column) for column in zip(*patients, strict=True))
    curves = estimate_survival_after_switch(split_at_switch(time, status, switch))
    (whole,) = estimate_survival(SurvivalCounts.from_rows(time, status)).values()
    n_event = dict.fromkeys(whole.time.tolist(), 0.0)
    for curve in curves.values():
        for day, n in zip(curve.time.tolist(), curve.n_event.tolist(), strict=True):
            n_event[day] = n_event.get(day, 0.0) + n
    for day, n in zip(whole.time.tolist(), whole.n_event.tolist(), strict=True):
        assert n_event[day] == n
