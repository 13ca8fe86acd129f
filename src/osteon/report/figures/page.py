"""A drawing measured in millimetres from its upper left corner, written as SVG and PDF."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Literal

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyArrowPatch, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from osteon.report.figures.drawing import Drawing, mark_numbers
from osteon.report.figures.lettering import BODY, Lettering
from osteon.report.figures.palette import INK, Stroke
from osteon.report.figures.written_line import WrittenLine
from osteon.report.tables import AttritionNumber, Fragment, Number, Text

MM_PER_INCH = 25.4
SINGLE_COLUMN_MM = 85.0
DOUBLE_COLUMN_MM = 174.0
HAIRLINE = 0.7
ABOVE_AXES = 2

Align = Literal["left", "center", "right"]
SHARE_LEFT_OF_ANCHOR = {"left": 0.0, "center": 0.5, "right": 1.0}


class Page:
    """A blank figure, on which things are placed in millimetres from its upper left corner.

    Parameters
    ----------
    width, height : float
        In millimetres.
    """

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self._numbers: list[Number | AttritionNumber] = []
        self._figure = Figure(figsize=(width / MM_PER_INCH, height / MM_PER_INCH))
        millimetres = Affine2D().scale(1 / width, -1 / height).translate(0, 1)
        self._place = millimetres + self._figure.transFigure
        self._left = 0.0

    @contextmanager
    def shifted(self, left: float) -> Iterator[None]:
        """Move the left edge to the right for a while, to draw a strip of the page."""
        place = self._place
        self._left, self._place = left, Affine2D().translate(left, 0) + place
        yield
        self._left, self._place = 0.0, place

    def add_axes(self, *, left: float, top: float, width: float, height: float) -> Axes:
        """Return axes whose frame stands at this place."""
        bottom = self.height - top - height
        corner = ((self._left + left) / self.width, bottom / self.height)
        axes = self._figure.add_axes((*corner, width / self.width, height / self.height), zorder=1)
        axes.tick_params(width=HAIRLINE, length=3, labelsize=BODY.size, colors=INK)
        for side, spine in axes.spines.items():
            spine.set_linewidth(HAIRLINE)
            spine.set_color(INK)
            spine.set_visible(side in {"left", "bottom"})
        return axes

    def write(
        self,
        x: float,
        y: float,
        content: Text,
        lettering: Lettering = BODY,
        align: Align = "left",
    ) -> None:
        """Write one line of text and numbers; `y` is the middle of its capitals."""
        x -= SHARE_LEFT_OF_ANCHOR[align] * lettering.width_mm(content)
        for fragment in _merged(content):
            line = WrittenLine(str(fragment), (x, y + lettering.cap_mm / 2), lettering)
            if not isinstance(fragment, str):
                line.set_gid(f"number-{len(self._numbers)}")
                self._numbers.append(fragment)
            self._put(line)
            x += lettering.width_mm((fragment,))

    def write_lines(
        self,
        x: float,
        top: float,
        lines: tuple[Text, ...],
        lettering: Lettering = BODY,
        align: Align = "left",
    ) -> None:
        """Write lines below each other, the first one just below `top`."""
        for index, line in enumerate(lines):
            self.write(x, top + (index + 0.5) * lettering.line_mm, line, lettering, align)

    def add_box(
        self, *, left: float, top: float, width: float, height: float, fill: str, edge: str = "none"
    ) -> None:
        """Draw a box."""
        box = Rectangle((left, top), width, height, fc=fill, ec=edge, lw=HAIRLINE)
        self._put(box)

    def add_line(
        self, start: tuple[float, float], end: tuple[float, float], line: Stroke, *, width: float
    ) -> None:
        """Draw a straight line; its width is in points."""
        xs, ys = zip(start, end, strict=True)
        self._put(Line2D(xs, ys, color=line.colour, ls=line.dashes, lw=width))

    def add_arrow(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Draw a straight arrow."""
        arrow = FancyArrowPatch(
            start, end, arrowstyle="-|>,head_length=3.2,head_width=1.6", mutation_scale=1,
            lw=HAIRLINE, color=INK, shrinkA=0, shrinkB=0,
        )  # fmt: skip
        self._put(arrow)

    def add_polygon(
        self, corners: Sequence[tuple[float, float]], *, fill: str, edge: str = "none"
    ) -> None:
        """Draw a closed shape of straight sides."""
        self._put(Polygon(corners, closed=True, fc=fill, ec=edge, lw=HAIRLINE))

    def add_disc(
        self, middle: tuple[float, float], radius: float, *, fill: str, edge: str = "none"
    ) -> None:
        """Draw a disc."""
        self._put(Circle(middle, radius, fc=fill, ec=edge, lw=HAIRLINE))

    def add_shape(
        self, outline: Path, *, fill: str, edge: str = "none", width: float = HAIRLINE
    ) -> None:
        """Draw a shape of any outline; the width of its edge is in points."""
        self._put(PathPatch(outline, fc=fill, ec=edge, lw=width))

    def _put(self, artist: Artist) -> None:
        """Put something on the page, above all that was put there before."""
        artist.set_transform(self._place)
        artist.set_zorder(ABOVE_AXES)
        self._figure.add_artist(artist)

    def finish(
        self, drawing_id: str, *, title: str, description: str, legend: Text = ()
    ) -> Drawing:
        """Return the drawing as SVG and PDF; the same drawing gives the same bytes."""
        svg, pdf = io.StringIO(), io.BytesIO()
        self._figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
        no_date = {"CreationDate": None, "Creator": None, "Producer": None}
        self._figure.savefig(pdf, format="pdf", metadata=no_date)
        return Drawing(
            id=drawing_id,
            title=title,
            description=description,
            legend=legend,
            width_mm=self.width,
            svg=mark_numbers(svg.getvalue(), drawing_id, self._numbers),
            pdf=pdf.getvalue(),
            figure=self._figure,
            numbers=tuple(number for number in self._numbers if isinstance(number, Number)),
        )


def _merged(content: Text) -> Iterator[Fragment]:
    """Yield the numbers of a line, and what stands between them in one piece."""
    for is_text, fragments in groupby(content, key=lambda fragment: isinstance(fragment, str)):
        if is_text:
            yield "".join(map(str, fragments))
        else:
            yield from fragments
