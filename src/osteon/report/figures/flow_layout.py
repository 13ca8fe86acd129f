"""Where the boxes, lines and arrows of a flow chart stand."""

from dataclasses import dataclass, field

from osteon.report.figures.lettering import BODY, STRONG, Lettering, wrap
from osteon.report.figures.palette import INK, PAPER, RULE, SHADE
from osteon.report.rounding import EN_DASH
from osteon.report.tables import Text

GREATEST_BOX_MM = 84.0
WIDE_COLUMN_MM = 100.0
INSET_MM = 5.0
GUTTER_MM = 3.0
PADDING_MM = 2.0
PATH_MM = 4.0
LEAST_PATH_MM = 6.0
BESIDE_GAP_MM = 2.0
EXCLUDED: Text = ("Excluded",)

Place = tuple[float, float]


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
    note : str
        What is said below its size, such as that it goes on elsewhere.
    """

    label: str
    size: Text
    exclusions: tuple[Text, ...] = ()
    children: tuple["FlowNode", ...] = ()
    note: str = ""

    @property
    def leaves(self) -> int:
        """Return how many columns it and what comes from it need."""
        return sum(child.leaves for child in self.children) or 1


@dataclass(frozen=True, slots=True)
class Column:
    """A strip of the page; in a narrow one paths run along its left side.

    Parameters
    ----------
    left, width : float
        In millimetres.
    is_compact : bool
        Whether boxes stand at the left of a wide one, so that exclusions stand beside them.
    """

    left: float
    width: float
    is_compact: bool = False

    @property
    def is_wide(self) -> bool:
        """Return whether exclusions have room to the right of the path."""
        return self.width >= WIDE_COLUMN_MM

    @property
    def has_room_beside(self) -> bool:
        """Return whether exclusions stand beside the boxes rather than between them."""
        return self.is_wide and self.is_compact

    @property
    def box_width(self) -> float:
        """Return how wide its boxes are."""
        return min(self.width, GREATEST_BOX_MM)

    @property
    def box_left(self) -> float:
        """Return where its boxes begin."""
        return self.left + (0.0 if self.has_room_beside else (self.width - self.box_width) / 2)

    @property
    def centre(self) -> float:
        """Return the middle of its boxes."""
        return self.box_left + self.box_width / 2

    @property
    def path(self) -> float:
        """Return where the path into a box runs."""
        return self.centre if self.is_wide else self.box_left + INSET_MM

    @property
    def exclusion_left(self) -> float:
        """Return where the boxes of those who left begin."""
        beside = self.box_left + self.box_width if self.has_room_beside else self.path
        return beside + INSET_MM

    def split(self, nodes: tuple[FlowNode, ...]) -> tuple["Column", ...]:
        """Return one column a node, as wide as what comes from the node needs."""
        unit = (self.width - GUTTER_MM * (len(nodes) - 1)) / sum(node.leaves for node in nodes)
        columns, left = [], self.left
        for node in nodes:
            columns.append(Column(left, unit * node.leaves, self.is_compact))
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

    @property
    def middle(self) -> float:
        """Return the height of its middle."""
        return self.top + self.height / 2


@dataclass
class Layout:
    """Places of everything in a flow chart, collected from the top to the bottom."""

    boxes: list[Box] = field(default_factory=list)
    lines: list[tuple[Place, Place]] = field(default_factory=list)
    arrows: list[tuple[Place, Place]] = field(default_factory=list)

    @property
    def bottom(self) -> float:
        """Return the lower edge of the lowest box."""
        return max(box.bottom for box in self.boxes)

    def place(self, node: FlowNode, column: Column, top: float, free: float = 0.0) -> None:
        """Place a population and what comes from it, its box beginning at `top`.

        Beside the boxes of a compact column, nothing stands below `free` yet.
        """
        box = _population_box(node, column, top)
        self.boxes.append(box)
        if len(node.children) == 1 and column.has_room_beside:
            self._place_beside(node.children[0], column, box, free)
        elif node.children:
            self._place_below(node, column, box, max(box.bottom, free))

    def _place_beside(self, child: FlowNode, column: Column, box: Box, free: float) -> None:
        """Place the next of a chain; who left stands to the right of the path."""
        below = box.bottom + LEAST_PATH_MM
        exclusion = _exclusion_box(child, column, free)
        if exclusion:
            top = max(free, box.bottom + LEAST_PATH_MM / 2 - exclusion.height / 2)
            exclusion = _exclusion_box(child, column, top) or exclusion
            below = max(below, exclusion.middle + LEAST_PATH_MM / 2)
            free = exclusion.bottom + BESIDE_GAP_MM
            self._branch_off(column, exclusion)
        self.arrows.append(((column.path, box.bottom), (column.path, below)))
        self.place(child, column, below, free)

    def _place_below(self, node: FlowNode, column: Column, box: Box, bottom: float) -> None:
        """Place what comes from a population side by side, below who left on the way."""
        columns = column.split(node.children)
        fork = bottom + PATH_MM
        excluded = [
            _exclusion_box(child, own, fork + PATH_MM / 2)
            for child, own in zip(node.children, columns, strict=True)
        ]
        below = max((one.bottom for one in excluded if one), default=fork) + PATH_MM
        start = fork if len(columns) > 1 else box.bottom
        if len(columns) > 1:
            self._fork((column.centre, box.bottom), fork, columns)
        for child, own, exclusion in zip(node.children, columns, excluded, strict=True):
            self.arrows.append(((own.path, start), (own.path, below)))
            if exclusion:
                self._branch_off(own, exclusion)
            self.place(child, own, below)

    def _branch_off(self, column: Column, exclusion: Box) -> None:
        middle = exclusion.middle
        self.arrows.append(((column.path, middle), (exclusion.left, middle)))
        self.boxes.append(exclusion)

    def _fork(self, stem: Place, fork: float, columns: tuple[Column, ...]) -> None:
        self.lines.append((stem, (stem[0], fork)))
        ends = [stem[0], columns[0].path, columns[-1].path]
        self.lines.append(((min(ends), fork), (max(ends), fork)))


def _population_box(node: FlowNode, column: Column, top: float) -> Box:
    room = column.box_width - 2 * PADDING_MM
    lines = [(line, STRONG) for line in wrap((node.label,), room, STRONG)]
    lines += [(line, BODY) for line in wrap(node.size, room)]
    lines += [(line, BODY) for line in wrap((node.note,), room)] if node.note else []
    return Box(column.box_left, top, column.box_width, tuple(lines))


def _exclusion_box(node: FlowNode, column: Column, top: float) -> Box | None:
    if not node.exclusions:
        return None
    left = column.exclusion_left
    width = min(column.left + column.width - left, GREATEST_BOX_MM)
    room = width - 2 * PADDING_MM
    lines = [(EXCLUDED, STRONG)]
    dash: Text = (f"{EN_DASH} ",) if len(node.exclusions) > 1 else ()
    lines += [(line, BODY) for text in node.exclusions for line in wrap((*dash, *text), room)]
    return Box(left, top, width, tuple(lines), fill=SHADE, edge=RULE)
