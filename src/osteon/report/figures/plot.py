"""The axes of a figure of curves: steps, bands of their intervals, censor marks and medians."""

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from osteon.report.figures.curve_figure import CurveEntry, CurveFigure
from osteon.report.figures.lettering import BODY
from osteon.report.figures.page import Page
from osteon.report.figures.palette import RULE, Stroke, stroke
from osteon.report.figures.risk import label_times
from osteon.report.figures.scale import TimeScale

GREATEST_PLOT_MM = 66.0
PLOT_SHARE_OF_WIDTH = 0.75
TICK_LABELS_MM = 5.0
NAME_OFFSET_MM = 8.0
NAME_GAP_MM = 2.0
LINE_WIDTH = 1.4
BAND_OPACITY = 0.13
CENSOR_MARK_POINTS = 4.5
PERCENT_TICKS = (0, 20, 40, 60, 80, 100)
HALF = 50.0


@dataclass(frozen=True)
class CurvePlot:
    """Axes with all curves of a figure; the name of the upright axis stands above it."""

    figure: CurveFigure
    scale: TimeScale

    @property
    def height(self) -> float:
        """Return the height in millimetres, with the names of both axes."""
        return 2 * BODY.line_mm + self._axes_height + TICK_LABELS_MM

    @property
    def _axes_height(self) -> float:
        return min(GREATEST_PLOT_MM, PLOT_SHARE_OF_WIDTH * self.scale.width)

    def draw(self, page: Page, top: float) -> None:
        """Draw the axes below this height."""
        scale = self.scale
        page.write(
            scale.left - NAME_OFFSET_MM, top + BODY.line_mm / 2, (self.figure.estimate_label,)
        )
        top += BODY.line_mm
        axes = page.add_axes(
            left=scale.left,
            top=top + NAME_GAP_MM,
            width=scale.width,
            height=self._axes_height - NAME_GAP_MM,
        )
        self._set_scales(axes)
        for index, entry in enumerate(self.figure.entries):
            draw_steps(axes, entry, stroke(index))
        for entry in self.figure.entries:
            draw_median(axes, entry)
        middle = top + self._axes_height + TICK_LABELS_MM + BODY.line_mm / 2
        page.write(scale.left + scale.width / 2, middle, (self.figure.time_label,), align="center")

    def _set_scales(self, axes: Axes) -> None:
        axes.set_xlim(0, self.scale.last or 1)
        axes.set_ylim(0, self._highest_percent())
        if self.figure.is_falling:
            axes.set_yticks(PERCENT_TICKS)
        if self.figure.times:
            axes.set_xticks(label_times(self.scale, self.figure.risk))

    def _highest_percent(self) -> float:
        """Return 100 for curves that fall from it, else the next ten above the highest curve."""
        if self.figure.is_falling:
            return 100.0
        curves = [entry.curve for entry in self.figure.entries]
        highest = float(np.nanmax([p for c in curves for p in (*c.estimate, *c.conf_high)]))
        return min(100.0, 10 * math.ceil(10 * highest + 0.1))


def draw_steps(axes: Axes, entry: CurveEntry, line: Stroke) -> None:
    """Draw one curve with the band of its interval and its censor marks."""
    curve = entry.curve
    time, percent = np.array(curve.time), 100 * np.array(curve.estimate)
    low, high = 100 * np.array(curve.conf_low), 100 * np.array(curve.conf_high)
    axes.fill_between(
        time, low, high, step="post", color=line.colour, alpha=BAND_OPACITY, linewidth=0
    )
    axes.step(time, percent, where="post", color=line.colour, ls=line.dashes, lw=LINE_WIDTH)
    censored = np.array(curve.n_censored) > 0
    axes.plot(
        time[censored], percent[censored], ls="none", marker="|", ms=CENSOR_MARK_POINTS,
        mew=0.8, color=line.colour, clip_on=False,
    )  # fmt: skip


def draw_median(axes: Axes, entry: CurveEntry) -> None:
    """Lead lines from one half to the curve and down to its median, where it has one."""
    if entry.median is None or not math.isfinite(entry.median.cell.value):
        return
    median = entry.median.cell.value
    axes.plot([0, median, median], [HALF, HALF, 0], color=RULE, lw=0.8, ls=(0, (3, 2)), zorder=1)
