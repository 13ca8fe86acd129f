"""Horizontal bars: how large a part of the whole each level is, with intervals and numbers."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from osteon.report.figures.drawing import Drawing
from osteon.report.figures.drawn import drawn
from osteon.report.figures.lettering import BODY, STRONG, wrap
from osteon.report.figures.page import DOUBLE_COLUMN_MM, Page
from osteon.report.figures.palette import INK, TRACK, Stroke, fill
from osteon.report.tables import Text
from osteon.study import Cell

BAR_MM = 4.4
BAR_GAP_MM = 0.8
ROW_GAP_MM = 2.2
LABEL_SHARE = 0.3
COLUMN_GAP_MM = 4.0
EDGE_MM = 1.0
AXIS_MM = 4.5
PERCENT_TICKS = (0, 20, 40, 60, 80, 100)
WHISKER = Stroke(INK, "solid")
WHISKER_CAP_MM = 1.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the cell of its percent, what is written beside it, and whose it is."""

    percent: Cell
    text: Text
    series: int = 0


@dataclass(frozen=True, slots=True)
class BarRow:
    """The bars of one level, or, without bars, the name of the variable whose levels follow."""

    label: str
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True)
class BarFigure:
    """Rows of bars, and the names of the series where there are several.

    Parameters
    ----------
    rows : tuple of BarRow
        From top to bottom.
    series : tuple of str
        Names for a key; empty where there is but one series.
    axis_label : str
        What the percents are of.
    tests : tuple of Text
        Lines below the axis.
    width : float
        In millimetres.
    """

    rows: tuple[BarRow, ...]
    series: tuple[str, ...]
    axis_label: str
    tests: tuple[Text, ...] = ()
    width: float = DOUBLE_COLUMN_MM

    @cached_property
    def height(self) -> float:
        """Return the height in millimetres."""
        rows = sum(self.row_height(index) for index in range(len(self.rows)))
        axis = AXIS_MM + BODY.line_mm
        return self.key_height + rows + axis + self.tests_height + 2 * EDGE_MM

    @property
    def key_height(self) -> float:
        """Return the height of the key; none for a single series."""
        return len(self.series) * BODY.line_mm + ROW_GAP_MM if self.series else 0.0

    @property
    def tests_height(self) -> float:
        """Return the height of the lines on tests with the space above them."""
        return len(self.test_lines) * BODY.line_mm + ROW_GAP_MM if self.tests else 0.0

    @cached_property
    def test_lines(self) -> tuple[Text, ...]:
        """Return the lines on tests, broken where they are too long."""
        return tuple(line for test in self.tests for line in wrap(test, self.width))

    @cached_property
    def labels(self) -> tuple[tuple[Text, ...], ...]:
        """Return the lines of each row's label."""
        room = LABEL_SHARE * self.width - COLUMN_GAP_MM
        return tuple(
            wrap((row.label,), room if row.bars else self.width, BODY if row.bars else STRONG)
            for row in self.rows
        )

    def row_height(self, index: int) -> float:
        """Return the height of a row with the space below it."""
        bars = len(self.rows[index].bars)
        bars_mm = bars * BAR_MM + max(bars - 1, 0) * BAR_GAP_MM
        return max(len(self.labels[index]) * BODY.line_mm, bars_mm) + ROW_GAP_MM

    @cached_property
    def left(self) -> float:
        """Return where 0 % stands."""
        return LABEL_SHARE * self.width

    @cached_property
    def length(self) -> float:
        """Return how long 100 % is: what the numbers beside the bars leave."""
        texts = [BODY.width_mm(bar.text) for row in self.rows for bar in row.bars]
        return self.width - self.left - COLUMN_GAP_MM - max(texts, default=0.0) - EDGE_MM

    def tops(self) -> Iterator[float]:
        """Yield where each row begins."""
        top = EDGE_MM + self.key_height
        for index in range(len(self.rows)):
            yield top
            top += self.row_height(index)

    def place(self, percent: float) -> float:
        """Return where a percent stands."""
        return self.left + self.length * percent / 100


@drawn
def draw_bars(
    figure: BarFigure, drawing_id: str, *, title: str, description: str, legend: Text = ()
) -> Drawing:
    """Draw bars from 0 to 100 %, each with its number, and whiskers where there is an interval."""
    page = Page(figure.width, figure.height)
    _draw_key(page, figure)
    for row, label, top in zip(figure.rows, figure.labels, figure.tops(), strict=True):
        lower = (BAR_MM - BODY.line_mm) / 2 if row.bars else 0.0
        page.write_lines(0, top + lower, label, BODY if row.bars else STRONG)
        for index, bar in enumerate(row.bars):
            _draw_bar(page, figure, bar, top + index * (BAR_MM + BAR_GAP_MM))
    _draw_axis(page, figure)
    tests_top = figure.height - EDGE_MM - figure.tests_height + ROW_GAP_MM
    page.write_lines(0, tests_top, figure.test_lines)
    return page.finish(drawing_id, title=title, description=description, legend=legend)


def _draw_key(page: Page, figure: BarFigure) -> None:
    for index, name in enumerate(figure.series):
        top = EDGE_MM + index * BODY.line_mm
        page.add_box(
            left=figure.left, top=top + 0.6, width=5, height=BODY.line_mm - 1.2,
            fill=fill(index),
        )  # fmt: skip
        page.write(figure.left + 7, top + BODY.line_mm / 2, (name,))


def _draw_bar(page: Page, figure: BarFigure, bar: Bar, top: float) -> None:
    page.add_box(left=figure.left, top=top, width=figure.length, height=BAR_MM, fill=TRACK)
    percent = bar.percent.value
    if math.isfinite(percent):
        page.add_box(
            left=figure.left, top=top, width=figure.length * percent / 100, height=BAR_MM,
            fill=fill(bar.series),
        )  # fmt: skip
    middle = top + BAR_MM / 2
    if math.isfinite(bar.percent.conf_low) and math.isfinite(bar.percent.conf_high):
        _draw_whisker(page, figure, bar.percent, middle)
    page.write(figure.left + figure.length + COLUMN_GAP_MM, middle, bar.text)


def _draw_whisker(page: Page, figure: BarFigure, percent: Cell, middle: float) -> None:
    low, high = figure.place(percent.conf_low), figure.place(percent.conf_high)
    page.add_line((low, middle), (high, middle), WHISKER, width=0.9)
    for end in (low, high):
        cap = (end, middle - WHISKER_CAP_MM), (end, middle + WHISKER_CAP_MM)
        page.add_line(*cap, WHISKER, width=0.9)


def _draw_axis(page: Page, figure: BarFigure) -> None:
    top = figure.height - EDGE_MM - figure.tests_height - BODY.line_mm - AXIS_MM
    page.add_line((figure.left, top), (figure.place(100), top), WHISKER, width=0.7)
    for tick in PERCENT_TICKS:
        place = figure.place(tick)
        page.add_line((place, top), (place, top + 1), WHISKER, width=0.7)
        page.write(place, top + 1 + BODY.line_mm / 2, (str(tick),), align="center")
    middle = top + AXIS_MM + BODY.line_mm / 2
    page.write(figure.place(50), middle, (figure.axis_label,), align="center")
