"""Restricted means, survival at one time and conditional survival against R's survfit."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon import estimate
from osteon.estimate import SurvivalCounts

RTOL = 1e-12  # closed forms: the same sums, in another order
P_RTOL = 1e-11  # a tail of the normal, by another routine
FUNCTIONS = {
    "mean": "estimate_restricted_mean_difference",
    "survival": "estimate_survival_difference",
}
SCALES = ("log-log", "log", "plain", "arcsin", "logit")


def counts_of(data):
    return SurvivalCounts.from_rows(data["time"], data["status"], group=data["group"])


@pytest.mark.parametrize(
    ("case", "horizon"), [("lung", "365"), ("lung", "700.5"), ("veteran", "180")]
)
def test_restricted_means_agree_with_survfit(case, horizon, oracle_data, expected, deviations):
    found = estimate.estimate_restricted_mean(counts_of(oracle_data(case)), horizon=float(horizon))
    rows = expected("restricted_means", case=case, horizon=horizon)
    for label, value, std_error in zip(
        rows["group"], rows["value"], rows["std_error"], strict=True
    ):
        name = "estimate_restricted_mean"
        deviations.note(name, found[label].value, value, RTOL, 0)
        deviations.note(name, found[label].std_error, std_error, RTOL, 0)


def test_the_spread_of_the_shortened_time_does_not_agree(oracle_data, expected):
    """A known defect elsewhere: the variance of min(T, horizon), over n, in place of the mean's."""
    curve = estimate.estimate_survival(counts_of(oracle_data("lung")))["male"]
    row = expected("restricted_means", case="lung", horizon="365", group="male")
    days = np.arange(0, 365, 0.5)
    survival = curve.at(days).survival
    mean, mean_square = survival.sum() * 0.5, (2 * days * survival).sum() * 0.5
    assert_allclose(mean, row["value"][0], rtol=1e-3)
    wrong = np.sqrt((mean_square - mean**2) / curve.n_total)
    assert abs(wrong / row["std_error"][0] - 1) > 0.005


@pytest.mark.parametrize("case", ["lung", "veteran"])
@pytest.mark.parametrize("kind", ["mean", "survival"])
def test_contrasts_agree_with_the_formulas_of_the_papers(
    case, kind, oracle_data, expected, deviations
):
    table = expected("contrasts", case=case)
    counts = counts_of(oracle_data(case))
    for index, (name, label) in enumerate(zip(table["kind"], table["group"], strict=True)):
        if not name.startswith(kind):
            continue
        time = float(name.split("_")[1])
        found = (
            estimate.estimate_restricted_mean_difference(counts, horizon=time)
            if kind == "mean"
            else estimate.estimate_survival_difference(counts, time=time)
        )[label]
        numbers = {
            "difference": found.difference.value,
            "difference_low": found.difference.conf_low,
            "difference_high": found.difference.conf_high,
            "ratio": found.ratio.value,
            "ratio_low": found.ratio.conf_low,
            "ratio_high": found.ratio.conf_high,
        }
        for column, number in numbers.items():
            deviations.note(FUNCTIONS[kind], number, table[column][index], RTOL, 1e-13)
        for p, column in (
            (found.difference_p_value, "difference_p"),
            (found.ratio_p_value, "ratio_p"),
        ):
            deviations.note(FUNCTIONS[kind], p, table[column][index], P_RTOL, 0)


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize(("case", "time"), [("lung", 365), ("veteran", 90)])
def test_tests_at_a_time_agree_with_klein_and_others(
    case, time, scale, oracle_data, expected, deviations
):
    counts = counts_of(oracle_data(case))
    found = estimate.test_for_survival_difference_at(counts, time=time, scale=scale)
    row = expected("fixed_time_tests", case=case, scale=scale.replace("-", "_"))
    name = "test_for_survival_difference_at"
    deviations.note(name, found.statistic, row["statistic"][0], P_RTOL, 0)
    assert found.df == row["df"][0]
    deviations.note(name, found.p_value, row["p_value"][0], P_RTOL, 0)


def test_another_scale_does_not_agree(oracle_data, expected):
    counts = counts_of(oracle_data("veteran"))
    wrong = estimate.test_for_survival_difference_at(counts, time=90, scale="plain")
    row = expected("fixed_time_tests", case="veteran", scale="log_log")
    assert abs(wrong.statistic / row["statistic"][0] - 1) > 0.01


def test_conditional_survival_agrees_with_a_later_start(oracle_data, expected, deviations):
    curves = estimate.estimate_conditional_survival(counts_of(oracle_data("lung")), given=180.5)
    for label, found in curves.items():
        rows = expected("conditional_survival", group=label)
        for field in ("time", "survival", "std_error", "conf_low", "conf_high"):
            name = "estimate_conditional_survival"
            deviations.note(name, getattr(found, field), rows[field], RTOL, 0)


def test_dividing_the_limits_by_survival_does_not_agree(oracle_data, expected):
    """The interval of S(t) / S(given) is not that of S(t), divided."""
    curve = estimate.estimate_survival(counts_of(oracle_data("lung")))["male"]
    rows = expected("conditional_survival", group="male")
    known = ~np.isnan(rows["conf_low"])
    wrong = curve.at(rows["time"]).conf_low / curve.at(180.5).survival
    assert np.abs(wrong - rows["conf_low"])[known].max() > 0.01
