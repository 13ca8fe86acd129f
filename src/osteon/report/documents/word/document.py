"""``report.docx``: blocks written by python-docx, with the same bytes for the same blocks."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.shared import Mm

from osteon.report.documents.blocks import Block, FigureBlock
from osteon.report.documents.cover import Cover
from osteon.report.documents.word.elements import paragraph, run
from osteon.report.documents.word.fields import field
from osteon.report.documents.word.figures import Pictures
from osteon.report.documents.word.styles import set_styles
from osteon.report.documents.word.writer import Writer

NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the archive: the earliest that a ZIP archive knows."""
PAGE_MM, SIDE_MM, ENDS_MM = (210, 297), 18, 20
TEXT_MM = PAGE_MM[0] - 2 * SIDE_MM
TWIPS_A_MM = 1440 / 25.4


def render_docx(blocks: Sequence[Block], cover: Cover) -> bytes:
    """Return a document for Word; the same document gives the same bytes.

    Parameters
    ----------
    blocks : sequence of Block
        What is printed.
    cover : Cover
        Title, date and origin: they stand in the file's properties and at the foot of each page.
    """
    document = docx.Document()
    set_styles(document)
    _set_page(document)
    _set_properties(document, cover)
    _add_foot(document, cover)
    drawings = [block.drawing for block in blocks if isinstance(block, FigureBlock)]
    writer = Writer(Pictures(document.part, drawings), width=round(TEXT_MM * TWIPS_A_MM))
    *_, last = document.element.body
    for block in blocks:
        for element in writer.elements(block):
            last.addprevious(element)
    written = BytesIO()
    document.save(written)
    return without_times(written.getvalue())


def without_times(archive: bytes) -> bytes:
    """Return a ZIP archive whose files bear no time."""
    timeless = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(timeless, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            dated = ZipInfo(entry.filename, NO_TIME)
            dated.compress_type = ZIP_DEFLATED
            new.writestr(dated, old.read(entry.filename))
    return timeless.getvalue()


def _set_page(document: Document) -> None:
    (section,) = document.sections
    section.page_width, section.page_height = (Mm(side) for side in PAGE_MM)
    section.left_margin = section.right_margin = Mm(SIDE_MM)
    section.top_margin = section.bottom_margin = Mm(ENDS_MM)


def _set_properties(document: Document, cover: Cover) -> None:
    day = datetime(cover.date.year, cover.date.month, cover.date.day, tzinfo=UTC)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = cover.title, "Osteon", cover.origin
    properties.last_modified_by, properties.language = "Osteon", "en-GB"
    properties.created = properties.modified = day.replace(tzinfo=None)
    properties.revision = 1


def _add_foot(document: Document, cover: Cover) -> None:
    foot = document.sections[0].footer.part.element
    for empty in foot:
        foot.remove(empty)
    foot.append(paragraph("Small", run(f"{cover.origin}, page "), *field("PAGE", "1")))
