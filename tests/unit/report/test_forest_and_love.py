"""Forest and love plots: every row has its mark, and what has no room says so."""

import math

import pytest

from osteon.report.figures import (
    ForestFigure,
    ForestRow,
    LoveFigure,
    LoveRow,
    draw_forest,
    draw_love,
)
from osteon.report.figures.value_scale import ValueScale, linear_ticks, ratio_ticks
from osteon.report.tables import Number
from osteon.study import Cell

WIDTHS = (85.0, 174.0)


def ratio(label, value, low, high, n=100):
    return Cell("os", "hazard_ratio", value, level=label, conf_low=low, conf_high=high,
                conf_level=0.95, n=n)  # fmt: skip


def row(label, value, low, high, **words):
    cell = ratio(label, value, low, high)
    events = Cell("os", "n_event", 12.0, level=label)
    return ForestRow(
        label, cell, before=((Number(events),),), after=((Number(cell), " (", "0.41\u20131.9)"),),
        **words,
    )  # fmt: skip


ROWS = (
    ForestRow("Grade"),
    row("G1", 0.8, 0.4, 1.9, is_part=True),
    row("G2, with a label so long that it must be broken", 2.0, 0.01, 900.0, is_part=True),
    row("G3", math.nan, math.nan, math.nan, is_part=True),
    row("No event in one group", 0.0, 0.0, 0.78),
    row("All", 1.2, 0.9, 1.6, is_summary=True),
)


def forest(width, **words):
    figure = ForestFigure(
        ROWS, "Hazard ratio", before=("Events",), after=("Hazard ratio (95% CI)",), width=width,
        sides=("bone metastasis lives longer", "no bone metastasis lives longer"), **words,
    )  # fmt: skip
    return draw_forest(figure, "forest", title="Forest", description="A forest")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_forest_prints_the_numbers_of_its_rows(width):
    drawing = forest(width)
    assert {number.cell.level for number in drawing.numbers} > {"G1", "G3", "All"}
    assert drawing.width_mm == width


def test_the_same_forest_has_the_same_bytes():
    first, second = forest(174.0), forest(174.0)
    assert (first.svg, first.pdf) == (second.svg, second.pdf)
    assert first.render_png() == second.render_png()


def test_a_narrow_forest_leaves_out_columns_before_the_plot():
    cell = ratio("G1", 0.8, 0.4, 1.9)
    text = (("text as wide as the plot",),)
    rows = (ForestRow("Grade", cell, before=text * 2, after=text),)
    heads = ("Events", "Patients")
    narrow = ForestFigure(rows, "Ratio", before=heads, after=("Ratio",), width=85.0)
    wide = ForestFigure(rows, "Ratio", before=heads, after=("Ratio",), width=174.0)
    assert [head for _, head in narrow.heads] == ["Ratio"]
    assert [head for _, head in wide.heads] == ["Events", "Patients", "Ratio"]


def test_a_limit_beyond_the_axis_stands_at_its_end():
    scale = ValueScale(10.0, 100.0, ratio_ticks([0.001, 4000.0]), is_logarithmic=True)
    assert scale.place(4000.0) == scale.right == 110.0
    assert scale.place(0.0) == 10.0
    assert scale.place(1.0) == pytest.approx(60.0)
    assert not scale.holds(0.0)


def test_ticks_surround_what_is_found():
    assert ratio_ticks([0.7, 2.6]) == (0.5, 1.0, 2.0, 5.0)
    assert ratio_ticks([math.nan, math.inf]) == (0.5, 1.0, 2.0)
    assert linear_ticks([-0.31, 0.12]) == (-0.4, -0.3, -0.2, -0.1, 0.0, 0.1, 0.2)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_love_plot_prints_both_numbers_of_each_row(width):
    rows = tuple(
        LoveRow(
            label,
            Cell("w", "smd", before, variable=label),
            after if after is None else Cell("w", "smd_weighted", after, variable=label),
        )
        for label, before, after in (
            ("Age at diagnosis", 0.42, 0.03),
            ("Functioning tumour at diagnosis, as its syndrome shows it", -0.2, -0.01),
            ("Only before", 0.1, None),
        )
    )
    figure = LoveFigure(
        (LoveRow("Variables"), *rows), ("Unweighted", "Weighted"),
        "Standardised difference", thresholds=(-0.1, 0.1), width=width,
    )  # fmt: skip
    drawing = draw_love(figure, "love", title="Balance", description="Balance")
    assert [str(number) for number in drawing.numbers] == [
        "0.420", "0.0300", "\u22120.200", "\u22120.0100", "0.100",
    ]  # fmt: skip
