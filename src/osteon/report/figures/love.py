"""The love plot: how far apart groups are in each variable, before weighting and after it."""

import math
from dataclasses import dataclass
from functools import cached_property

from osteon.report.figures.drawing import Drawing
from osteon.report.figures.drawn import drawn
from osteon.report.figures.lettering import BODY, STRONG, WRAP_SLACK_MM, Lettering, wrap
from osteon.report.figures.page import DOUBLE_COLUMN_MM, Page
from osteon.report.figures.palette import INK, PAPER, QUIET, RULE, TRACK, Stroke, stroke
from osteon.report.figures.value_axis import axis_height, draw_reference, draw_value_axis
from osteon.report.figures.value_scale import ValueScale, linear_ticks
from osteon.report.tables import Number, Text
from osteon.study import Cell

HEAD = Lettering(size=7.2, colour=QUIET)
EDGE_MM = 1.0
GAP_MM = 4.0
ROW_GAP_MM = 1.0
DISC_MM = 0.95
GREATEST_LABEL_SHARE = 0.34
PATH = Stroke(TRACK, "solid")
ZERO = Stroke(RULE, "solid")


@dataclass(frozen=True, slots=True)
class LoveRow:
    """The differences of one variable or level; without any, a heading."""

    label: str
    before: Cell | None = None
    after: Cell | None = None

    @property
    def lettering(self) -> Lettering:
        """Return how the label is written: bold for a heading."""
        return STRONG if self.before is None and self.after is None else BODY


@dataclass(frozen=True)
class LoveFigure:
    """Differences of the groups compared, variable by variable.

    Parameters
    ----------
    rows : tuple of LoveRow
        From top to bottom.
    names : tuple of str
        Of the two series; the first is drawn hollow, the second full.
    axis_label : str
        What is measured.
    thresholds : tuple of float
        Where broken lines stand, such as 0.1 for a difference held to be small.
    width : float
        In millimetres.
    """

    rows: tuple[LoveRow, ...]
    names: tuple[str, str]
    axis_label: str
    thresholds: tuple[float, ...] = (0.1,)
    width: float = DOUBLE_COLUMN_MM

    @cached_property
    def columns(self) -> tuple[float, float]:
        """Return the widths of the two columns of numbers."""
        pairs = [(row.before, row.after) for row in self.rows]
        first, second = (
            max([HEAD.width_mm((name,)), *(BODY.width_mm(_text(pair[k])) for pair in pairs)])
            for k, name in enumerate(self.names)
        )
        return first, second

    @cached_property
    def label_width(self) -> float:
        """Return the width of the labels."""
        need = max(row.lettering.width_mm((row.label,)) for row in self.rows)
        return min(need, GREATEST_LABEL_SHARE * self.width)

    @cached_property
    def labels(self) -> tuple[tuple[Text, ...], ...]:
        """Return the lines of each label."""
        return tuple(
            wrap((r.label,), self.label_width + WRAP_SLACK_MM, r.lettering) for r in self.rows
        )

    @cached_property
    def scale(self) -> ValueScale:
        """Return the axis of the differences."""
        cells = [cell for row in self.rows for cell in (row.before, row.after) if cell]
        values = [*(cell.value for cell in cells), *self.thresholds]
        left = self.label_width + GAP_MM
        taken = sum(self.columns) + 2 * GAP_MM + EDGE_MM
        return ValueScale(
            left, self.width - left - taken, linear_ticks(values), is_logarithmic=False
        )

    @property
    def rows_height(self) -> float:
        """Return the height of all rows."""
        return sum(len(lines) * BODY.line_mm + ROW_GAP_MM for lines in self.labels)

    @property
    def height(self) -> float:
        """Return the height in millimetres."""
        head = HEAD.line_mm + ROW_GAP_MM
        return 2 * EDGE_MM + head + self.rows_height + axis_height(self.axis_label)


@drawn
def draw_love(
    figure: LoveFigure, drawing_id: str, *, title: str, description: str, legend: Text = ()
) -> Drawing:
    """Draw differences before as hollow and after as full discs, joined, with their numbers."""
    page = Page(figure.width, figure.height)
    scale = figure.scale
    _draw_heads(page, figure)
    top = EDGE_MM + HEAD.line_mm + ROW_GAP_MM
    bottom = top + figure.rows_height
    page.add_line((scale.place(0), top), (scale.place(0), bottom), ZERO, width=0.8)
    for value in figure.thresholds:
        draw_reference(page, scale, value, top, bottom)
    for row, lines in zip(figure.rows, figure.labels, strict=True):
        page.write_lines(0, top, lines, row.lettering)
        middle = top + BODY.line_mm / 2
        _draw_row(page, scale, row, middle)
        for place, cell in zip(_column_ends(figure), (row.before, row.after), strict=True):
            page.write(place, middle, _text(cell), align="right")
        top += len(lines) * BODY.line_mm + ROW_GAP_MM
    draw_value_axis(page, scale, bottom, figure.axis_label)
    return page.finish(drawing_id, title=title, description=description, legend=legend)


def _column_ends(figure: LoveFigure) -> tuple[float, float]:
    first = figure.scale.right + GAP_MM + figure.columns[0]
    return first, first + GAP_MM + figure.columns[1]


def _draw_heads(page: Page, figure: LoveFigure) -> None:
    middle = EDGE_MM + HEAD.line_mm / 2
    fills = (PAPER, stroke(0).colour)
    for end, name, fill in zip(_column_ends(figure), figure.names, fills, strict=True):
        page.write(end, middle, (name,), HEAD, "right")
        start = end - HEAD.width_mm((name,)) - 2 * DISC_MM
        page.add_disc((start, middle), DISC_MM, fill=fill, edge=INK)


def _draw_row(page: Page, scale: ValueScale, row: LoveRow, middle: float) -> None:
    found = [
        (scale.place(cell.value), fill)
        for cell, fill in ((row.before, PAPER), (row.after, stroke(0).colour))
        if cell is not None and math.isfinite(cell.value)
    ]
    if len(found) == 2:
        (start, _), (end, _) = found
        page.add_line((start, middle), (end, middle), PATH, width=1.6)
    for place, fill in found:
        page.add_disc((place, middle), DISC_MM, fill=fill, edge=INK)


def _text(cell: Cell | None) -> Text:
    return () if cell is None else (Number(cell),)
