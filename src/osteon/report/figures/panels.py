"""Figures of curves side by side, on upright axes of one height."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from osteon.report.figures.curve_figure import CurveFigure
from osteon.report.figures.curves import CurvePanel
from osteon.report.figures.drawing import Drawing
from osteon.report.figures.drawn import drawn
from osteon.report.figures.lettering import STRONG, wrap
from osteon.report.figures.page import DOUBLE_COLUMN_MM, Page
from osteon.report.figures.plot import highest_value
from osteon.report.tables import Text

LEAST_PANEL_MM = 80.0
GUTTER_MM = 8.0
ROW_GAP_MM = 4.0
EDGE_MM = 0.5


@dataclass(frozen=True)
class PanelFigure:
    """Several figures of curves on one page.

    Parameters
    ----------
    titles : tuple of str
        One a panel.
    figures : tuple of CurveFigure
        The panels, from left to right and from top to bottom.
    legend : tuple of str and numbers
        What their marks mean.
    width : float
        In millimetres.
    """

    titles: tuple[str, ...]
    figures: tuple[CurveFigure, ...]
    legend: Text = ()
    width: float = DOUBLE_COLUMN_MM

    @cached_property
    def panels(self) -> tuple[CurvePanel, ...]:
        """Return the panels, their upright axes of one height."""
        highest = max(highest_value(figure) for figure in self.figures)
        return tuple(
            CurvePanel(replace(figure, highest=highest), self.panel_width)
            for figure in self.figures
        )

    @cached_property
    def n_columns(self) -> int:
        """Return how many panels stand beside each other."""
        most = int((self.width + GUTTER_MM) // (LEAST_PANEL_MM + GUTTER_MM))
        return max(1, min(most, len(self.figures)))

    @cached_property
    def panel_width(self) -> float:
        """Return the width of a panel."""
        return (self.width - GUTTER_MM * (self.n_columns - 1)) / self.n_columns

    @cached_property
    def rows(self) -> tuple[tuple[int, ...], ...]:
        """Return the places of the panels that stand beside each other, row by row."""
        places = range(len(self.figures))
        starts = range(0, len(self.figures), self.n_columns)
        return tuple(tuple(places[start : start + self.n_columns]) for start in starts)

    @cached_property
    def title_lines(self) -> tuple[tuple[Text, ...], ...]:
        """Return the lines of each title."""
        return tuple(wrap((title,), self.panel_width, STRONG) for title in self.titles)

    def title_height(self, row: Sequence[int]) -> float:
        """Return the room of the titles of a row."""
        return max(len(self.title_lines[place]) for place in row) * STRONG.line_mm

    def key_height(self, row: Sequence[int]) -> float:
        """Return the height of the highest key of a row."""
        return max(self.panels[place].key.height for place in row)

    def row_height(self, row: Sequence[int]) -> float:
        """Return the height of a row with its titles."""
        below = (self.panels[place].height - self.panels[place].key.height for place in row)
        return self.title_height(row) + self.key_height(row) + max(below)

    @property
    def height(self) -> float:
        """Return the height in millimetres."""
        gaps = ROW_GAP_MM * (len(self.rows) - 1)
        return 2 * EDGE_MM + sum(map(self.row_height, self.rows)) + gaps


@drawn
def draw_panels(figure: PanelFigure, drawing_id: str, *, title: str, description: str) -> Drawing:
    """Draw figures of curves side by side, or below each other where the page is narrow."""
    page = Page(figure.width, figure.height)
    top = EDGE_MM
    for row in figure.rows:
        for column, place in enumerate(row):
            with page.shifted(column * (figure.panel_width + GUTTER_MM)):
                page.write_lines(0, top, figure.title_lines[place], STRONG)
                start = top + figure.title_height(row)
                figure.panels[place].draw(page, start, key_height=figure.key_height(row))
        top += figure.row_height(row) + ROW_GAP_MM
    return page.finish(drawing_id, title=title, description=description, legend=figure.legend)
