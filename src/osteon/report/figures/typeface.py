"""The typeface of figures: near enough to Arial for a journal, small enough to embed quickly.

Journals ask for Arial or Helvetica and for embedded TrueType. matplotlib cuts from a font the
letters that a figure needs, anew for each figure; from the thousands of glyphs and layout tables
of DejaVu Sans that takes longer than all drawing, from this small font a fortieth of a second.
Letters that it lacks are taken from DejaVu Sans, which comes with matplotlib.
"""

from functools import cache
from importlib.resources import as_file, files

from matplotlib.font_manager import FontProperties, fontManager

FAMILY = ("Osteon Sans", "DejaVu Sans")
FONT_FILES = ("OsteonSans-Regular.ttf", "OsteonSans-Bold.ttf")
CAP_HEIGHT = 0.688


@cache
def register_typeface() -> None:
    """Make the typeface known to matplotlib; once is enough."""
    for name in FONT_FILES:
        with as_file(files("osteon.report.figures") / "fonts" / name) as path:
            fontManager.addfont(path)


@cache
def font_of(size: float, weight: str) -> FontProperties:
    """Return the typeface in this size and weight."""
    register_typeface()
    return FontProperties(family=list(FAMILY), size=size, weight=weight)
