"""Every rule by which a number is printed, one row each."""

import math

import pytest

from osteon.report.rounding import Part, render_part, render_unrounded, render_value
from osteon.study import Cell

NAN, INF = math.nan, math.inf


@pytest.mark.parametrize(
    ("statistic", "unit", "value", "printed"),
    [
        ("n", "", 12345.0, "12345"),
        ("n_event", "", 45, "45"),
        ("df", "", 3.0, "3"),
        ("percent", "%", 54.3668, "54.4"),
        ("percent", "%", 12.25, "12.3"),
        ("percent", "%", 0.0, "0.0"),
        ("percent", "%", 100.0, "100.0"),
        ("survival", "%", 88.849, "88.8"),
        ("median", "years", 58.0, "58"),
        ("median", "years", 58.5, "58.5"),
        ("min", "months", 0.0, "0.0"),
        ("median", "months", 16.0329, "16.0"),
        ("mean", "years", 60.0, "60.0"),
        ("sd", "years", 11.25, "11.3"),
        ("median_survival", "months", 126.998, "127.0"),
        ("median_survival", "days", 3866.4, "3866"),
        ("median_survival_spss", "years", 10.583, "10.6"),
        ("odds_ratio", "", 3.101063829787234, "3.10"),
        ("odds_ratio", "", 0.0, "0.00"),
        ("odds_ratio", "", 0.0056586, "0.0057"),
        ("odds_ratio", "", 0.0412, "0.041"),
        ("odds_ratio", "", 123.456, "123.46"),
        ("min", "g/dL", 7.0, "7.0"),
        ("median", "", 3.0, "3"),
        ("median", "cGy", 2000.0, "2000"),
        ("q1", "cGy", 812.5, "812.5"),
        ("median", "Gy", 20.0, "20.0"),
        ("hazard_ratio_adjusted", "", 0.9951, "1.00"),
        ("chi_square", "", 1.7526, "1.75"),
        ("min_expected", "", 2.7723, "2.8"),
        ("p_value", "", 0.18555, "0.186"),
        ("p_value", "", 0.05, "0.050"),
        ("p_value", "", 0.001, "0.001"),
        ("p_value_exact", "", 0.0176, "0.018"),
        ("difference", "", -0.0456, "\u22120.0456"),
        ("unheard_of", "", 131.2345, "131"),
        ("unheard_of", "", 0.000123456, "0.000123"),
        ("unheard_of", "", 0.0, "0"),
    ],
)
def test_a_number_has_the_digits_of_its_kind(statistic, unit, value, printed):
    assert render_value(Cell("a", statistic, value, unit=unit)) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (1.07e-5, "<\u00a00.001"),
        (0.0009999, "<\u00a00.001"),
        (0.0, "<\u00a00.001"),
        (0.9994, "0.999"),
        (0.9996, ">\u00a00.999"),
        (1.0, "1.000"),
    ],
)
def test_a_p_value_is_never_zero_and_seldom_certain(value, printed):
    assert render_value(Cell("a", "p_value", value)) == printed


@pytest.mark.parametrize(
    ("statistic", "value", "printed"),
    [
        ("median_survival", NAN, "not reached"),
        ("median_survival", INF, "not reached"),
        ("median_follow_up", NAN, "not reached"),
        ("odds_ratio", INF, "\u221e"),
        ("odds_ratio", NAN, "not estimable"),
        ("log_odds", -INF, "\u2212\u221e"),
        ("p_value", NAN, "not estimable"),
        ("percent", NAN, "not estimable"),
    ],
)
def test_what_is_no_number_is_said_in_words(statistic, value, printed):
    assert render_value(Cell("a", statistic, value)) == printed


def test_each_part_of_a_cell_is_rounded_like_its_value():
    cell = Cell(
        "a", "median_survival", 126.998, conf_low=103.14, conf_high=NAN, conf_level=0.95,
        unit="months", n=105, n_missing=2,
    )  # fmt: skip
    printed = {part: render_part(cell, part) for part in Part}
    assert printed == {
        Part.VALUE: "127.0",
        Part.CONF_LOW: "103.1",
        Part.CONF_HIGH: "not reached",
        Part.CONF_LEVEL: "95%",
        Part.N: "105",
        Part.N_MISSING: "2",
    }


def test_a_count_that_nobody_made_is_not_printed_as_zero():
    assert render_part(Cell("a", "percent", 50.0), Part.N) == "not estimable"


@pytest.mark.parametrize(
    ("value", "written"), [(0.1, "0.1"), (1 / 3, "0.3333333333333333"), (NAN, ""), (INF, "inf")]
)
def test_unrounded_numbers_keep_all_their_digits(value, written):
    assert render_unrounded(value) == written
