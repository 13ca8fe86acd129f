"""How a number of a cell is printed: the one place where anything is rounded."""

import math
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import assert_never

from osteon.report.number_style import NumberStyle, current_style
from osteon.study import Cell

NOT_REACHED = "not reached"
NOT_ESTIMABLE = "not estimable"
SUPPRESSED = "Withheld: small counts"
"""The method of a number that is withheld because it tells of a few patients."""
NOT_SHOWN = "n/s"
"""Printed for such a number; short, as it stands in figures too."""
NO_BREAK_SPACE = "\u00a0"
EN_DASH = "\u2013"
MINUS = "\u2212"
INFINITY = "\u221e"

DESCRIPTIVE_STATISTICS = frozenset({"median", "q1", "q3", "min", "max"})
DECIMALS = {
    "chi_square": 2, "mean": 1, "sd": 1, "min_expected": 1, "mean_events": 3,
    "restricted_mean": 1, "restricted_mean_difference": 1, "events_per_variable": 1,
    "effective_size": 1, "standardised_difference": 2, "standardised_difference_weighted": 2,
    "propensity_min": 3, "propensity_max": 3, "weight_min": 2, "weight_max": 2,
}  # fmt: skip
TIME_DECIMALS = {"days": 0, "weeks": 1, "months": 1, "years": 1}
LEAST_P_VALUE = 0.001
SIGNIFICANT_DIGITS = 3
SIGNIFICANT_DIGITS_OF_RATIOS = 2
WHOLE_UNITS = frozenset({"", "years", "days", "cGy"})


class Part(StrEnum):
    """Which of a cell's numbers is meant."""

    VALUE = "value"
    CONF_LOW = "conf_low"
    CONF_HIGH = "conf_high"
    N = "n"
    N_MISSING = "n_missing"
    CONF_LEVEL = "conf_level"


def render_part(cell: Cell, part: Part = Part.VALUE) -> str:
    """Return one number of a cell as it is printed everywhere: page, figure and table file."""
    match part:
        case Part.VALUE:
            return render_value(cell)
        case Part.CONF_LOW:
            return _render_number(cell, cell.conf_low)
        case Part.CONF_HIGH:
            return _render_number(cell, cell.conf_high)
        case Part.N | Part.N_MISSING:
            count = cell.n if part is Part.N else cell.n_missing
            return NOT_ESTIMABLE if count is None else str(count)
        case Part.CONF_LEVEL:
            return f"{render_decimals(100 * cell.conf_level, 1).removesuffix('.0')}%"
        case _:
            assert_never(part)


def render_value(cell: Cell) -> str:
    """Return a cell's value as it is printed."""
    return _render_number(cell, cell.value)


def render_unrounded(value: float) -> str:
    """Return a number with every digit it has; ``inf`` and nothing where it is not a number."""
    return "" if math.isnan(value) else repr(float(value))


def render_p_value(value: float) -> str:
    """Return a p-value as the style has it, and never as 0.000 or as a certain 1.000."""
    style = current_style()
    decimals = style.decimals_of_p(value)
    if value < style.p_least:
        return f"<{_space(style)}{_p_digits(style.p_least, _decimals_in(style.p_least))}"
    nearest_to_one = 1 - 10.0**-decimals
    if 1 - 10.0**-decimals / 2 <= value < 1:
        return f">{_space(style)}{_p_digits(nearest_to_one, decimals)}"
    return _p_digits(value, decimals)


def _p_digits(value: float, decimals: int) -> str:
    style = current_style()
    text = render_decimals(value, decimals)
    text = text if style.p_leads_with_zero else text.removeprefix("0")
    return text.replace(".", style.decimal_point)


def _decimals_in(value: float) -> int:
    """Return how many decimals show a number in full."""
    return max(0, -int(Decimal(repr(value)).normalize().as_tuple().exponent))


def _space(style: NumberStyle) -> str:
    """Return what stands after a sign: nothing in a style that sets none around it."""
    return NO_BREAK_SPACE if style.p_equals.strip() != style.p_equals else ""


def render_decimals(value: float, decimals: int) -> str:
    """Return a number with this many decimals, halves rounded away from zero as readers do."""
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):f}"


def _render_number(cell: Cell, value: float) -> str:
    """Return a value or a limit; a time to an event that is none was not reached."""
    if math.isfinite(value):
        return _render_finite(cell, value)
    if cell.method == SUPPRESSED:
        return NOT_SHOWN
    if is_survival_time(cell):
        return NOT_REACHED
    if math.isnan(value):
        return NOT_ESTIMABLE
    return INFINITY if value > 0 else f"{MINUS}{INFINITY}"


def _render_finite(cell: Cell, value: float) -> str:
    if is_p_value(cell.statistic):
        return render_p_value(value)
    text = render_decimals(value, _decimals(cell, value))
    return text.replace(".", current_style().decimal_point)


def is_p_value(statistic: str) -> bool:
    """Return whether a statistic is a p-value."""
    return statistic == "p_value" or statistic.startswith("p_value_")


def is_count(statistic: str) -> bool:
    """Return whether a statistic counts something."""
    return statistic in {"n", "df"} or statistic.startswith(("n_", "df_"))


def is_survival_time(cell: Cell) -> bool:
    """Return whether a cell is a time that follow-up may be too short to reach."""
    return cell.statistic.startswith(("median_survival", "median_follow_up", "median_time"))


def _decimals(cell: Cell, value: float) -> int:
    """Return how many decimals a kind of number has, or one of a kind that no rule names."""
    if is_count(cell.statistic):
        return 0 if cell.statistic != "df" or float(value).is_integer() else 1
    if "ratio" in cell.statistic.split("_"):
        return max(2, _significant_decimals(value, SIGNIFICANT_DIGITS_OF_RATIOS))
    if cell.statistic in DECIMALS:
        return DECIMALS[cell.statistic]
    if cell.unit == "%" or cell.statistic in DESCRIPTIVE_STATISTICS:
        return _decimals_of_amount(cell, value)
    if is_survival_time(cell):
        return TIME_DECIMALS.get(cell.unit, 1)
    return _significant_decimals(value, SIGNIFICANT_DIGITS)


def _decimals_of_amount(cell: Cell, value: float) -> int:
    """Return how many decimals a percent has, or a measured amount."""
    if cell.statistic not in DESCRIPTIVE_STATISTICS:
        return current_style().percent_decimals
    return 0 if cell.unit in WHOLE_UNITS and float(value).is_integer() else 1


def _significant_decimals(value: float, digits: int) -> int:
    """Return how many decimals show this many significant digits; none for zero."""
    if value == 0:
        return 0
    return max(0, digits - 1 - Decimal(repr(float(value))).adjusted())
