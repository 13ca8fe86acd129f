"""How wide words are in a figure, and where their lines break."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from osteon.report.figures.palette import INK
from osteon.report.figures.typeface import CAP_HEIGHT, font_of
from osteon.report.tables import Fragment, Text

MM_PER_POINT = 25.4 / 72
LINE_HEIGHT = 1.35
WRAP_SLACK_MM = 0.01


@dataclass(frozen=True, slots=True)
class Lettering:
    """Size in points, colour and weight of what is written."""

    size: float = 8.0
    colour: str = INK
    is_bold: bool = False

    @property
    def line_mm(self) -> float:
        """Return the distance of two lines in millimetres."""
        return self.size * LINE_HEIGHT * MM_PER_POINT

    @property
    def cap_mm(self) -> float:
        """Return the height of a capital in millimetres."""
        return self.size * CAP_HEIGHT * MM_PER_POINT

    @property
    def font(self) -> FontProperties:
        """Return the typeface in this size and weight."""
        return font_of(self.size, "bold" if self.is_bold else "normal")

    def width_mm(self, content: Text) -> float:
        """Return how wide a line is in millimetres."""
        return sum(_width_points(str(f), self.font) for f in content) * MM_PER_POINT

    def bold(self) -> "Lettering":
        """Return the same in bold."""
        return replace(self, is_bold=True)


BODY = Lettering()
STRONG = BODY.bold()


def wrap(content: Text, width_mm: float, lettering: Lettering = BODY) -> tuple[Text, ...]:
    """Break a text into lines that fit a width; a word that is wider is broken itself.

    Parameters
    ----------
    content : tuple of str and numbers
        Breaks at spaces within strings only: a number stays with what touches it.
    width_mm : float
        The width to fit.
    lettering : Lettering
        What it is written in.
    """
    lines: list[Text] = []
    line: Text = ()
    for word in _broken_words(content, width_mm, lettering):
        longer = (*line, " ", *word) if line else word
        if line and lettering.width_mm(longer) > width_mm:
            lines.append(line)
            line = word
        else:
            line = longer
    return (*lines, line) if line else tuple(lines)


def _words(content: Text) -> Iterator[Text]:
    """Yield what stands between spaces; a no-break space is none."""
    word: Text = ()
    for fragment in content:
        if not isinstance(fragment, str):
            word += (fragment,)
            continue
        first, *others = fragment.split(" ")
        word += (first,) if first else ()
        for other in others:
            if word:
                yield word
            word = (other,) if other else ()
    if word:
        yield word


def _broken_words(content: Text, width_mm: float, lettering: Lettering) -> Iterator[Text]:
    for word in _words(content):
        if lettering.width_mm(word) <= width_mm:
            yield word
            continue
        for fragment in word:
            yield from _broken_fragment(fragment, width_mm, lettering)


def _broken_fragment(fragment: Fragment, width_mm: float, lettering: Lettering) -> Iterator[Text]:
    """Yield pieces of one long word, broken at its own hyphens where it has some."""
    if not isinstance(fragment, str):
        yield (fragment,)
        return
    rest = fragment
    while lettering.width_mm((rest,)) > width_mm and len(rest) > 2:
        length = _fitting_length(rest, width_mm, lettering)
        own_hyphen = rest.rfind("-", 0, length) + 1
        yield (rest[:own_hyphen] if own_hyphen else f"{rest[:length]}-",)
        rest = rest[own_hyphen or length :]
    yield (rest,)


def _fitting_length(word: str, width_mm: float, lettering: Lettering) -> int:
    """Return how many letters of a word fit with a hyphen after them; at least one."""
    lengths = range(len(word) - 1, 1, -1)
    return next((n for n in lengths if lettering.width_mm((f"{word[:n]}-",)) <= width_mm), 1)


@cache
def _width_points(text: str, font: FontProperties) -> float:
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width)
