"""Phrases made of numbers."""

import math

import pytest

from osteon.report.phrases import count_and_percent, with_unit
from osteon.report.rounding import SUPPRESSED
from osteon.report.tables import plain_text
from osteon.study import Cell

PERCENT = {"statistic": "percent", "unit": "%"}


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        (Cell("a", value=61.9, **PERCENT), "61.9%"),
        (Cell("a", value=math.nan, **PERCENT), "not estimable"),
        (Cell("a", value=math.nan, method=SUPPRESSED, **PERCENT), "n/s"),
        (Cell("a", "median_survival", math.nan, unit="%"), "not reached"),
    ],
)
def test_words_that_stand_for_a_number_have_no_unit(cell, printed):
    assert plain_text(with_unit(cell, "%")) == printed


def test_a_share_of_nobody_has_no_percent_sign():
    count = Cell("a", "n", 0.0, n=0)
    percent = Cell("a", value=math.nan, n=0, **PERCENT)
    told = count_and_percent(count, percent, with_total=True, sign="%")
    assert plain_text(told) == "0/0 (not estimable)"
