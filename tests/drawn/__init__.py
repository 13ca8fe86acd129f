"""Looks at finished figures: every line of letters stands on the page and clear of the others."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text as FigureText
from matplotlib.transforms import Bbox

from osteon.report.figures.written_line import WrittenLine

SLACK_MM = 0.15
MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Lettered:
    """A line of letters with the room it takes, in millimetres from the lower left corner."""

    text: str
    box: Bbox


def lettered_lines(figure: Figure) -> Iterator[Lettered]:
    """Yield every line of letters of a figure, those of the axes included."""
    per_mm = figure.dpi / MM_PER_INCH
    renderer = FigureCanvasAgg(figure).get_renderer()
    for line in figure.findobj(WrittenLine):
        yield Lettered(line._text, Bbox(line.room.get_points() / per_mm))
    for text in texts_of_axes(figure):
        box = text.get_window_extent(renderer)
        yield Lettered(text.get_text(), Bbox(box.get_points() / per_mm))


def texts_of_axes(figure: Figure) -> Iterator[FigureText]:
    """Yield the texts that matplotlib sets itself: labels of the ticks in view, titles, notes."""
    for axes in figure.axes:
        ticks = [tick for axis in (axes.xaxis, axes.yaxis) for tick in axis._update_ticks()]
        labels = [label for tick in ticks for label in (tick.label1, tick.label2)]
        names = [axes.title, axes.xaxis.label, axes.yaxis.label]
        for text in (*labels, *names, *axes.texts):
            if text.get_visible() and text.get_text():
                yield text


def find_faults(figure: Figure) -> list[str]:
    """Return a sentence for each line that is cut by the page's edge or touches another line."""
    width, height = figure.get_size_inches() * MM_PER_INCH
    lines = list(lettered_lines(figure))
    faults = [
        f"'{line.text}' leaves the page"
        for line in lines
        if line.box.x0 < -SLACK_MM
        or line.box.y0 < -SLACK_MM
        or line.box.x1 > width + SLACK_MM
        or line.box.y1 > height + SLACK_MM
    ]
    faults += [
        f"'{first.text}' and '{second.text}' overlap"
        for first, second in combinations(lines, 2)
        if _overlap(first.box, second.box)
    ]
    return faults


def _overlap(first: Bbox, second: Bbox) -> bool:
    width = min(first.x1, second.x1) - max(first.x0, second.x0)
    height = min(first.y1, second.y1) - max(first.y0, second.y0)
    return bool(width > SLACK_MM and height > SLACK_MM)
