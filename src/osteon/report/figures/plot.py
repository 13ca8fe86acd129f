"""The axes of a figure of curves: steps, bands of their intervals, censor marks and medians."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from matplotlib.axes import Axes

from osteon.report.figures.curve_figure import CurveEntry, CurveFigure
from osteon.report.figures.lettering import BODY, wrap
from osteon.report.figures.page import Page
from osteon.report.figures.palette import INK, RULE, Stroke, fill, stroke
from osteon.report.figures.scale import TimeScale
from osteon.report.figures.value_scale import linear_ticks
from osteon.report.tables import Text

GREATEST_PLOT_MM = 66.0
PLOT_SHARE_OF_WIDTH = 0.75
TICK_LABELS_MM = 5.0
NAME_OFFSET_MM = 8.0
NAME_GAP_MM = 2.0
LINE_WIDTH = 1.4
EDGE_WIDTH = 0.5
BAND_OPACITY = 0.13
CENSOR_MARK_POINTS = 4.5
PERCENT_TICKS = (0, 20, 40, 60, 80, 100)
HALF = 50.0


@dataclass(frozen=True)
class CurvePlot:
    """Axes with all curves of a figure; the name of the upright axis stands above it."""

    figure: CurveFigure
    scale: TimeScale
    shown: tuple[float, ...]

    @property
    def height(self) -> float:
        """Return the height in millimetres, with the names of both axes."""
        lines = 1 + len(self._name_lines)
        return lines * BODY.line_mm + self._axes_height + TICK_LABELS_MM

    @property
    def _name_left(self) -> float:
        return self.scale.left - NAME_OFFSET_MM

    @cached_property
    def _name_lines(self) -> tuple[Text, ...]:
        room = self.scale.left + self.scale.width - self._name_left
        return wrap((self.figure.estimate_label,), room)

    @property
    def _axes_height(self) -> float:
        return min(GREATEST_PLOT_MM, PLOT_SHARE_OF_WIDTH * self.scale.width)

    def draw(self, page: Page, top: float) -> None:
        """Draw the axes below this height."""
        scale = self.scale
        page.write_lines(self._name_left, top, self._name_lines)
        top += len(self._name_lines) * BODY.line_mm
        axes = page.add_axes(
            left=scale.left,
            top=top + NAME_GAP_MM,
            width=scale.width,
            height=self._axes_height - NAME_GAP_MM,
        )
        self._set_scales(axes)
        if self.figure.is_stacked:
            draw_stack(axes, self.figure.entries)
        else:
            draw_lines(axes, self.figure)
        middle = top + self._axes_height + TICK_LABELS_MM + BODY.line_mm / 2
        page.write(scale.left + scale.width / 2, middle, (self.figure.time_label,), align="center")

    def _set_scales(self, axes: Axes) -> None:
        axes.set_xlim(0, self.scale.last or 1)
        axes.set_ylim(0, self.figure.highest or highest_value(self.figure))
        if self.figure.is_falling:
            axes.set_yticks(PERCENT_TICKS)
        if self.figure.times:
            axes.set_xticks(self.shown)


def highest_value(figure: CurveFigure) -> float:
    """Return where the upright axis ends: 100 for curves that fall from it, else above them."""
    if figure.is_falling:
        return 100.0
    curves = [entry.curve for entry in figure.entries]
    if figure.is_stacked:
        return min(100.0, 10 * math.ceil(10 * sum(c.estimate[-1] for c in curves) + 0.1))
    limits = (c.conf_high if figure.marks.bands else () for c in curves)
    found = [p for c in curves for p in c.estimate] + [p for limit in limits for p in limit]
    highest = float(np.nanmax(found))
    if not figure.is_percent:
        return linear_ticks([1.02 * highest])[-1]
    return min(100.0, 10 * math.ceil(10 * highest + 0.1))


def draw_lines(axes: Axes, figure: CurveFigure) -> None:
    """Draw every curve as steps, and lines to the medians."""
    for index, entry in enumerate(figure.entries):
        draw_steps(axes, entry, stroke(index), figure)
    for entry in figure.entries:
        draw_median(axes, entry)


def draw_stack(axes: Axes, entries: Sequence[CurveEntry]) -> None:
    """Draw areas upon each other, each as high as its curve at every time."""
    times = np.unique(np.concatenate([entry.curve.time for entry in entries]))
    below = np.zeros(len(times))
    for index, entry in enumerate(entries):
        last = np.searchsorted(entry.curve.time, times, side="right") - 1
        above = below + 100 * np.array(entry.curve.estimate)[last]
        axes.fill_between(
            times, below, above, step="post", facecolor=fill(index), edgecolor=INK,
            linewidth=EDGE_WIDTH,
        )  # fmt: skip
        below = above


def draw_steps(axes: Axes, entry: CurveEntry, line: Stroke, figure: CurveFigure) -> None:
    """Draw one curve, with the band of its interval and its censor marks where they are wanted."""
    curve, factor = entry.curve, 100 if figure.is_percent else 1
    time, height = np.array(curve.time), factor * np.array(curve.estimate)
    if figure.marks.bands:
        low, high = factor * np.array(curve.conf_low), factor * np.array(curve.conf_high)
        axes.fill_between(
            time, low, high, step="post", color=line.colour, alpha=BAND_OPACITY, linewidth=0
        )
    axes.step(time, height, where="post", color=line.colour, ls=line.dashes, lw=LINE_WIDTH)
    if not figure.marks.censored:
        return
    censored = np.array(curve.n_censored) > 0
    axes.plot(
        time[censored], height[censored], ls="none", marker="|", ms=CENSOR_MARK_POINTS,
        mew=0.8, color=line.colour, clip_on=False,
    )  # fmt: skip


def draw_median(axes: Axes, entry: CurveEntry) -> None:
    """Lead lines from one half to the curve and down to its median, where it has one."""
    if entry.median is None or not math.isfinite(entry.median.cell.value):
        return
    median = entry.median.cell.value
    axes.plot([0, median, median], [HALF, HALF, 0], color=RULE, lw=0.8, ls=(0, (3, 2)), zorder=1)
