"""One line of letters on a figure, drawn at once where its left end is known."""

from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.transforms import Bbox

from osteon.report.figures.lettering import Lettering

DESCENT = 0.3
"""How far letters reach below the base line, as a share of the height of a capital."""


class WrittenLine(Artist):
    """Letters from a point on their base line to the right.

    A text of matplotlib may be turned, wrapped, aligned and typeset as mathematics, and spends
    most of its time on finding out that it is none of these.

    Parameters
    ----------
    text : str
        What is written, letter by letter.
    start : tuple of float
        Left end of the base line, before the artist's transform.
    lettering : Lettering
        How it is written.
    """

    def __init__(self, text: str, start: tuple[float, float], lettering: Lettering) -> None:
        super().__init__()
        self._text = text
        self._start = start
        self._lettering = lettering

    @property
    def room(self) -> Bbox:
        """Return the room of the letters on the canvas, those below the base line included."""
        x, y = self._start
        descent = DESCENT * self._lettering.cap_mm
        end = x + self._lettering.width_mm((self._text,)), y - self._lettering.cap_mm
        corners = self.get_transform().transform([(x, y + descent), end])
        return Bbox(corners)

    def draw(self, renderer: RendererBase) -> None:
        """Draw the letters, as a group of their own."""
        x, y = self.get_transform().transform(self._start)
        if renderer.flipy():
            _, height = renderer.get_canvas_width_height()
            y = height - y
        renderer.open_group("text", self.get_gid())
        pen = renderer.new_gc()
        pen.set_foreground(self._lettering.colour)
        renderer.draw_text(pen, x, y, self._text, self._lettering.font, angle=0)
        pen.restore()
        renderer.close_group("text")
