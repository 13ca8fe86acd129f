"""The forest plot: a row an estimate with its interval, all on one axis."""

import math

from osteon.report.figures.drawing import Drawing
from osteon.report.figures.drawn import drawn
from osteon.report.figures.forest_figure import EDGE_MM, HEAD, ROW_GAP_MM, ForestFigure
from osteon.report.figures.lettering import BODY
from osteon.report.figures.page import Page
from osteon.report.figures.palette import INK, Stroke, stroke
from osteon.report.figures.value_axis import axis_height, draw_reference, draw_value_axis
from osteon.report.figures.value_scale import ValueScale
from osteon.report.tables import Text
from osteon.study import Cell

INTERVAL = Stroke(INK, "solid")
INTERVAL_WIDTH = 0.9
GREATEST_SQUARE_MM, LEAST_SQUARE_MM = 2.6, 1.2
HALF_DIAMOND_MM = 1.3
ARROW_MM = 0.1
SIDE_GAP_MM = 2.0


@drawn
def draw_forest(
    figure: ForestFigure, drawing_id: str, *, title: str, description: str, legend: Text = ()
) -> Drawing:
    """Draw estimates with their intervals; an arrow leads to a limit beyond the axis.

    Squares are as large in area as their estimates rest on many (`Cell.n`).
    """
    page = Page(figure.width, figure.height)
    for left, head in figure.heads:
        page.write(left, EDGE_MM + HEAD.line_mm / 2, (head,), HEAD)
    top = EDGE_MM + figure.head_height
    bottom = top + figure.rows_height
    draw_reference(page, figure.scale, figure.reference, top, bottom)
    most = max((row.estimate.n or 0 for row in figure.rows if row.estimate), default=0)
    for row, lines in zip(figure.rows, figure.labels, strict=True):
        page.write_lines(row.indent, top, lines, row.lettering)
        middle = top + BODY.line_mm / 2
        for left, text in figure.texts(row):
            page.write(left, middle, text, row.lettering)
        if row.estimate is not None and row.is_summary:
            _draw_diamond(page, figure.scale, row.estimate, middle)
        elif row.estimate is not None:
            _draw_interval(page, figure.scale, row.estimate, middle)
            _draw_square(page, figure.scale, row.estimate, middle, most)
        top += len(lines) * BODY.line_mm + ROW_GAP_MM
    _draw_foot(page, figure, bottom)
    return page.finish(drawing_id, title=title, description=description, legend=legend)


def _draw_interval(page: Page, scale: ValueScale, cell: Cell, middle: float) -> None:
    """Draw an interval as far as the axis goes; a limit that is none runs off its end."""
    low, high = cell.conf_low, cell.conf_high
    if math.isnan(low) and math.isnan(high):
        return
    start = scale.left if math.isnan(low) else scale.place(low)
    end = scale.right if math.isnan(high) else scale.place(high)
    page.add_line((start, middle), (end, middle), INTERVAL, width=INTERVAL_WIDTH)
    if math.isnan(low) or low < scale.ticks[0]:
        page.add_arrow((start + ARROW_MM, middle), (start, middle))
    if math.isnan(high) or high > scale.ticks[-1]:
        page.add_arrow((end - ARROW_MM, middle), (end, middle))


def _draw_square(page: Page, scale: ValueScale, cell: Cell, middle: float, most: int) -> None:
    if not scale.holds(cell.value):
        return
    share = math.sqrt(cell.n / most) if cell.n and most else 0.5
    side = LEAST_SQUARE_MM + (GREATEST_SQUARE_MM - LEAST_SQUARE_MM) * share
    place = scale.place(cell.value)
    page.add_box(
        left=place - side / 2, top=middle - side / 2, width=side, height=side,
        fill=stroke(0).colour,
    )  # fmt: skip


def _draw_diamond(page: Page, scale: ValueScale, cell: Cell, middle: float) -> None:
    """Draw a diamond from limit to limit, its tips above and below the estimate."""
    if not all(map(math.isfinite, (cell.value, cell.conf_low, cell.conf_high))):
        return
    low, value, high = map(scale.place, (cell.conf_low, cell.value, cell.conf_high))
    corners = (
        (low, middle), (value, middle - HALF_DIAMOND_MM), (high, middle),
        (value, middle + HALF_DIAMOND_MM),
    )  # fmt: skip
    page.add_polygon(corners, fill=stroke(0).colour)


def _draw_foot(page: Page, figure: ForestFigure, top: float) -> None:
    scale = figure.scale
    draw_value_axis(page, scale, top, figure.axis_label)
    top += axis_height(figure.axis_label)
    if any(figure.sides):
        place, middle = scale.place(figure.reference), top + HEAD.line_mm / 2
        left, right = figure.sides
        page.write(place - SIDE_GAP_MM, middle, (f"\u2190 {left}",), HEAD, "right")
        page.write(place + SIDE_GAP_MM, middle, (f"{right} \u2192",), HEAD)
        top += HEAD.line_mm
    page.write_lines(0, top + ROW_GAP_MM, figure.test_lines)
