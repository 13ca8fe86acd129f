"""Figures as PNG, drawn from their SVG."""

from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from osteon.report.documents.typeset.fonts import fonts
from osteon.report.figures import Drawing

PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("figure.svg", width: {width}mm)'


def render_png(drawing: Drawing, *, ppi: int) -> bytes:
    """Return a figure as PNG on white, with this many dots an inch at its width in print."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "figure.svg").write_text(drawing.svg, encoding="utf-8")
        page = folder / "page.typ"
        page.write_text(PAGE.format(width=drawing.width_mm), encoding="utf-8")
        compiler = typst.Compiler(str(page), root=name, font_paths=fonts())
        picture = compiler.compile(format="png", ppi=ppi)
    if not isinstance(picture, bytes):
        raise TypeError("Typst gave several pictures where one was asked for.")
    return picture
