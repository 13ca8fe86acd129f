"""An alluvial figure: streams from the levels of one variable to those of another."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from matplotlib.path import Path

from osteon.report.figures.drawing import Drawing
from osteon.report.figures.drawn import drawn
from osteon.report.figures.lettering import BODY, STRONG, WRAP_SLACK_MM, wrap
from osteon.report.figures.page import DOUBLE_COLUMN_MM, Page
from osteon.report.figures.palette import PAPER, QUIET, fill
from osteon.report.tables import Number, Text
from osteon.study import Cell

EDGE_MM, GAP_MM, NODE_MM = 1.0, 2.0, 4.0
BETWEEN_MM = 3.0
LABEL_SHARE = 0.27
HEIGHT_MM, NARROW_HEIGHT_MM = 70.0, 62.0
LEAST_STREAM_MM = 3.0
STREAM_EDGE = 0.4


@dataclass(frozen=True, slots=True)
class AlluvialNode:
    """A level at the beginning or at the end: its size, its name, and its numbers."""

    count: Cell
    label: str
    numbers: Text


@dataclass(frozen=True, slots=True)
class AlluvialStream:
    """Those who moved from one level to another, by their places."""

    start: int
    end: int
    count: Cell


@dataclass(frozen=True)
class AlluvialFigure:
    """Levels at two times, and who moved from which to which.

    Parameters
    ----------
    heads : tuple of str
        What the levels are of, at the beginning and at the end.
    starts, ends : tuple of AlluvialNode
        From top to bottom.
    streams : tuple of AlluvialStream
        At most one a pair.
    width : float
        In millimetres.
    """

    heads: tuple[str, str]
    starts: tuple[AlluvialNode, ...]
    ends: tuple[AlluvialNode, ...]
    streams: tuple[AlluvialStream, ...]
    width: float = DOUBLE_COLUMN_MM

    @property
    def body_height(self) -> float:
        """Return the height of the streams."""
        least = max(len(self._label_lines(side)) for side in (self.starts, self.ends))
        usual = HEIGHT_MM if self.width >= DOUBLE_COLUMN_MM else NARROW_HEIGHT_MM
        return max(usual, least * (BODY.line_mm + BETWEEN_MM))

    @cached_property
    def head_lines(self) -> tuple[tuple[Text, ...], ...]:
        """Return the lines of both heads."""
        room = self.width / 2 - GAP_MM
        return tuple(wrap((head,), room, STRONG) for head in self.heads)

    @property
    def head_height(self) -> float:
        """Return the height of the heads."""
        return max(map(len, self.head_lines)) * STRONG.line_mm + GAP_MM

    @property
    def height(self) -> float:
        """Return the height in millimetres."""
        return 2 * EDGE_MM + self.head_height + self.body_height

    @property
    def label_width(self) -> float:
        """Return the room of the labels on one side."""
        return LABEL_SHARE * self.width

    @cached_property
    def per_unit(self) -> float:
        """Return the millimetres of one patient."""
        most = max(len(self.starts), len(self.ends))
        total = max(sum(node.count.value for node in side) for side in (self.starts, self.ends))
        return (self.body_height - BETWEEN_MM * (most - 1)) / total if total else 0.0

    def tops(self, side: Sequence[AlluvialNode]) -> tuple[float, ...]:
        """Return where each level begins."""
        taken = self.per_unit * sum(node.count.value for node in side)
        gap = (self.body_height - taken) / max(len(side) - 1, 1)
        tops, top = [], EDGE_MM + self.head_height
        for node in side:
            tops.append(top)
            top += self.per_unit * node.count.value + gap
        return tuple(tops)

    def label(self, node: AlluvialNode) -> tuple[Text, ...]:
        """Return the lines beside a level."""
        content = (f"{node.label}: ", *node.numbers)
        return wrap(content, self.label_width - GAP_MM + WRAP_SLACK_MM)

    def _label_lines(self, side: Sequence[AlluvialNode]) -> list[Text]:
        return [line for node in side for line in self.label(node)]


@drawn
def draw_alluvial(
    figure: AlluvialFigure, drawing_id: str, *, title: str, description: str, legend: Text = ()
) -> Drawing:
    """Draw streams as wide as they are numerous, in the colour of the level they come from."""
    page = Page(figure.width, figure.height)
    for lines, x, align in zip(
        figure.head_lines, (0.0, figure.width), ("left", "right"), strict=True
    ):
        page.write_lines(x, EDGE_MM, lines, STRONG, "left" if align == "left" else "right")
    _draw_streams(page, figure)
    left = figure.label_width
    _draw_nodes(page, figure, figure.starts, left)
    _draw_nodes(page, figure, figure.ends, figure.width - left - NODE_MM)
    return page.finish(drawing_id, title=title, description=description, legend=legend)


def _draw_nodes(
    page: Page, figure: AlluvialFigure, side: Sequence[AlluvialNode], left: float
) -> None:
    is_start = side is figure.starts
    tops = figure.tops(side)
    places = _label_tops(figure, side, tops)
    for index, (node, top, label_top) in enumerate(zip(side, tops, places, strict=True)):
        height = figure.per_unit * node.count.value
        page.add_box(
            left=left, top=top, width=NODE_MM, height=height,
            fill=fill(index) if is_start else QUIET,
        )  # fmt: skip
        lines = figure.label(node)
        if is_start:
            page.write_lines(left - GAP_MM, label_top, lines, align="right")
        else:
            page.write_lines(left + NODE_MM + GAP_MM, label_top, lines)


def _label_tops(
    figure: AlluvialFigure, side: Sequence[AlluvialNode], tops: Sequence[float]
) -> list[float]:
    """Return where each label begins: beside the middle of its level, clear of the one above."""
    places: list[float] = []
    lowest = figure.height - EDGE_MM
    heights = [len(figure.label(node)) * BODY.line_mm for node in side]
    for node, top, height in zip(side, tops, heights, strict=True):
        middle = top + figure.per_unit * node.count.value / 2
        above = places[-1] + heights[len(places) - 1] if places else 0.0
        places.append(max(middle - height / 2, above))
    for index in reversed(range(len(places))):
        places[index] = min(places[index], lowest - heights[index])
        lowest = places[index]
    return places


def _draw_streams(page: Page, figure: AlluvialFigure) -> None:
    left = figure.label_width + NODE_MM
    right = figure.width - left
    starts, ends = list(figure.tops(figure.starts)), list(figure.tops(figure.ends))
    for stream in sorted(figure.streams, key=lambda one: (one.start, one.end)):
        width = figure.per_unit * stream.count.value
        if not width:
            continue
        top, bottom = starts[stream.start], ends[stream.end]
        band = _band((left, top), (right, bottom), width)
        page.add_shape(band, fill=fill(stream.start), edge=PAPER, width=STREAM_EDGE)
        starts[stream.start] += width
        ends[stream.end] += width
        if width >= LEAST_STREAM_MM:
            page.write(left + 1.5, top + width / 2, (Number(stream.count),))


def _band(start: tuple[float, float], end: tuple[float, float], width: float) -> Path:
    """Return a band of even height that leaves and arrives level."""
    (x0, y0), (x1, y1) = start, end
    middle = (x0 + x1) / 2
    upper = [(middle, y0), (middle, y1), (x1, y1)]
    lower = [(middle, y1 + width), (middle, y0 + width), (x0, y0 + width)]
    vertices = [(x0, y0), *upper, (x1, y1 + width), *lower, (x0, y0)]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    return Path(vertices, codes)
