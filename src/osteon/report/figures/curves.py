"""Curves over time, with a key above them and the numbers at risk aligned below their axis."""

from osteon.report.figures.curve_figure import CurveFigure
from osteon.report.figures.drawing import Drawing
from osteon.report.figures.key import CurveKey
from osteon.report.figures.lettering import BODY
from osteon.report.figures.page import DOUBLE_COLUMN_MM, Page
from osteon.report.figures.plot import CurvePlot
from osteon.report.figures.risk import LABEL_GAP_MM, RiskTable
from osteon.report.figures.scale import TimeScale
from osteon.report.figures.settings import fixed_settings

RIGHT_MARGIN_MM = 7.0
LEAST_LEFT_MARGIN_MM = 12.0
GREATEST_LEFT_SHARE = 0.28
GAP_MM = 2.5


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
    with fixed_settings():
        scale = _time_scale(figure, width)
        blocks = (
            CurveKey(figure.entries, figure.columns, figure.tests, width),
            CurvePlot(figure, scale),
            RiskTable(figure.risk, scale),
        )
        page = Page(width, sum(block.height + GAP_MM for block in blocks))
        top = GAP_MM / 2
        for block in blocks:
            block.draw(page, top)
            top += block.height + GAP_MM
        return page.finish(drawing_id, title=title, description=description, legend=figure.legend)


def _time_scale(figure: CurveFigure, width: float) -> TimeScale:
    """Return the scale whose left margin holds the labels of the numbers at risk."""
    widest = max((BODY.width_mm((row.label,)) for row in figure.risk), default=0.0)
    left = min(max(widest + LABEL_GAP_MM, LEAST_LEFT_MARGIN_MM), GREATEST_LEFT_SHARE * width)
    last_times = [entry.curve.time[-1] for entry in figure.entries]
    return TimeScale(
        left=left,
        width=width - left - RIGHT_MARGIN_MM,
        last=max([*figure.times, *last_times]),
        times=figure.times,
    )
