"""Proportions, their differences, McNemar's test and printed percentages against R."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon import estimate

RTOL = 1e-12  # closed forms, or equations that both solve to the end; seen: 2e-14
METHODS = ("wilson", "clopper-pearson", "mid-p")


@pytest.mark.parametrize("method", METHODS)
def test_intervals_of_a_proportion_agree_with_r(expected, method, deviations):
    wanted = expected("proportions", method=method)
    for index, (count, n) in enumerate(zip(wanted["count"], wanted["n"], strict=True)):
        level = wanted["conf_level"][index]
        found = estimate.estimate_proportion(int(count), int(n), conf_level=level, method=method)
        deviations.note("estimate_proportion", found.value, wanted["value"][index], RTOL, 0)
        deviations.note(
            "estimate_proportion", found.conf_low, wanted["conf_low"][index], RTOL, 1e-15
        )
        deviations.note("estimate_proportion", found.conf_high, wanted["conf_high"][index], RTOL, 0)


def test_the_wald_interval_would_not_agree(expected):
    """At 0 of 29 the commonest interval has no width at all."""
    wanted = expected("proportions", method="wilson", count="0", n="29")
    found = estimate.estimate_proportion(0, 29, conf_level=0.9)
    assert found.std_error == 0
    with pytest.raises(AssertionError):
        assert_allclose(found.value + 1.645 * found.std_error, wanted["conf_high"][0], atol=0.05)


def difference(design: str, counts: list[int]) -> estimate.Estimate:
    table = estimate.ContingencyTable.from_array([counts[:2], counts[2:]])
    if design == "paired":
        return estimate.estimate_paired_difference(table)
    return estimate.estimate_proportion_difference(table)


@pytest.mark.parametrize("design", ["separate", "paired"])
def test_differences_agree_with_newcombes_formulae_in_r(expected, design, deviations):
    name = {
        "separate": "estimate_proportion_difference", "paired": "estimate_paired_difference"
    }[design]  # fmt: skip
    wanted = expected("proportion_differences", design=design)
    cells = np.column_stack([wanted[key] for key in "abcd"]).astype(int).tolist()
    for index, counts in enumerate(cells):
        found = difference(design, counts)
        for limit in ("value", "conf_low", "conf_high"):
            deviations.note(name, getattr(found, limit), wanted[limit][index], RTOL, 1e-15)


@pytest.mark.parametrize(
    ("design", "counts", "printed"),
    [
        ("separate", [56, 14, 48, 32], (0.0524, 0.3339)),  # Stat Med 17:873, table II, (a)
        ("paired", [36, 12, 2, 0], (0.0569, 0.3404)),  # Stat Med 17:2635, table II, (a)
    ],
)
def test_differences_are_those_newcombe_printed(design, counts, printed):
    found = difference(design, counts)
    assert_allclose([found.conf_low, found.conf_high], printed, atol=5e-5)


def test_treating_pairs_as_separate_groups_would_not_agree(expected):
    """The two shares of the same units are correlated; ignoring it makes the interval wider."""
    wanted = expected("proportion_differences", design="paired", a="20", b="5")
    found = difference("separate", [25, 75, 21, 79])
    with pytest.raises(AssertionError):
        assert_allclose(found.conf_high, wanted["conf_high"][0], rtol=0.1)


@pytest.mark.parametrize("method", ["exact", "mid-p", "asymptotic", "asymptotic-corrected"])
def test_mcnemar_agrees_with_r(expected, method, deviations):
    wanted = expected("paired_tables")
    changed = zip(wanted["first_only"].astype(int), wanted["second_only"].astype(int), strict=True)
    for index, (first_only, second_only) in enumerate(changed):
        table = estimate.ContingencyTable.from_array([[10, first_only], [second_only, 20]])
        found = estimate.test_for_marginal_homogeneity(table, method=method)
        deviations.note(
            "test_for_marginal_homogeneity", found.p_value, wanted[method][index], RTOL, 0
        )


def test_mcnemar_corrected_by_default_would_not_agree(expected):
    """R's mcnemar.test corrects unless told otherwise."""
    wanted = expected("paired_tables", first_only="1")
    table = estimate.ContingencyTable.from_array([[10, 1], [7, 20]])
    wrong = estimate.test_for_marginal_homogeneity(table, method="asymptotic-corrected")
    with pytest.raises(AssertionError):
        assert_allclose(wrong.p_value, wanted["asymptotic"][0], rtol=0.5)


@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_counts_behind_a_percentage_are_those_r_prints_so(expected, decimals):
    wanted = expected("printed_percentages", decimals=str(decimals))
    for rule in ("half_up", "half_even"):
        texts = {f"{value:.{decimals}f}" for value in wanted[rule].astype(float)}
        found = {
            (text, match.count, match.n)
            for text in texts
            for match in estimate.find_counts_for_percentage(text, n_max=40)
            if getattr(match, rule)
        }
        listed = zip(wanted[rule], wanted["count"], wanted["n"], strict=True)
        assert found == {(f"{value:.{decimals}f}", int(k), int(n)) for value, k, n in listed}


def test_rounding_binary_fractions_would_not_agree(expected):
    """0.05 of 40 is 2.5 %: Python's round gives 2, and 1/80 printed to one decimal 1.2."""
    wanted = expected("printed_percentages", decimals="0", n="40", count="1")
    assert wanted["half_up"][0] == 3
    with pytest.raises(AssertionError):
        assert_allclose(round(100 * 1 / 40), wanted["half_up"][0])
