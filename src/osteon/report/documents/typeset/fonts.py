"""The typefaces that Typst may use: those of the package, and those it carries itself."""

from functools import cache
from importlib.resources import as_file, files

import typst

FAMILIES = ("Osteon Sans", "DejaVu Sans Mono", "Libertinus Serif", "New Computer Modern Math")


@cache
def fonts() -> typst.Fonts:
    """Return the typefaces; none of the machine's, so that every machine prints the same."""
    with as_file(files("osteon.report.figures") / "fonts") as path:
        return typst.Fonts(include_system_fonts=False, font_paths=[str(path)])
