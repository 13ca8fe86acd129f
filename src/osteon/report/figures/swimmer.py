"""A swimmer plot: one bar a patient from the origin on, with marks of what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from osteon.report.figures.drawing import Drawing
from osteon.report.figures.drawn import drawn
from osteon.report.figures.lettering import BODY, STRONG, Lettering, wrap
from osteon.report.figures.page import DOUBLE_COLUMN_MM, Page
from osteon.report.figures.palette import INK, PAPER, QUIET, fill
from osteon.report.figures.value_axis import axis_height, draw_value_axis
from osteon.report.figures.value_scale import ValueScale, linear_ticks
from osteon.report.tables import Text
from osteon.study import Cell

SMALL = Lettering(size=6.5, colour=QUIET)
EDGE_MM, GAP_MM = 1.0, 2.0
BAR_MM, ROW_MM = 2.2, 3.1
MARK_MM = 0.95
LEFT_MM, RIGHT_MM = 8.0, 6.0
SHAPES = ("triangle", "square", "diamond", "disc")


@dataclass(frozen=True, slots=True)
class Course:
    """One bar: its length, what ended it (a place in the endings), and marks by place."""

    time: Cell
    ending: int
    marks: tuple[tuple[int, Cell], ...] = ()


@dataclass(frozen=True)
class SwimmerFigure:
    """Bars of single patients.

    Parameters
    ----------
    courses : tuple of Course
        From top to bottom.
    endings : tuple of str
        What may end a bar; the first is censoring, which gets an arrow.
    marks : tuple of str
        What may be marked on it.
    time_label : str
        Name of the axis.
    warning : str
        Printed above the bars.
    width : float
        In millimetres.
    """

    courses: tuple[Course, ...]
    endings: tuple[str, ...]
    marks: tuple[str, ...]
    time_label: str
    warning: str
    width: float = DOUBLE_COLUMN_MM

    @cached_property
    def scale(self) -> ValueScale:
        """Return the axis of time."""
        ticks = linear_ticks([course.time.value for course in self.courses])
        return ValueScale(LEFT_MM, self.width - LEFT_MM - RIGHT_MM, ticks, is_logarithmic=False)

    @cached_property
    def warning_lines(self) -> tuple[Text, ...]:
        """Return the lines of the warning."""
        return wrap((self.warning,), self.width, STRONG)

    @property
    def key_height(self) -> float:
        """Return the height of warning and key."""
        rows = len(self.endings) + len(self.marks)
        return len(self.warning_lines) * STRONG.line_mm + rows * BODY.line_mm + GAP_MM

    @property
    def height(self) -> float:
        """Return the height in millimetres."""
        rows = len(self.courses) * ROW_MM + GAP_MM
        return 2 * EDGE_MM + self.key_height + rows + axis_height(self.time_label)


@drawn
def draw_swimmer(
    figure: SwimmerFigure, drawing_id: str, *, title: str, description: str, legend: Text = ()
) -> Drawing:
    """Draw bars with the number of each patient; shades tell endings apart, shapes marks."""
    page = Page(figure.width, figure.height)
    page.write_lines(0, EDGE_MM, figure.warning_lines, STRONG)
    _draw_key(page, figure)
    top = EDGE_MM + figure.key_height
    for number, course in enumerate(figure.courses, 1):
        middle = top + (number - 0.5) * ROW_MM
        page.write(LEFT_MM - 1.5, middle, (str(number),), SMALL, "right")
        _draw_course(page, figure.scale, course, middle)
    bottom = top + len(figure.courses) * ROW_MM + GAP_MM
    draw_value_axis(page, figure.scale, bottom, figure.time_label)
    return page.finish(drawing_id, title=title, description=description, legend=legend)


def _draw_key(page: Page, figure: SwimmerFigure) -> None:
    top = EDGE_MM + len(figure.warning_lines) * STRONG.line_mm
    for index, name in enumerate(figure.endings):
        middle = top + (index + 0.5) * BODY.line_mm
        _draw_bar(page, LEFT_MM, LEFT_MM + 7, middle, index)
        page.write(LEFT_MM + 10, middle, (name,))
    top += len(figure.endings) * BODY.line_mm
    for index, name in enumerate(figure.marks):
        middle = top + (index + 0.5) * BODY.line_mm
        draw_mark(page, (LEFT_MM + 3.5, middle), index)
        page.write(LEFT_MM + 10, middle, (name,))


def _draw_course(page: Page, scale: ValueScale, course: Course, middle: float) -> None:
    _draw_bar(page, scale.left, scale.place(course.time.value), middle, course.ending)
    for index, cell in course.marks:
        draw_mark(page, (scale.place(cell.value), middle), index)


def _draw_bar(page: Page, left: float, right: float, middle: float, ending: int) -> None:
    page.add_box(
        left=left, top=middle - BAR_MM / 2, width=right - left, height=BAR_MM,
        fill=fill(ending), edge=INK,
    )  # fmt: skip
    if ending == 0:
        page.add_arrow((right, middle), (right + 2.5, middle))


def draw_mark(page: Page, place: Sequence[float], index: int) -> None:
    """Draw one of four shapes, full where it comes first and hollow in a second round."""
    x, y = place
    round_number, shape = divmod(index, len(SHAPES))
    colour = PAPER if round_number % 2 else INK
    r = MARK_MM
    corners = {
        "triangle": ((x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)),
        "square": ((x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)),
        "diamond": ((x, y - 1.3 * r), (x + 1.3 * r, y), (x, y + 1.3 * r), (x - 1.3 * r, y)),
    }
    name = SHAPES[shape]
    if name in corners:
        page.add_polygon(corners[name], fill=colour, edge=PAPER if colour == INK else INK)
    else:
        page.add_disc((x, y), r, fill=colour, edge=PAPER if colour == INK else INK)
