"""Figures as PNG, drawn from their SVG."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from osteon.report.documents.typeset.fonts import fonts
from osteon.report.figures import Drawing

PAPER = "#set page(width: auto, height: auto, margin: 0pt)\n"
NEXT_PAGE = "#pagebreak()\n"
PICTURE = '#image("{index}.svg", width: {width}mm)\n'


def render_pngs(drawings: Sequence[Drawing], *, ppi: int) -> tuple[bytes, ...]:
    """Return figures as PNG on white, with this many dots an inch at their width in print.

    They are the pages of one document: to set it takes half the time of one document each.
    """
    if not drawings:
        return ()
    with TemporaryDirectory() as name:
        folder = Path(name)
        for index, drawing in enumerate(drawings):
            (folder / f"{index}.svg").write_text(drawing.svg, encoding="utf-8")
        pages = (PICTURE.format(index=k, width=one.width_mm) for k, one in enumerate(drawings))
        story = folder / "pictures.typ"
        story.write_text(PAPER + NEXT_PAGE.join(pages), encoding="utf-8")
        compiler = typst.Compiler(str(story), root=name, font_paths=fonts())
        pictures = compiler.compile(format="png", ppi=ppi)
    if pictures is None:
        raise TypeError("Typst gave no picture where one was asked for.")
    return (pictures,) if isinstance(pictures, bytes) else tuple(pictures)
