"""Survival curves against R's survfit: intervals, ties, late entry, weights, clusters, corners."""

import numpy as np
import pyarrow as pa
import pytest
from numpy.testing import assert_allclose

from osteon.estimate import (
    SurvivalCounts,
    estimate_cumulative_hazard,
    estimate_survival,
)

RTOL = 1e-12  # closed forms: the same products and sums, in another order
ATOL = 1e-14  # a limit of 0 is 1e-17 in one of the two
ROBUST_RTOL = 1e-11  # sums of squares that R takes patient by patient
SCALES = ("log-log", "log", "plain", "arcsin", "logit")
CORNERS = (
    "all_tied",
    "tied_with_survivors",
    "all_censored",
    "one_event",
    "one_patient",
    "same_day",
    "time_zero",
    "empty_by_censoring",
    "empty_by_events",
    "group_without_events",
    "weight_zero",
    "flat_at_half",
)
QUANTILE_CORNERS = tuple(name for name in CORNERS if name != "weight_zero")


def counts_of(data, *, late=False, weighted=False, clustered=False):
    """Read what R was given as a count table, one patient a row."""
    table = pa.table({**data, "n": np.ones(len(data["time"]))})
    counts = SurvivalCounts.from_arrow(
        table,
        group=["group"],
        entry="entry" if late else None,
        weight="weight" if weighted else None,
    )
    return counts.clustered_by(data["institution"]) if clustered else counts


def counts_named(name, oracle_data):
    if name in CORNERS:
        corner = oracle_data("survival_corners", case=name)
        return counts_of(corner, late=name.startswith("empty"), weighted=name == "weight_zero")
    if name == "veteran":
        return counts_of(oracle_data("veteran"))
    options = {word: word in name for word in ("late", "weighted", "clustered")}
    options["weighted"] |= name == "late_clustered"
    return counts_of(oracle_data("lung"), **options)


@pytest.fixture
def assert_curve(deviations):
    """Compare fields of a curve with columns of the same name."""

    def compare(function, found, rows, fields, rtol=RTOL):
        assert_allclose(found.time, rows["time"], rtol=0)
        for field in fields:
            deviations.note(function, getattr(found, field), rows[field], rtol, ATOL)

    return compare


@pytest.mark.parametrize("name", ["lung", "lung_late", *CORNERS])
@pytest.mark.parametrize("scale", SCALES)
def test_curves_agree_with_survfit(name, scale, oracle_data, expected, assert_curve):
    curves = estimate_survival(counts_named(name, oracle_data), conf_type=scale)
    for label, found in curves.items():
        rows = expected("survival_curves", case=name, group=label)
        # R leaves weights of zero as times at which nothing happens.
        kept = rows["n_event"] + rows["n_censored"] > 0
        rows = {column: values[kept] for column, values in rows.items()}
        rows["conf_low"] = rows[f"low_{scale.replace('-', '_')}"]
        rows["conf_high"] = rows[f"high_{scale.replace('-', '_')}"]
        fields = ("n_at_risk", "n_event", "n_censored", "survival", "std_error")
        assert_curve("estimate_survival", found, rows, (*fields, "conf_low", "conf_high"))


@pytest.mark.parametrize("name", ["lung", "lung_late", *CORNERS])
def test_cumulative_hazards_agree_with_survfit(name, oracle_data, expected, assert_curve):
    curves = estimate_cumulative_hazard(counts_named(name, oracle_data))
    for label, found in curves.items():
        rows = expected("survival_curves", case=name, group=label)
        rows["std_error"] = rows["hazard_std_error"]
        assert_curve("estimate_cumulative_hazard", found, rows, ("cumulative_hazard", "std_error"))


@pytest.mark.parametrize("ties", ["nelson-aalen", "fleming-harrington"])
def test_exponentials_of_the_hazard_agree_with_survfit(ties, oracle_data, expected, assert_curve):
    counts = counts_named("lung", oracle_data)
    hazards = estimate_cumulative_hazard(counts, ties=ties)
    for label, found in estimate_survival(counts, estimator=ties).items():
        rows = expected("survival_variants", case=ties.replace("-", "_"), group=label)
        rows |= {"conf_low": rows["low_log_log"], "conf_high": rows["high_log_log"]}
        assert_curve(
            "estimate_survival", found, rows, ("survival", "std_error", "conf_low", "conf_high")
        )
        rows["std_error"] = rows["hazard_std_error"]
        assert_curve(
            "estimate_cumulative_hazard", hazards[label], rows, ("cumulative_hazard", "std_error")
        )


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("variants", "weighted"),
        ("variants", "late_weighted"),
        ("clustered", "weighted_nelson_aalen"),
        ("clustered", "clustered"),
        ("clustered", "late_clustered"),
        ("clustered", "veteran"),
    ],
)
def test_robust_variances_agree_with_survfit(table, name, oracle_data, expected, assert_curve):
    """The infinitesimal jackknife with weights, late entry and clusters; veteran has neither."""
    counts = counts_named(name, oracle_data)
    estimator = "nelson-aalen" if "nelson" in name else "kaplan-meier"
    hazards = estimate_cumulative_hazard(counts)
    for label, found in estimate_survival(counts, estimator=estimator).items():
        rows = expected(f"survival_{table}", case=name, group=label)
        ends = rows["survival"] == 0  # the jackknife of R is 0 where nobody is left, ours unknown
        rows |= {"conf_low": rows["low_log_log"], "conf_high": rows["high_log_log"]}
        rows["std_error"][ends] = np.nan
        fields = ("survival", "std_error", "conf_low", "conf_high")
        if estimator == "nelson-aalen":
            # R 3.5.3 takes the standard error of the hazard for one of survival: logse is wrong.
            rows["std_error"] = rows["hazard_std_error"] * rows["survival"]
            fields = fields[:2]
        assert_curve("estimate_survival", found, rows, fields, ROBUST_RTOL)
        rows["std_error"] = rows["hazard_std_error"]
        assert_curve(
            "estimate_cumulative_hazard",
            hazards[label],
            rows,
            ("cumulative_hazard", "std_error"),
            ROBUST_RTOL,
        )


def falls(limit):
    """Return whether a limit never rises; where it does R sorts it, and prints nonsense."""
    return (np.diff(limit[~np.isnan(limit)]) <= 0).all()


@pytest.mark.parametrize("name", ["lung", "lung_late", "veteran", *QUANTILE_CORNERS])
@pytest.mark.parametrize("scale", SCALES)
def test_quantiles_agree_with_survfit(name, scale, oracle_data, expected, deviations):
    curves = estimate_survival(counts_named(name, oracle_data), conf_type=scale)
    for label, curve in curves.items():
        rows = expected("survival_quantiles", case=name, scale=scale.replace("-", "_"), group=label)
        for index, probability in enumerate(rows["probability"]):
            found = curve.quantile(probability)
            deviations.note("quantile", found.value, rows["value"][index], RTOL, ATOL)
            for limit in ("conf_low", "conf_high"):
                if falls(getattr(curve, limit)):
                    wanted = rows[limit][index]
                    deviations.note("quantile", getattr(found, limit), wanted, RTOL, ATOL)


def test_survival_at_times_agrees_with_summary_of_survfit(oracle_data, expected, deviations):
    curves = estimate_survival(counts_of(oracle_data("lung")), conf_type="log")
    for label, curve in curves.items():
        rows = expected("survival_at", group=label)
        found = curve.at(rows["time"])
        known = rows["time"] <= curve.time[-1]  # R extends the curve, we do not
        for field in ("survival", "std_error", "conf_low", "conf_high"):
            deviations.note("at", getattr(found, field)[known], rows[field][known], RTOL, ATOL)
            assert np.isnan(getattr(found, field)[~known]).all() or curve.survival[-1] == 0
        assert_allclose(found.n_at_risk, rows["n_at_risk"])


def test_limits_that_rise_are_crossed_where_they_first_come_down(oracle_data):
    """R 3.5.3 answers 305 days for the lower limit of a decile whose upper limit is 199."""
    curve = estimate_survival(counts_named("lung_late", oracle_data), conf_type="logit")["female"]
    found = curve.quantile(0.1)
    assert not falls(curve.conf_low)
    assert found.conf_low == curve.time[np.flatnonzero(curve.conf_low <= 0.9)[0]]
    assert found.conf_low <= found.value <= found.conf_high


def test_ignoring_late_entry_does_not_agree(oracle_data, expected):
    """The commonest mistake: everybody at risk from the origin on."""
    rows = expected("survival_curves", case="lung_late", group="male")
    wrong = estimate_survival(counts_of(oracle_data("lung")))["male"]
    with pytest.raises(AssertionError):
        assert_allclose(wrong.survival, rows["survival"], rtol=RTOL)


def test_closing_the_interval_on_the_left_does_not_agree(oracle_data, expected):
    """Who enters on the day of an event is not at risk for it; statsmodels' PHReg has it so."""
    data = oracle_data("lung")
    data["entry"] = data["entry"] - 0.5
    wrong = estimate_survival(counts_of(data, late=True))["male"]
    rows = expected("survival_curves", case="lung_late", group="male")
    with pytest.raises(AssertionError):
        assert_allclose(wrong.n_at_risk, rows["n_at_risk"], rtol=RTOL)


def test_greenwood_with_sampling_weights_does_not_agree(oracle_data, expected):
    """Weights are not patients: Greenwood's variance takes them for more than there are."""
    counts = counts_named("weighted", oracle_data)
    wrong = estimate_survival(counts, robust=False)["male"]
    rows = expected("survival_variants", case="weighted", group="male")
    assert_allclose(wrong.survival, rows["survival"], rtol=RTOL)
    with pytest.raises(AssertionError):
        assert_allclose(wrong.std_error[:-1], rows["std_error"][:-1], rtol=0.01)


def test_robust_variance_that_ignores_late_entry_does_not_agree(oracle_data, expected):
    """A known defect elsewhere: at risk before entry, for the variance only."""
    late = counts_named("late_weighted", oracle_data)
    early = counts_named("weighted", oracle_data)
    rows = expected("survival_variants", case="late_weighted", group="male")
    ratio = {
        name: estimate_survival(counts)["male"].std_error / rows["std_error"]
        for name, counts in (("late", late), ("early", early))
    }
    assert_allclose(ratio["late"], 1, rtol=ROBUST_RTOL)
    assert np.nanmax(np.abs(ratio["early"] - 1)) > 0.01


def test_quantiles_without_the_midpoint_do_not_agree(oracle_data, expected):
    """Where the curve runs at just one half the median is the middle of the flat stretch."""
    curve = estimate_survival(counts_named("flat_at_half", oracle_data))["a"]
    rows = expected("survival_quantiles", case="flat_at_half", scale="log_log", probability="0.5")
    assert curve.median().value == rows["value"][0] == 5.0
    assert curve.time[np.flatnonzero(curve.survival <= 0.5)[0]] == 3.0
