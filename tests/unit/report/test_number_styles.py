"""Styles of journals: the same cell, printed as each of them has it."""

import math

import pytest

from osteon.errors import UserError
from osteon.report.checking.printed import agrees
from osteon.report.number_style import (
    HOUSE,
    NumberStyle,
    current_style,
    load_style,
    number_style,
    parse_style,
    style_names,
)
from osteon.report.phrases import equation, with_interval
from osteon.report.rounding import Part, render_p_value, render_part
from osteon.report.tables import plain_text
from osteon.study import Cell

MEDIAN = Cell("a", "median_survival", 126.998, conf_low=103.5, conf_high=145.04, conf_level=0.95,
              unit="months")  # fmt: skip
RATIO = Cell("a", "hazard_ratio", 3.1367, conf_low=2.1134, conf_high=4.6555, conf_level=0.95)
PERCENT = Cell("a", "percent", 61.9047, unit="%")


@pytest.mark.parametrize(
    ("style", "value", "printed"),
    [
        ("house", 0.02293, "0.023"), ("house", 0.0004, "< 0.001"), ("house", 0.9997, "> 0.999"),
        ("nejm", 0.02293, "0.02"), ("nejm", 0.0049, "0.005"), ("nejm", 0.0004, "< 0.001"),
        ("nejm", 0.996, "> 0.99"), ("jama", 0.02293, ".02"), ("jama", 0.0049, ".005"),
        ("jama", 0.0004, "< .001"), ("lancet", 0.02293, "0\u00b7023"),
        ("lancet", 0.00023, "0\u00b700023"), ("lancet", 0.00002, "<0\u00b70001"),
        ("lancet", 0.45, "0\u00b745"), ("frontiers", 0.02293, "0.023"),
    ],
)  # fmt: skip
def test_p_values(style, value, printed):
    with number_style(load_style(style, where="--style")):
        assert render_p_value(value).replace("\u00a0", " ") == printed


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        ("house", "hazard ratio = 3.14 (95% CI 2.11\u20134.66)"),
        ("nejm", "hazard ratio = 3.14 (95% CI, 2.11 to 4.66)"),
        ("jama", "hazard ratio = 3.14 (95% CI, 2.11\u20134.66)"),
        ("lancet", "hazard ratio = 3\u00b714 (95% CI 2\u00b711\u20134\u00b766)"),
        ("frontiers", "hazard ratio = 3.14 (95% CI: 2.11\u20134.66)"),
    ],
)
def test_intervals(style, printed):
    with number_style(load_style(style, where="--style")):
        assert plain_text(equation("hazard ratio", RATIO)) == printed


def test_percents_and_names_of_p():
    p_value = Cell("a", "p_value", 0.02293)
    with number_style(load_style("lancet", where="--style")):
        assert render_part(PERCENT) == "62"
        assert plain_text(equation("p", p_value)) == "p=0\u00b7023"
    with number_style(load_style("jama", where="--style")):
        assert plain_text(equation("p", p_value)) == "P = .02"
    assert render_part(PERCENT) == "61.9"


def test_a_negative_limit_is_never_joined_by_a_dash():
    cell = Cell("a", "risk_difference", 0.1, conf_low=-0.2, conf_high=0.4, conf_level=0.95)
    assert " to " in plain_text(with_interval(cell))


@pytest.mark.parametrize("style", style_names())
@pytest.mark.parametrize(
    "cell",
    [
        MEDIAN,
        RATIO,
        PERCENT,
        Cell("a", "p_value", 0.02293),
        Cell("a", "p_value", 0.00002),
        Cell("a", "median_survival", math.nan),
        Cell("a", "n", 1234.0),
    ],
)
def test_whatever_the_style_a_number_goes_back_to_its_cell(style, cell):
    with number_style(load_style(style, where="--style")):
        printed = render_part(cell)
    assert agrees(printed, cell, Part.VALUE)
    other = Cell(cell.analysis, cell.statistic, 7.0 if math.isnan(cell.value) else 3 * cell.value
                 + 0.2, unit=cell.unit)  # fmt: skip
    assert not agrees(printed, other, Part.VALUE)


def test_a_style_ends_where_it_was_set():
    with number_style(NumberStyle(title="other")):
        assert current_style().title == "other"
    assert current_style() is HOUSE


def test_an_unknown_style_is_refused_with_the_nearest():
    with pytest.raises(UserError) as caught:
        load_style("lancit", where="--style")
    assert "permitted: house, frontiers, jama, lancet, nejm. Did you mean 'lancet'?" in str(
        caught.value
    )


def test_a_key_that_no_style_has_is_an_error():
    with pytest.raises(ValueError, match="no key decimal_comma"):
        parse_style({"decimal_comma": True})
