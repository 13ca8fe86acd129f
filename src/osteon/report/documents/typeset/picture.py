"""Figures as PNG, drawn from their SVG."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from osteon.report.documents.typeset.fonts import fonts
from osteon.report.figures import Drawing

PAPER = "#set page(width: auto, height: auto, margin: 0pt)\n"
NEXT_PAGE = "#pagebreak()\n"
PICTURE = '#image("{index}.svg", width: {width}mm)\n'


class PicturesAhead:
    """Pictures that a thread renders before they are asked for, while others are drawn."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._begun: dict[tuple[str, float, int], Future[bytes]] = {}

    def begin(self, drawing: Drawing, *, ppi: int) -> None:
        """Let a figure be rendered, unless it is already; return before it is."""
        key = drawing.svg, drawing.width_mm, ppi
        if key not in self._begun:
            self._begun[key] = self._thread.submit(_render_one, drawing, ppi)

    def png(self, drawing: Drawing, *, ppi: int) -> bytes:
        """Return a figure as PNG when it is rendered."""
        self.begin(drawing, ppi=ppi)
        return self._begun[drawing.svg, drawing.width_mm, ppi].result()


_AHEAD: ContextVar[PicturesAhead | None] = ContextVar("pictures_ahead", default=None)


@contextmanager
def render_ahead() -> Iterator[PicturesAhead]:
    """Yield what renders pictures ahead; within, `render_pngs` takes them from there."""
    ahead = PicturesAhead()
    token = _AHEAD.set(ahead)
    try:
        yield ahead
    finally:
        _AHEAD.reset(token)


def render_pngs(drawings: Sequence[Drawing], *, ppi: int) -> tuple[bytes, ...]:
    """Return figures as PNG on white, with this many dots an inch at their width in print."""
    ahead = _AHEAD.get()
    if ahead is None:
        return _render(drawings, ppi)
    return tuple(ahead.png(drawing, ppi=ppi) for drawing in drawings)


def _render_one(drawing: Drawing, ppi: int) -> bytes:
    (picture,) = _render([drawing], ppi)
    return picture


def _render(drawings: Sequence[Drawing], ppi: int) -> tuple[bytes, ...]:
    """Return the pages of one document, a figure each."""
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
