"""Pies: parts of a whole as sectors, each led to its name and numbers."""

import math
from dataclasses import dataclass
from functools import cached_property

from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from osteon.report.figures.callouts import Callout, Column, draw_callout, spread
from osteon.report.figures.drawing import Drawing
from osteon.report.figures.drawn import drawn
from osteon.report.figures.lettering import STRONG, wrap
from osteon.report.figures.page import DOUBLE_COLUMN_MM, Page
from osteon.report.figures.palette import INK, fill
from osteon.report.tables import Text
from osteon.study import Cell

EDGE_MM, GAP_MM, TITLE_GAP_MM = 1.0, 4.0, 2.0
LEAST_PIE_MM = 80.0
GREATEST_RADIUS_MM = 17.0
RADIUS_SHARE = 0.2
REACH = 1.12
LED_FROM = 0.72


@dataclass(frozen=True, slots=True)
class Slice:
    """One part of a whole: its percent, its name, and its numbers."""

    percent: Cell
    label: str
    numbers: Text


@dataclass(frozen=True, slots=True)
class Pie:
    """The parts of one whole, in order from twelve o'clock on."""

    title: str
    slices: tuple[Slice, ...]


@dataclass(frozen=True)
class PieFigure:
    """One pie, or several side by side."""

    pies: tuple[Pie, ...]
    width: float = DOUBLE_COLUMN_MM

    @property
    def n_columns(self) -> int:
        """Return how many pies stand beside each other."""
        return max(1, min(int(self.width // LEAST_PIE_MM), len(self.pies)))

    @property
    def pie_width(self) -> float:
        """Return the width of one pie with its labels."""
        return (self.width - GAP_MM * (self.n_columns - 1)) / self.n_columns

    @property
    def radius(self) -> float:
        """Return the radius of a pie."""
        return min(GREATEST_RADIUS_MM, RADIUS_SHARE * self.pie_width)

    @cached_property
    def titles(self) -> tuple[tuple[Text, ...], ...]:
        """Return the lines of the titles."""
        return tuple(wrap((pie.title,), self.pie_width, STRONG) for pie in self.pies)

    @property
    def title_height(self) -> float:
        """Return the room of the highest title."""
        return max(map(len, self.titles)) * STRONG.line_mm + TITLE_GAP_MM

    @property
    def body_height(self) -> float:
        """Return the height of a pie without its title."""
        return 2 * self.radius * REACH + 2 * TITLE_GAP_MM

    @property
    def height(self) -> float:
        """Return the height in millimetres."""
        rows = math.ceil(len(self.pies) / self.n_columns)
        return 2 * EDGE_MM + rows * (self.title_height + self.body_height)


@drawn
def draw_pies(
    figure: PieFigure, drawing_id: str, *, title: str, description: str, legend: Text = ()
) -> Drawing:
    """Draw pies whose sectors are told apart by lightness, edges and labels."""
    page = Page(figure.width, figure.height)
    for place, (pie, lines) in enumerate(zip(figure.pies, figure.titles, strict=True)):
        row, column = divmod(place, figure.n_columns)
        top = EDGE_MM + row * (figure.title_height + figure.body_height)
        with page.shifted(column * (figure.pie_width + GAP_MM)):
            page.write_lines(figure.pie_width / 2, top, lines, STRONG, "center")
            _draw_pie(page, figure, pie, top + figure.title_height)
    return page.finish(drawing_id, title=title, description=description, legend=legend)


def _draw_pie(page: Page, figure: PieFigure, pie: Pie, top: float) -> None:
    middle = figure.pie_width / 2, top + figure.body_height / 2
    callouts: dict[int, list[Callout]] = {1: [], -1: []}
    start = 0.0
    for index, part in enumerate(pie.slices):
        share = part.percent.value / 100
        if not share > 0:
            continue
        page.add_shape(_sector(middle, figure.radius, start, share), fill=fill(index), edge=INK)
        angle = 2 * math.pi * (start + share / 2)
        sign = 1 if math.sin(angle) >= 0 else -1
        reach = LED_FROM * figure.radius
        point = middle[0] + reach * math.sin(angle), middle[1] - reach * math.cos(angle)
        content = (f"{part.label}: ", *part.numbers)
        column = _column(figure, middle[0], sign, top)
        callouts[sign].append(Callout(point, sign, content, column))
        start += share
    for callout in (placed for side in callouts.values() for placed in spread(side)):
        draw_callout(page, callout)


def _column(figure: PieFigure, middle: float, sign: int, top: float) -> Column:
    edge = middle + sign * figure.radius * REACH
    left, right = (edge, figure.pie_width) if sign > 0 else (0.0, edge)
    gap = TITLE_GAP_MM
    return Column(
        left + (gap if sign > 0 else 0), right - (0 if sign > 0 else gap),
        top, top + figure.body_height,
    )  # fmt: skip


def _sector(middle: tuple[float, float], radius: float, start: float, share: float) -> Path:
    """Return a sector, clockwise from a share of the circle after twelve o'clock."""
    first, last = 90 - 360 * (start + share), 90 - 360 * start
    shape = Path.wedge(first, last) if share < 1 - 1e-9 else Path.unit_circle()
    return Affine2D().scale(radius, -radius).translate(*middle).transform_path(shape)
