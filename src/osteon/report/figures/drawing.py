"""A finished figure, whose numbers can be taken back to their cells."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from matplotlib.figure import Figure

from osteon.report.figures.settings import fixed_settings
from osteon.report.tables import AttritionNumber, Number, Text

DOTS_PER_INCH = 300
UNNEEDED = re.compile(r"<!--.*?-->|<metadata>.*?</metadata>", re.DOTALL)
PROLOGUE = re.compile(r"^.*?(?=<svg)", re.DOTALL)
STYLE = re.compile(r"\s*<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL)
REFERENCES = (' id="', 'xlink:href="#', "url(#")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished figure.

    Parameters
    ----------
    id : str
        Stem of its files under ``figures/``.
    title : str
        Its caption without the number.
    description : str
        What it shows, for a reader who cannot see it.
    legend : tuple of str and numbers
        What its marks mean, to be printed after the caption.
    width_mm : float
        Its width in print.
    svg : str
        The figure; each number of a cell is a group with ``data-cell``.
    pdf : bytes
        The same figure.
    numbers : tuple of Number
        The cells' numbers it prints.
    figure : Figure
        The same figure as matplotlib has it.
    """

    id: str
    title: str
    description: str
    legend: Text
    width_mm: float
    svg: str
    pdf: bytes
    numbers: tuple[Number, ...]
    figure: Figure = field(repr=False, compare=False)

    @property
    def height_mm(self) -> float:
        """Return its height as drawn."""
        width, height = self.figure.get_size_inches()
        return float(self.width_mm * height / width)

    def width_within(self, width_mm: float, height_mm: float) -> float:
        """Return how wide it is in print where there is so much room: never wider than drawn."""
        return min(self.width_mm, width_mm, self.width_mm * height_mm / self.height_mm)

    def render_png(self, dots_per_inch: int = DOTS_PER_INCH) -> bytes:
        """Return the figure as an image of dots, the same bytes each time."""
        image = io.BytesIO()
        with fixed_settings():
            self.figure.savefig(image, format="png", dpi=dots_per_inch, metadata={"Software": None})
        return image.getvalue()

    def inline_svg(self) -> str:
        """Return the figure as an element of a page, without what would reach beyond it."""
        root = f'<svg role="img" aria-label="{escape(self.description)}" stroke-linejoin="round" '
        element = STYLE.sub("", PROLOGUE.sub("", self.svg), count=1)
        return element.replace("<svg ", root, 1).strip()


def mark_numbers(svg: str, drawing_id: str, numbers: Sequence[Number | AttritionNumber]) -> str:
    """Return an SVG whose numbers name their cells, and whose ids no other figure uses."""

    def named(group: re.Match[str]) -> str:
        number = numbers[int(group[1])]
        attributes = {**number.source, "data-text": str(number)}
        pairs = (f'{name}="{escape(text)}"' for name, text in attributes.items())
        return f"<g {' '.join(pairs)}>"

    for reference in REFERENCES:
        svg = svg.replace(reference, f"{reference}{drawing_id}-")
    group = rf'<g id="{re.escape(drawing_id)}-number-(\d+)">\s*<!--.*?-->'
    *pieces, last = UNNEEDED.split(re.sub(group, named, svg, flags=re.DOTALL))
    return "".join([*(piece.rstrip() for piece in pieces), last])
