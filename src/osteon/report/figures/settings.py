"""The settings of matplotlib under which every figure is drawn and written."""

from contextlib import AbstractContextManager

from matplotlib import style

from osteon.report.figures.typeface import FAMILY, register_typeface

# The same bytes for the same drawing: ids from a fixed salt, letters as outlines, and nothing
# that a reader's own matplotlibrc says.
SETTINGS = {
    "svg.hashsalt": "osteon",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "text.hinting": "none",
    "font.family": list(FAMILY),
}


def fixed_settings() -> AbstractContextManager[None]:
    """Return the context in which figures are drawn and written."""
    register_typeface()
    return style.context(["default", SETTINGS])
