"""Measurements in time: medians joined by a line, quartiles as bars, and how many below."""

import math
from dataclasses import dataclass
from functools import cached_property

from matplotlib.axes import Axes

from osteon.report.figures.drawing import Drawing
from osteon.report.figures.drawn import drawn
from osteon.report.figures.lettering import BODY, Lettering, wrap
from osteon.report.figures.page import DOUBLE_COLUMN_MM, Page
from osteon.report.figures.palette import INK, PAPER, QUIET, RULE, Stroke, stroke
from osteon.report.figures.scale import TimeScale
from osteon.report.tables import Number, Text
from osteon.study import Cell

HEAD = Lettering(size=7.2, colour=QUIET)
EDGE_MM, GAP_MM, PLOT_MM = 1.0, 3.0, 36.0
LEFT_MM, RIGHT_MM, TICK_MM = 14.0, 5.0, 1.6
SPACE_SHARE = 0.08
LEAST_JOINED = 5


@dataclass(frozen=True, slots=True)
class TrajectoryPoint:
    """One step: median and quartiles, and how many they are of."""

    step: int
    median: Cell
    lower: Cell
    upper: Cell
    count: Cell

    @property
    def is_firm(self) -> bool:
        """Return whether it rests on enough to be joined by the line."""
        return self.count.value >= LEAST_JOINED


@dataclass(frozen=True, slots=True)
class TrajectoryPanel:
    """One measurement in time."""

    label: str
    points: tuple[TrajectoryPoint, ...]


@dataclass(frozen=True)
class TrajectoryFigure:
    """Measurements below each other on one axis of time.

    Parameters
    ----------
    panels : tuple of TrajectoryPanel
        From top to bottom.
    first, last : int
        The first and the last step of the axis.
    time_label : str
        Name of the axis.
    count_label : str
        What the numbers below each panel count.
    width : float
        In millimetres.
    """

    panels: tuple[TrajectoryPanel, ...]
    first: int
    last: int
    time_label: str
    count_label: str
    width: float = DOUBLE_COLUMN_MM

    @cached_property
    def scale(self) -> TimeScale:
        """Return where steps stand, counted from the first one."""
        return TimeScale(
            left=LEFT_MM,
            width=self.width - LEFT_MM - RIGHT_MM,
            last=float(self.last - self.first + 1),
            times=tuple(float(k) for k in range(self.last - self.first + 1)),
        )

    @cached_property
    def shown(self) -> frozenset[int]:
        """Return the steps whose numbers have room, the origin among them."""
        counts = [BODY.width_mm((Number(p.count),)) for panel in self.panels for p in panel.points]
        labels = [BODY.width_mm((str(step),)) for step in (self.first, self.last)]
        room = max([*counts, *labels]) + 1.5
        each = max(1, math.ceil(room * self.scale.last / self.scale.width))
        return frozenset(k for k in range(self.first, self.last + 1) if k % each == 0)

    def place(self, step: int) -> float:
        """Return where the middle of a step stands."""
        return self.scale.place(step - self.first + 0.5)

    @property
    def panel_height(self) -> float:
        """Return the height of a panel with its name and its numbers."""
        return BODY.line_mm + PLOT_MM + GAP_MM + HEAD.line_mm + BODY.line_mm + GAP_MM

    @property
    def height(self) -> float:
        """Return the height in millimetres."""
        axis = 2 * BODY.line_mm
        return 2 * EDGE_MM + len(self.panels) * self.panel_height + axis


@drawn
def draw_trajectory(
    figure: TrajectoryFigure, drawing_id: str, *, title: str, description: str, legend: Text = ()
) -> Drawing:
    """Draw each measurement in a panel, the number of those measured below every step."""
    page = Page(figure.width, figure.height)
    for index, panel in enumerate(figure.panels):
        top = EDGE_MM + index * figure.panel_height
        _draw_panel(page, figure, panel, index, top)
    bottom = EDGE_MM + len(figure.panels) * figure.panel_height
    middle = bottom + BODY.line_mm / 2
    for step in sorted(figure.shown):
        page.write(figure.place(step), middle, (_step(step),), align="center")
    name = LEFT_MM + figure.scale.width / 2
    page.write(name, middle + BODY.line_mm, (figure.time_label,), align="center")
    return page.finish(drawing_id, title=title, description=description, legend=legend)


def _draw_panel(
    page: Page, figure: TrajectoryFigure, panel: TrajectoryPanel, index: int, top: float
) -> None:
    page.write_lines(0, top, wrap((panel.label,), figure.width))
    top += BODY.line_mm + 1
    axes = page.add_axes(left=LEFT_MM, top=top, width=figure.scale.width, height=PLOT_MM)
    highest = max([p.upper.value for p in panel.points], default=1.0) or 1.0
    axes.set_xlim(0, figure.scale.last)
    axes.set_ylim(-SPACE_SHARE * highest, (1 + SPACE_SHARE) * highest)
    axes.set_xticks([step - figure.first + 0.5 for step in sorted(figure.shown)], labels=[])
    axes.axvline(-figure.first, color=RULE, lw=0.8, ls=(0, (3, 2)), zorder=1)
    _draw_points(axes, figure, panel, stroke(index))
    top += PLOT_MM + GAP_MM - 1
    page.write(0, top + HEAD.line_mm / 2, (figure.count_label,), HEAD)
    middle = top + HEAD.line_mm + BODY.line_mm / 2
    for point in panel.points:
        if point.step in figure.shown:
            page.write(figure.place(point.step), middle, (Number(point.count),), align="center")


def _draw_points(
    axes: Axes, figure: TrajectoryFigure, panel: TrajectoryPanel, line: Stroke
) -> None:
    """Draw medians and quartiles; the line leads from step to step where both rest on enough."""
    places = [point.step - figure.first + 0.5 for point in panel.points]
    lower, upper = ([getattr(p, side).value for p in panel.points] for side in ("lower", "upper"))
    axes.vlines(places, lower, upper, color=line.colour, lw=1.6, alpha=0.55)
    firm = [(x, p.median.value) for x, p in zip(places, panel.points, strict=True) if p.is_firm]
    if firm:
        axes.plot(*zip(*firm, strict=True), color=line.colour, ls=line.dashes, lw=1.2)
    for place, point in zip(places, panel.points, strict=True):
        axes.plot(
            place, point.median.value, marker="o", ms=4, mec=INK, mew=0.6, clip_on=False,
            mfc=line.colour if point.is_firm else PAPER,
        )  # fmt: skip


def _step(step: int) -> str:
    return str(step).replace("-", "\u2212")
