"""Cumulative incidence against R's survival, cmprsk and etm, on mgus2 and on corner cases."""

import numpy as np
import pytest
from lifelines import AalenJohansenFitter
from numpy.testing import assert_allclose

from osteon.estimate import SurvivalCounts, estimate_cumulative_incidence

RTOL = 1e-12  # the same sums in another order, over some 250 times
ATOL = 1e-14  # a variance that is 0 in one order of summation
CORNERS = ("all_tied", "one_event", "same_day", "time_zero", "all_end")
ROBUST = ("late", "weighted", "late_weighted", "clustered")


def assert_close(found: np.ndarray, expected: np.ndarray) -> None:
    assert_allclose(found, expected, rtol=RTOL, atol=ATOL)


@pytest.fixture(scope="module")
def counts_named(oracle_data):
    """Patients of one oracle set, by its name."""

    def load(name: str) -> SurvivalCounts:
        if name in CORNERS:
            rows = oracle_data("competing_corners", case=name)
        else:
            wanted = {} if name == "late" else {"sex": "M"}
            rows = oracle_data("mgus2_competing", **wanted)
        entry = rows["entry"] if name in {"late", "late_weighted", "clustered"} else None
        weight = rows["weight"] if "weighted" in name else None
        counts = SurvivalCounts.from_rows(rows["time"], rows["status"], entry=entry, weight=weight)
        return counts.clustered_by(rows["ward"]) if name == "clustered" else counts

    return load


@pytest.mark.parametrize("name", ["M", *ROBUST, *CORNERS])
def test_incidence_agrees_with_survfit(counts_named, expected, name):
    found = estimate_cumulative_incidence(counts_named(name))[""]
    for cause in range(1, found.incidence.shape[1] + 1):
        table = expected("incidence_survfit", set=name, cause=str(cause))
        for field in ("time", "survival"):
            assert_close(getattr(found, field), table[field])
        assert_close(found.incidence[:, cause - 1], table["incidence"])


@pytest.mark.parametrize("name", ["M", "late", *CORNERS])
def test_numbers_agree_with_survfit(counts_named, expected, name):
    """Not where patients are weighted: survfit 3.5-3 then counts patients, not weights."""
    found = estimate_cumulative_incidence(counts_named(name))[""]
    for cause in range(1, found.incidence.shape[1] + 1):
        table = expected("incidence_survfit", set=name, cause=str(cause))
        assert_close(found.n_at_risk, table["n_at_risk"])
        assert_close(found.n_event[:, cause - 1], table["n_event"])


@pytest.mark.parametrize("name", ["M", *ROBUST, *CORNERS])
def test_jackknife_agrees_with_survfit(counts_named, expected, name):
    found = estimate_cumulative_incidence(counts_named(name), variance="jackknife")[""]
    for cause in range(1, found.incidence.shape[1] + 1):
        table = expected("incidence_survfit", set=name, cause=str(cause))
        assert_close(found.std_error[:, cause - 1], table["std_error"])


@pytest.mark.parametrize("name", ["M", *CORNERS])
def test_greenwood_is_the_infinitesimal_jackknife_of_survfit(counts_named, expected, name):
    """With delayed entry or weights it is not."""
    found = estimate_cumulative_incidence(counts_named(name))[""]
    for cause in range(1, found.incidence.shape[1] + 1):
        table = expected("incidence_survfit", set=name, cause=str(cause))
        assert_close(found.std_error[:, cause - 1], table["std_error"])


@pytest.mark.parametrize("cause", [1, 2])
def test_greenwood_agrees_with_etm_under_delayed_entry(counts_named, expected, cause):
    table = expected("incidence_etm", cause=str(cause))
    found = estimate_cumulative_incidence(counts_named("late"))[""].at(table["time"])
    assert_close(found.incidence[:, cause - 1], table["incidence"])
    assert_close(found.std_error[:, cause - 1], np.sqrt(table["variance"]))


@pytest.mark.parametrize("name", ["M", *CORNERS])
def test_aalen_variance_agrees_with_cmprsk(counts_named, expected, name):
    found = estimate_cumulative_incidence(counts_named(name), variance="aalen")[""]
    for cause in range(1, found.incidence.shape[1] + 1):
        table = expected("incidence_cuminc", set=name, cause=str(cause))
        at_times = found.at(table["time"])
        assert_close(at_times.incidence[:, cause - 1], table["incidence"])
        assert_close(at_times.std_error[:, cause - 1], np.sqrt(table["variance"]))


@pytest.mark.parametrize("scale", ["log-log", "log", "plain"])
def test_limits_agree_with_survfit(counts_named, expected, scale):
    table = expected("incidence_limits")
    found = estimate_cumulative_incidence(counts_named("M"), conf_type=scale)[""]
    started = found.incidence[:, 0] > 0
    for side, limit in (("low", found.conf_low), ("high", found.conf_high)):
        wanted = table[f"{scale.replace('-', '')}.{side}"]
        assert_close(limit[started, 0], wanted[started])


def test_one_minus_kaplan_meier_does_not_pass(counts_named, expected):
    """The commonest mistake: deaths without progression taken for censored."""
    counts = counts_named("M")
    alone = SurvivalCounts.from_rows(
        np.repeat(counts.time, counts.n.astype(int)),
        np.repeat(counts.status == 1, counts.n.astype(int)),
    )
    table = expected("incidence_survfit", set="M", cause="1")
    wrong = estimate_cumulative_incidence(alone)[""]
    assert_close(wrong.time, table["time"])
    with pytest.raises(AssertionError):
        assert_allclose(wrong.incidence[:, 0], table["incidence"], rtol=0.1)


def test_survival_after_the_day_does_not_pass(counts_named, expected):
    """S(t) in place of S(t-) loses the other events of the same day."""
    found = estimate_cumulative_incidence(counts_named("M"))[""]
    increments = found.survival * found.n_event[:, 0] / found.n_at_risk
    table = expected("incidence_survfit", set="M", cause="1")
    with pytest.raises(AssertionError):
        assert_allclose(np.cumsum(increments), table["incidence"], rtol=1e-4)


def test_the_two_variances_are_different_estimators(counts_named, expected):
    """Taking cmprsk's for survfit's fails from the third digit on."""
    wrong = estimate_cumulative_incidence(counts_named("M"), variance="aalen")[""]
    table = expected("incidence_survfit", set="M", cause="1")
    with pytest.raises(AssertionError):
        assert_allclose(wrong.std_error[:, 0], table["std_error"], rtol=1e-4)


def test_greenwood_of_weighted_patients_does_not_pass(counts_named, expected):
    """Weighted sums with the variance of unweighted patients."""
    wrong = estimate_cumulative_incidence(counts_named("weighted"), variance="greenwood")[""]
    table = expected("incidence_survfit", set="weighted", cause="1")
    with pytest.raises(AssertionError):
        assert_allclose(wrong.std_error[:, 0], table["std_error"], rtol=0.05)


def test_lifelines_moves_tied_times(counts_named, expected):
    """It has no estimate for ties and makes them distinct at random: right to three digits only."""
    counts = counts_named("M")
    time, status = (np.repeat(c, counts.n.astype(int)) for c in (counts.time, counts.status))
    with pytest.warns(Warning, match="Tied event times"):
        theirs = AalenJohansenFitter(seed=1).fit(time, status, event_of_interest=1)
    table = expected("incidence_survfit", set="M", cause="1")
    last = theirs.cumulative_density_.iloc[-1, 0]
    assert_allclose(last, table["incidence"][-1], rtol=1e-2)
    with pytest.raises(AssertionError):
        assert_allclose(last, table["incidence"][-1], rtol=1e-6)
