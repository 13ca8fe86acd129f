"""The flow chart of a study: boxes of populations, and beside each path who left it and why."""

from collections.abc import Iterator
from dataclasses import replace

from osteon.report.figures.drawing import Drawing
from osteon.report.figures.flow_layout import GUTTER_MM, PADDING_MM, Box, Column, FlowNode, Layout
from osteon.report.figures.page import DOUBLE_COLUMN_MM, Page
from osteon.report.figures.palette import INK, Stroke
from osteon.report.figures.settings import fixed_settings

LEAST_COLUMN_MM = 31.5
GREATEST_HEIGHT_MM = 225.0
EDGE_MM = 0.5
PATH = Stroke(INK, "solid")
CONTINUED = "Continued in a chart of its own"


def draw_flow(root: FlowNode, drawing_id: str, *, title: str, description: str) -> Drawing:
    """Draw a flow chart at a journal's width, wider only where many branches need it.

    Who left stands between the boxes, or beside them where the chart would not fit a page.
    """
    with fixed_settings():
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
    """Return a flow chart as charts that fit a page each, in the order to be read.

    A chart that is too tall ends at as late a generation as fits; each population that goes on
    there opens a chart of its own.
    """
    with fixed_settings():
        return tuple(_split(root))


def _split(root: FlowNode) -> Iterator[FlowNode]:
    fitting = (
        pruned
        for depth in range(root.depth, 0, -1)
        if _fits(pruned := _prune(root, depth)) or depth == 1
    )
    pruned = next(fitting, root)
    yield pruned
    for node in _cut_off(root, pruned):
        yield from _split(replace(node, exclusions=()))


def _fits(root: FlowNode) -> bool:
    return _lay_out(root).bottom + EDGE_MM <= GREATEST_HEIGHT_MM


def _prune(node: FlowNode, depth: int) -> FlowNode:
    """Return a tree without what comes later than this many generations."""
    if depth == 0 and node.children:
        return replace(node, children=(), note=CONTINUED)
    return replace(node, children=tuple(_prune(child, depth - 1) for child in node.children))


def _cut_off(whole: FlowNode, pruned: FlowNode) -> Iterator[FlowNode]:
    """Yield the populations of the whole that a pruned tree does not follow further."""
    if whole.children and not pruned.children:
        yield whole
    for child, kept in zip(whole.children, pruned.children, strict=False):
        yield from _cut_off(child, kept)


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
