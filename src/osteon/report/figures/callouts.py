"""Labels beside a drawing, led to what they name, moved apart where they would touch."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from osteon.report.figures.lettering import Lettering, wrap
from osteon.report.figures.page import Align, Page
from osteon.report.figures.palette import INK, PAPER, RULE, Stroke
from osteon.report.tables import Text

LETTERING = Lettering(size=7.0)
LEADER = Stroke(RULE, "solid")
LEADER_WIDTH = 0.5
GAP_MM = 0.8
APART_MM = 0.5
ELBOW_MM = 2.5


@dataclass(frozen=True, slots=True)
class Column:
    """A strip of the page for labels, in millimetres."""

    left: float
    right: float
    highest: float
    lowest: float

    @property
    def width(self) -> float:
        """Return how wide it is."""
        return self.right - self.left


@dataclass(frozen=True)
class Callout:
    """A label of a point of the drawing.

    Parameters
    ----------
    point : tuple of float
        What it names.
    sign : int
        1 where the label stands to the right of the point, -1 where to the left.
    content : Text
        What is written.
    column : Column
        Where it may stand.
    top : float
        Upper edge of the label.
    weight : float
        How much it matters that it is seen, where not all have room.
    """

    point: tuple[float, float]
    sign: int
    content: Text
    column: Column
    top: float = 0.0
    weight: float = 0.0

    @cached_property
    def lines(self) -> tuple[Text, ...]:
        """Return its lines."""
        return wrap(self.content, self.column.width, LETTERING)

    @property
    def height(self) -> float:
        """Return the room it needs from top to bottom."""
        return len(self.lines) * LETTERING.line_mm + APART_MM


def fitting(callouts: Sequence[Callout]) -> tuple[Callout, ...]:
    """Return the labels of one column that have room in it, those that matter most."""
    kept: list[Callout] = []
    for callout in sorted(callouts, key=lambda one: -one.weight):
        if _height([*kept, callout]) <= callout.column.lowest - callout.column.highest:
            kept.append(callout)
    return tuple(kept)


def spread(callouts: Sequence[Callout]) -> tuple[Callout, ...]:
    """Return the labels of one column, each as near to its point as the others let it.

    Labels that would touch are moved as one block around the middle of their points.
    """
    ordered = sorted(callouts, key=lambda one: (one.point[1], one.point[0]))
    blocks: list[list[Callout]] = []
    for callout in ordered:
        blocks.append([callout])
        while len(blocks) > 1 and _bottom(blocks[-2]) > _top(blocks[-1]):
            last = blocks.pop()
            blocks[-1] += last
    placed = []
    for block in blocks:
        top = _top(block)
        for callout in block:
            placed.append(replace(callout, top=top))
            top += callout.height
    return tuple(placed)


def draw_callout(page: Page, callout: Callout) -> None:
    """Write a label and lead a line from it to its point."""
    column, sign = callout.column, callout.sign
    x, y = callout.point
    middle = callout.top + LETTERING.line_mm / 2
    edge = column.left if sign > 0 else column.right
    elbow = edge - sign * ELBOW_MM
    page.add_line((edge - sign * GAP_MM, middle), (elbow, middle), LEADER, width=LEADER_WIDTH)
    page.add_line((elbow, middle), (x, y), LEADER, width=LEADER_WIDTH)
    page.add_disc((x, y), 0.4, fill=INK, edge=PAPER)
    align: Align = "left" if sign > 0 else "right"
    page.write_lines(edge, callout.top, callout.lines, LETTERING, align)


def _height(block: Sequence[Callout]) -> float:
    return sum(callout.height for callout in block)


def _top(block: Sequence[Callout]) -> float:
    """Return where a block begins: around the middle of its points, within the column."""
    column = block[0].column
    middle = sum(callout.point[1] for callout in block) / len(block)
    top = middle - _height(block) / 2
    return max(min(top, column.lowest - _height(block)), column.highest)


def _bottom(block: Sequence[Callout]) -> float:
    return _top(block) + _height(block)
