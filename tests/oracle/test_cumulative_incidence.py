"""Cumulative incidence against R's survival, cmprsk and etm, on mgus2 and on corner cases."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from numpy.testing import assert_allclose
from pyarrow import csv

from osteon.estimate import SurvivalCounts, estimate_cumulative_incidence

RTOL = 1e-11  # the same sums in another order, over some 250 times
ATOL = 1e-14  # a variance that is 0 in one order of summation
ORACLE = Path(__file__).parents[2] / "oracle"
CORNERS = ("all_tied", "one_event", "same_day", "time_zero", "all_end")


def read(name: str, **wanted: object) -> pa.Table:
    table = csv.read_csv(ORACLE / f"{name}.csv")
    for column, value in wanted.items():
        table = table.filter(pc.equal(table[column], value))
    return table


def column(table: pa.Table, name: str) -> np.ndarray:
    return table[name].to_numpy().astype(float)


def assert_close(found: np.ndarray, expected: np.ndarray) -> None:
    assert_allclose(found, expected, rtol=RTOL, atol=ATOL)


def counts_of(data: pa.Table, *extra: str) -> SurvivalCounts:
    more = {name: column(data, name) for name in extra}
    return SurvivalCounts.from_rows(column(data, "time"), column(data, "status"), **more)


def counts_named(name: str) -> SurvivalCounts:
    if name in CORNERS:
        return counts_of(read("data/competing_corners", case=name))
    if name == "late":
        return counts_of(read("data/mgus2_competing"), "entry")
    extra = {"M": (), "weighted": ("weight",), "late_weighted": ("entry", "weight")}[name]
    return counts_of(read("data/mgus2_competing", sex="M"), *extra)


@pytest.mark.parametrize("name", ["M", "late", "weighted", "late_weighted", *CORNERS])
def test_incidence_agrees_with_survfit(name):
    found = estimate_cumulative_incidence(counts_named(name))[""]
    for cause in range(1, found.incidence.shape[1] + 1):
        expected = read("expected/incidence_survfit", set=name, cause=cause)
        for field in ("time", "survival"):
            assert_close(getattr(found, field), column(expected, field))
        assert_close(found.incidence[:, cause - 1], column(expected, "incidence"))


@pytest.mark.parametrize("name", ["M", "late", *CORNERS])
def test_numbers_agree_with_survfit(name):
    """Not where patients are weighted: survfit 3.5-3 then counts patients, not weights."""
    found = estimate_cumulative_incidence(counts_named(name))[""]
    for cause in range(1, found.incidence.shape[1] + 1):
        expected = read("expected/incidence_survfit", set=name, cause=cause)
        assert_close(found.n_at_risk, column(expected, "n_at_risk"))
        assert_close(found.n_event[:, cause - 1], column(expected, "n_event"))


@pytest.mark.parametrize("name", ["M", "late", "weighted", "late_weighted", *CORNERS])
def test_jackknife_agrees_with_survfit(name):
    found = estimate_cumulative_incidence(counts_named(name), variance="jackknife")[""]
    for cause in range(1, found.incidence.shape[1] + 1):
        expected = read("expected/incidence_survfit", set=name, cause=cause)
        assert_close(found.std_error[:, cause - 1], column(expected, "std_error"))


@pytest.mark.parametrize("name", ["M", *CORNERS])
def test_greenwood_is_the_infinitesimal_jackknife_of_survfit(name):
    """With delayed entry or weights it is not."""
    found = estimate_cumulative_incidence(counts_named(name))[""]
    for cause in range(1, found.incidence.shape[1] + 1):
        expected = read("expected/incidence_survfit", set=name, cause=cause)
        assert_close(found.std_error[:, cause - 1], column(expected, "std_error"))


@pytest.mark.parametrize("cause", [1, 2])
def test_greenwood_agrees_with_etm_under_delayed_entry(cause):
    expected = read("expected/incidence_etm", cause=cause)
    found = estimate_cumulative_incidence(counts_named("late"))[""].at(column(expected, "time"))
    assert_close(found.incidence[:, cause - 1], column(expected, "incidence"))
    assert_close(found.std_error[:, cause - 1], np.sqrt(column(expected, "variance")))


@pytest.mark.parametrize("name", ["M", *CORNERS])
def test_aalen_variance_agrees_with_cmprsk(name):
    found = estimate_cumulative_incidence(counts_named(name), variance="aalen")[""]
    for cause in range(1, found.incidence.shape[1] + 1):
        expected = read("expected/incidence_cuminc", set=name, cause=cause)
        at_times = found.at(column(expected, "time"))
        assert_close(at_times.incidence[:, cause - 1], column(expected, "incidence"))
        assert_close(at_times.std_error[:, cause - 1], np.sqrt(column(expected, "variance")))


@pytest.mark.parametrize("scale", ["log-log", "log", "plain"])
def test_limits_agree_with_survfit(scale):
    expected = read("expected/incidence_limits")
    found = estimate_cumulative_incidence(counts_named("M"), conf_type=scale)[""]
    started = found.incidence[:, 0] > 0
    for side, limit in (("low", found.conf_low), ("high", found.conf_high)):
        wanted = column(expected, f"{scale.replace('-', '')}.{side}")
        assert_close(limit[started, 0], wanted[started])


def test_one_minus_kaplan_meier_does_not_pass():
    """The commonest mistake: deaths without progression taken for censored."""
    counts = counts_named("M")
    alone = SurvivalCounts.from_rows(
        np.repeat(counts.time, counts.n.astype(int)),
        np.repeat(counts.status == 1, counts.n.astype(int)),
    )
    expected = read("expected/incidence_survfit", set="M", cause=1)
    wrong = estimate_cumulative_incidence(alone)[""]
    assert_close(wrong.time, column(expected, "time"))
    with pytest.raises(AssertionError):
        assert_allclose(wrong.incidence[:, 0], column(expected, "incidence"), rtol=0.1)


def test_survival_after_the_day_does_not_pass():
    """S(t) in place of S(t-) loses the other events of the same day."""
    found = estimate_cumulative_incidence(counts_named("M"))[""]
    increments = found.survival * found.n_event[:, 0] / found.n_at_risk
    expected = read("expected/incidence_survfit", set="M", cause=1)
    with pytest.raises(AssertionError):
        assert_allclose(np.cumsum(increments), column(expected, "incidence"), rtol=1e-4)


def test_the_two_variances_are_different_estimators():
    """Taking cmprsk's for survfit's fails from the third digit on."""
    wrong = estimate_cumulative_incidence(counts_named("M"), variance="aalen")[""]
    expected = read("expected/incidence_survfit", set="M", cause=1)
    with pytest.raises(AssertionError):
        assert_allclose(wrong.std_error[:, 0], column(expected, "std_error"), rtol=1e-4)


def test_ignoring_weights_does_not_pass():
    """Weighted sums with the variance of unweighted patients."""
    wrong = estimate_cumulative_incidence(counts_named("weighted"))[""]
    expected = read("expected/incidence_survfit", set="weighted", cause=1)
    with pytest.raises(AssertionError):
        assert_allclose(wrong.std_error[:, 0], column(expected, "std_error"), rtol=0.05)
