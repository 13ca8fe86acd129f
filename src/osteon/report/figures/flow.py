"""The flow chart of a study: boxes of populations, and beside each path who left it and why."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from osteon.report.figures.drawing import Drawing
from osteon.report.figures.drawn import drawn
from osteon.report.figures.flow_layout import GUTTER_MM, PADDING_MM, Box, Column, FlowNode, Layout
from osteon.report.figures.page import DOUBLE_COLUMN_MM, Page
from osteon.report.figures.palette import INK, Stroke
from osteon.report.figures.settings import fixed_settings

LEAST_COLUMN_MM = 31.5
GREATEST_WIDTH_MM = 210.0  # printed at 174, letters of 8 points still have 6.6
GREATEST_HEIGHT_MM = 225.0
EDGE_MM = 0.5
PATH = Stroke(INK, "solid")
Way: TypeAlias = tuple[int, ...]
CONTINUED = "Continued in a chart of its own"


@drawn
def draw_flow(root: FlowNode, drawing_id: str, *, title: str, description: str) -> Drawing:
    """Draw a flow chart at a journal's width, wider only where many branches need it.

    Who left stands between the boxes, or beside them where the chart would not fit a page.
    """
    layout = _lay_out(root)
    page = Page(_width(root), layout.bottom + EDGE_MM)
    for start, end in layout.lines:
        page.add_line(start, end, PATH, width=0.7)
    for start, end in layout.arrows:
        page.add_arrow(start, end)
    for box in layout.boxes:
        _draw_box(page, box)
    return page.finish(drawing_id, title=title, description=description)


def split_flow(root: FlowNode) -> tuple[FlowNode, ...]:
    """Return a flow chart as charts that can be read on a page each, in the order to be read.

    Of a chart that is too tall or too wide, what comes last moves to a chart of its own, opened by
    the population that it comes from, until the rest fits.
    """
    with fixed_settings():
        return tuple(_split(root))


def _split(root: FlowNode) -> Iterator[FlowNode]:
    kept = root
    while not _fits(kept) and (last := _last_fork(kept)):
        kept = _cut(kept, last)
    yield kept
    for node in _cut_off(root, kept):
        yield from _split(replace(node, exclusions=()))


def _fits(root: FlowNode) -> bool:
    if _width(root) > GREATEST_WIDTH_MM:
        return False
    return _lay_out(root).bottom + EDGE_MM <= GREATEST_HEIGHT_MM


def _last_fork(root: FlowNode) -> Way:
    """Return the way to the population below which most can be cut; empty where none can be.

    The way is the place among its siblings of each population from the root on.
    """
    ways = [(len(way), node.leaves, way) for node, way in _forks(root, ()) if way]
    return max(ways, default=(0, 0, ()))[2]


def _forks(node: FlowNode, way: Way) -> Iterator[tuple[FlowNode, Way]]:
    if node.children:
        yield node, way
    for place, child in enumerate(node.children):
        yield from _forks(child, (*way, place))


def _cut(node: FlowNode, way: Way) -> FlowNode:
    """Return a tree that ends at the population at the end of a way."""
    if not way:
        return replace(node, children=(), note=CONTINUED)
    place, *rest = way
    children = list(node.children)
    children[place] = _cut(children[place], tuple(rest))
    return replace(node, children=tuple(children))


def _cut_off(whole: FlowNode, kept: FlowNode) -> Iterator[FlowNode]:
    """Yield the populations of the whole that a tree does not follow further."""
    if whole.children and not kept.children:
        yield whole
    for child, other in zip(whole.children, kept.children, strict=False):
        yield from _cut_off(child, other)


def _lay_out(root: FlowNode) -> Layout:
    """Return the places of a chart, compact where it would not fit a page otherwise."""
    column = Column(EDGE_MM, _width(root) - 2 * EDGE_MM)
    layout = Layout()
    layout.place(root, column, EDGE_MM)
    if layout.bottom + EDGE_MM <= GREATEST_HEIGHT_MM:
        return layout
    compact = Layout()
    compact.place(root, replace(column, is_compact=True), EDGE_MM, EDGE_MM)
    return compact


def _width(root: FlowNode) -> float:
    return max(DOUBLE_COLUMN_MM, root.leaves * (LEAST_COLUMN_MM + GUTTER_MM))


def _draw_box(page: Page, box: Box) -> None:
    page.add_box(
        left=box.left, top=box.top, width=box.width, height=box.height, fill=box.fill, edge=box.edge
    )
    top = box.top + PADDING_MM
    for line, lettering in box.lines:
        page.write(box.left + PADDING_MM, top + lettering.line_mm / 2, line, lettering)
        top += lettering.line_mm
