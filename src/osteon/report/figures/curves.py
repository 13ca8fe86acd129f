"""Curves over time, with a key above them and the numbers at risk aligned below their axis."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from osteon.report.figures.curve_figure import CurveFigure, RiskRow
from osteon.report.figures.drawing import Drawing
from osteon.report.figures.drawn import drawn
from osteon.report.figures.key import CurveKey
from osteon.report.figures.lettering import BODY
from osteon.report.figures.page import DOUBLE_COLUMN_MM, Page
from osteon.report.figures.plot import CurvePlot
from osteon.report.figures.risk import LABEL_GAP_MM, RiskTable, label_times
from osteon.report.figures.scale import TimeScale

RIGHT_MARGIN_MM = 7.0
LEAST_LEFT_MARGIN_MM = 12.0
GREATEST_LEFT_SHARE = 0.28
GAP_MM = 2.5


@drawn
def draw_curves(
    figure: CurveFigure,
    drawing_id: str,
    *,
    title: str,
    description: str,
    width: float = DOUBLE_COLUMN_MM,
) -> Drawing:
    """Draw curves at a journal's width; the height follows from what must be said.

    Parameters
    ----------
    figure : CurveFigure
        What is shown.
    drawing_id, title, description : str
        Name, caption and words for a reader who cannot see it.
    width : float
        In millimetres.
    """
    panel = CurvePanel(figure, width)
    page = Page(width, panel.height)
    panel.draw(page, 0)
    return page.finish(drawing_id, title=title, description=description, legend=figure.legend)


@dataclass(frozen=True)
class CurvePanel:
    """A figure of curves in a strip of a page: key, axes, rows of counts."""

    figure: CurveFigure
    width: float

    @property
    def height(self) -> float:
        """Return the height in millimetres."""
        below = sum(block.height + GAP_MM for block in self.blocks)
        return self.key.height + GAP_MM + below

    def draw(self, page: Page, top: float, *, key_height: float = 0.0) -> None:
        """Draw key, axes and rows of counts; the axes begin below a key of at least this height."""
        top += GAP_MM / 2
        self.key.draw(page, top)
        top += max(self.key.height, key_height) + GAP_MM
        for block in self.blocks:
            block.draw(page, top)
            top += block.height + GAP_MM

    @cached_property
    def key(self) -> CurveKey:
        """Return the key."""
        figure = self.figure
        return CurveKey(
            figure.entries, figure.columns, figure.tests, self.width, has_areas=figure.is_stacked
        )

    @cached_property
    def blocks(self) -> tuple[CurvePlot | RiskTable, ...]:
        """Return the axes and the rows of counts below them."""
        plot = CurvePlot(self.figure, self._scale, self._shown)
        risk = RiskTable(self.figure.risk, self._scale, self._shown)
        further = (
            RiskTable(block.rows, self._scale, self._shown, block.title)
            for block in self.figure.counts
        )
        return (plot, risk, *further)

    @cached_property
    def _shown(self) -> tuple[float, ...]:
        return label_times(self._scale, self._rows())

    @cached_property
    def _scale(self) -> TimeScale:
        """Return the scale whose left margin holds the labels of the rows."""
        figure = self.figure
        widest = max((BODY.width_mm((row.label,)) for row in self._rows()), default=0.0)
        most = GREATEST_LEFT_SHARE * self.width
        left = min(max(widest + LABEL_GAP_MM, LEAST_LEFT_MARGIN_MM), most)
        last_times = [entry.curve.time[-1] for entry in figure.entries]
        return TimeScale(
            left=left,
            width=self.width - left - RIGHT_MARGIN_MM,
            last=max([*figure.times, *last_times]),
            times=figure.times,
        )

    def _rows(self) -> Iterator[RiskRow]:
        yield from self.figure.risk
        for block in self.figure.counts:
            yield from block.rows
