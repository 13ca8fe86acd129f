"""``report.pdf``: the story set by Typst as tagged PDF/A, with nothing fetched."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from osteon.report.documents.blocks import Block, FigureBlock
from osteon.report.documents.cover import Cover
from osteon.report.documents.typeset.fonts import FAMILIES, fonts
from osteon.report.documents.typeset.story_file import dump_block, figure_file

TEMPLATE = "report.typ"
STORY_FILE = "story.json"


def render_pdf(blocks: Sequence[Block], cover: Cover) -> bytes:
    """Return a document as PDF/A-2a, tagged as PDF/UA asks; the same document, the same bytes.

    Parameters
    ----------
    blocks : sequence of Block
        What is printed.
    cover : Cover
        Title, date and origin: they stand in the file's metadata too.
    """
    story = {
        "title": cover.title,
        "short_title": cover.title,
        "origin": cover.origin,
        "date": [cover.date.year, cover.date.month, cover.date.day],
        "fonts": FAMILIES,
        "blocks": [dump_block(block) for block in blocks],
    }
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / STORY_FILE).write_text(json.dumps(story, ensure_ascii=False), encoding="utf-8")
        (folder / TEMPLATE).write_text(_template(), encoding="utf-8")
        for block in blocks:
            if isinstance(block, FigureBlock):
                (folder / figure_file(block)).write_text(block.drawing.svg, encoding="utf-8")
        compiler = typst.Compiler(str(folder / TEMPLATE), root=name, font_paths=fonts())
        pdf = compiler.compile(
            format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=_midnight(cover.date)
        )
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gave several files where one was asked for.")
    return pdf


def _template() -> str:
    return (files("osteon.report.documents.typeset") / TEMPLATE).read_text(encoding="utf-8")


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
