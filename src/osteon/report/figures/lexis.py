"""A Lexis diagram of counts: squares of person-years, with the events that fell into them."""

import math
from dataclasses import dataclass
from functools import cached_property

from osteon.report.figures.drawing import Drawing
from osteon.report.figures.drawn import drawn
from osteon.report.figures.lettering import BODY, Lettering, wrap
from osteon.report.figures.page import DOUBLE_COLUMN_MM, Page
from osteon.report.figures.palette import PAPER
from osteon.report.figures.shades import SHADES, draw_shade_key, shade_limits, shade_of
from osteon.report.tables import Number, Text
from osteon.study import Cell

SMALL = Lettering(size=7.0)
LIGHT = Lettering(size=7.0, colour=PAPER)
EDGE_MM, GAP_MM = 1.0, 3.0
GREATEST_SQUARE_MM, ROW_MM = 12.0, 6.0
DARK_FROM = 3


@dataclass(frozen=True, slots=True)
class LexisSquare:
    """One square: its column, its row from the bottom, person-years, and events if any."""

    column: int
    row: int
    time: Cell
    events: Cell | None = None


@dataclass(frozen=True)
class LexisFigure:
    """Squares by calendar year and by time since a date.

    Parameters
    ----------
    years : tuple of int
        The columns.
    rows : tuple of str
        Names of the rows, from the bottom.
    squares : tuple of LexisSquare
        Those with any time.
    row_label, key : str
        Name of the upright axis, and what the shades mean.
    width : float
        In millimetres.
    """

    years: tuple[int, ...]
    rows: tuple[str, ...]
    squares: tuple[LexisSquare, ...]
    row_label: str
    key: str
    width: float = DOUBLE_COLUMN_MM

    @cached_property
    def left(self) -> float:
        """Return where the squares begin."""
        return max(BODY.width_mm((row,)) for row in self.rows) + GAP_MM

    @cached_property
    def column_width(self) -> float:
        """Return the width of a year."""
        room = self.width - self.left - EDGE_MM - GAP_MM
        return min(room / len(self.years), GREATEST_SQUARE_MM)

    @cached_property
    def limits(self) -> tuple[float, ...]:
        """Return where one shade ends and the next begins."""
        return shade_limits([square.time for square in self.squares])

    @cached_property
    def label_lines(self) -> tuple[Text, ...]:
        """Return the lines of the name of the upright axis."""
        return wrap((self.row_label,), self.width)

    @property
    def top(self) -> float:
        """Return where the highest row begins."""
        return EDGE_MM + len(self.label_lines) * BODY.line_mm + 1

    @property
    def bottom(self) -> float:
        """Return where the lowest row ends."""
        return self.top + ROW_MM * len(self.rows)

    @property
    def height(self) -> float:
        """Return the height in millimetres."""
        return self.bottom + 2 * BODY.line_mm + GAP_MM + 2 * SMALL.line_mm + GAP_MM + EDGE_MM


@drawn
def draw_lexis(
    figure: LexisFigure, drawing_id: str, *, title: str, description: str, legend: Text = ()
) -> Drawing:
    """Draw squares the darker the more person-years; the number in a square counts events."""
    page = Page(figure.width, figure.height)
    page.write_lines(0, EDGE_MM, figure.label_lines)
    for index, name in enumerate(figure.rows):
        middle = figure.bottom - (index + 0.5) * ROW_MM
        page.write(figure.left - 1.5, middle, (name,), align="right")
    for square in figure.squares:
        _draw_square(page, figure, square)
    _draw_years(page, figure)
    key_top = figure.bottom + 2 * BODY.line_mm + GAP_MM
    draw_shade_key(page, figure.limits, key_top, figure.width, name=figure.key)
    return page.finish(drawing_id, title=title, description=description, legend=legend)


def _draw_square(page: Page, figure: LexisFigure, square: LexisSquare) -> None:
    left = figure.left + square.column * figure.column_width
    top = figure.bottom - (square.row + 1) * ROW_MM
    colour = shade_of(square.time.value, figure.limits)
    page.add_box(
        left=left, top=top, width=figure.column_width, height=ROW_MM, fill=colour, edge=PAPER
    )
    if square.events is None:
        return
    number = (Number(square.events),)
    if SMALL.width_mm(number) < figure.column_width - 0.3:
        is_dark = colour in SHADES[DARK_FROM:]
        middle = left + figure.column_width / 2, top + ROW_MM / 2
        page.write(*middle, number, LIGHT if is_dark else SMALL, "center")


def _draw_years(page: Page, figure: LexisFigure) -> None:
    middle = figure.bottom + BODY.line_mm / 2 + 0.5
    room = BODY.width_mm(("2000",)) + 2
    each = max(1, math.ceil(room / figure.column_width))
    for index, year in enumerate(figure.years):
        if year % each == 0:
            place = figure.left + (index + 0.5) * figure.column_width
            page.write(place, middle, (str(year),), align="center")
    width = figure.column_width * len(figure.years)
    name = figure.left + width / 2
    page.write(name, middle + BODY.line_mm, ("Calendar year",), align="center")
