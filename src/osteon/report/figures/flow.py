"""The flow chart of a study: boxes of populations, and beside each path who left it and why."""

from dataclasses import dataclass, field

from osteon.report.figures.drawing import Drawing
from osteon.report.figures.lettering import BODY, STRONG, Lettering, wrap
from osteon.report.figures.page import DOUBLE_COLUMN_MM, Page
from osteon.report.figures.palette import INK, PAPER, RULE, SHADE, Stroke
from osteon.report.figures.settings import fixed_settings
from osteon.report.rounding import EN_DASH
from osteon.report.tables import Text

LEAST_COLUMN_MM = 31.5
GREATEST_BOX_MM = 84.0
CENTRED_COLUMN_MM = 100.0
INSET_MM = 5.0
GUTTER_MM = 3.0
PADDING_MM = 2.0
PATH_MM = 4.0
EDGE_MM = 0.5
PATH = Stroke(INK, "solid")
EXCLUDED: Text = ("Excluded",)


@dataclass(frozen=True, slots=True)
class FlowNode:
    """A population in a flow chart.

    Parameters
    ----------
    label : str
        Its name.
    size : tuple of str and numbers
        How many it has.
    exclusions : tuple of Text
        Who left on the way into it, one text a reason.
    children : tuple of FlowNode
        Populations taken from it.
    """

    label: str
    size: Text
    exclusions: tuple[Text, ...] = ()
    children: tuple["FlowNode", ...] = ()

    @property
    def leaves(self) -> int:
        """Return how many columns it and what comes from it need."""
        return sum(child.leaves for child in self.children) or 1


@dataclass(frozen=True, slots=True)
class Column:
    """A strip of the page; in a narrow one paths run along its left side."""

    left: float
    width: float

    @property
    def is_wide(self) -> bool:
        """Return whether boxes stand in its middle with room for exclusions to the right."""
        return self.width >= CENTRED_COLUMN_MM

    @property
    def centre(self) -> float:
        """Return its middle."""
        return self.left + self.width / 2

    @property
    def path(self) -> float:
        """Return where the path into a box runs."""
        box = self.centre - min(self.width, GREATEST_BOX_MM) / 2
        return self.centre if self.is_wide else box + INSET_MM

    def split(self, nodes: tuple[FlowNode, ...]) -> tuple["Column", ...]:
        """Return one column a node, as wide as what comes from the node needs."""
        unit = (self.width - GUTTER_MM * (len(nodes) - 1)) / sum(node.leaves for node in nodes)
        columns, left = [], self.left
        for node in nodes:
            columns.append(Column(left, unit * node.leaves))
            left += unit * node.leaves + GUTTER_MM
        return tuple(columns)


@dataclass(frozen=True, slots=True)
class Box:
    """A box with lines of text."""

    left: float
    top: float
    width: float
    lines: tuple[tuple[Text, Lettering], ...]
    fill: str = PAPER
    edge: str = INK

    @property
    def height(self) -> float:
        """Return its height."""
        return 2 * PADDING_MM + sum(lettering.line_mm for _, lettering in self.lines)

    @property
    def bottom(self) -> float:
        """Return its lower edge."""
        return self.top + self.height


@dataclass
class Layout:
    """Places of everything in a flow chart, collected from the top to the bottom."""

    boxes: list[Box] = field(default_factory=list)
    lines: list[tuple[tuple[float, float], tuple[float, float]]] = field(default_factory=list)
    arrows: list[tuple[tuple[float, float], tuple[float, float]]] = field(default_factory=list)

    @property
    def bottom(self) -> float:
        """Return the lower edge of the lowest box."""
        return max(box.bottom for box in self.boxes)

    def place(self, node: FlowNode, column: Column, top: float) -> None:
        """Place a population and what comes from it, its box beginning at `top`."""
        box = _population_box(node, column, top)
        self.boxes.append(box)
        if not node.children:
            return
        columns = column.split(node.children)
        fork = box.bottom + PATH_MM
        excluded = [
            _exclusion_box(child, own, fork + PATH_MM / 2)
            for child, own in zip(node.children, columns, strict=True)
        ]
        below = max((one.bottom for one in excluded if one), default=fork) + PATH_MM
        start = fork if len(columns) > 1 else box.bottom
        if len(columns) > 1:
            self._fork(column.centre, box.bottom, columns)
        for child, own, exclusion in zip(node.children, columns, excluded, strict=True):
            self.arrows.append(((own.path, start), (own.path, below)))
            if exclusion:
                middle = exclusion.top + exclusion.height / 2
                self.arrows.append(((own.path, middle), (exclusion.left, middle)))
                self.boxes.append(exclusion)
            self.place(child, own, below)

    def _fork(self, start: float, bottom: float, columns: tuple[Column, ...]) -> None:
        fork = bottom + PATH_MM
        self.lines.append(((start, bottom), (start, fork)))
        ends = [start, columns[0].path, columns[-1].path]
        self.lines.append(((min(ends), fork), (max(ends), fork)))


def draw_flow(root: FlowNode, drawing_id: str, *, title: str, description: str) -> Drawing:
    """Draw a flow chart at a journal's width, wider only where many branches need it."""
    width = max(DOUBLE_COLUMN_MM, root.leaves * (LEAST_COLUMN_MM + GUTTER_MM))
    with fixed_settings():
        layout = Layout()
        layout.place(root, Column(EDGE_MM, width - 2 * EDGE_MM), EDGE_MM)
        page = Page(width, layout.bottom + EDGE_MM)
        for start, end in layout.lines:
            page.add_line(start, end, PATH, width=0.7)
        for start, end in layout.arrows:
            page.add_arrow(start, end)
        for box in layout.boxes:
            _draw_box(page, box)
        return page.finish(drawing_id, title=title, description=description)


def _draw_box(page: Page, box: Box) -> None:
    page.add_box(
        left=box.left, top=box.top, width=box.width, height=box.height, fill=box.fill, edge=box.edge
    )
    top = box.top + PADDING_MM
    for line, lettering in box.lines:
        page.write(box.left + PADDING_MM, top + lettering.line_mm / 2, line, lettering)
        top += lettering.line_mm


def _population_box(node: FlowNode, column: Column, top: float) -> Box:
    width = min(column.width, GREATEST_BOX_MM)
    room = width - 2 * PADDING_MM
    lines = [(line, STRONG) for line in wrap((node.label,), room, STRONG)]
    lines += [(line, BODY) for line in wrap(node.size, room)]
    return Box(column.centre - width / 2, top, width, tuple(lines))


def _exclusion_box(node: FlowNode, column: Column, top: float) -> Box | None:
    if not node.exclusions:
        return None
    left = column.path + INSET_MM
    width = min(column.left + column.width - left, GREATEST_BOX_MM)
    room = width - 2 * PADDING_MM
    lines = [(EXCLUDED, STRONG)]
    dash: Text = (f"{EN_DASH} ",) if len(node.exclusions) > 1 else ()
    lines += [(line, BODY) for text in node.exclusions for line in wrap((*dash, *text), room)]
    return Box(left, top, width, tuple(lines), fill=SHADE, edge=RULE)
