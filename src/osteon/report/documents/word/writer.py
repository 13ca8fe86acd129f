"""Blocks as elements of a Word document, one after another."""

from collections.abc import Iterator
from itertools import count

from docx.oxml.xmlchemy import BaseOxmlElement

from osteon.report.documents.blocks import (
    Block,
    Contents,
    Facts,
    FigureBlock,
    Heading,
    Listing,
    Paragraph,
    Prose,
    Reference,
    Role,
    TableBlock,
)
from osteon.report.documents.word.elements import paragraph, run
from osteon.report.documents.word.fields import (
    STRONG,
    Elements,
    bookmark_of,
    caption_number,
    field,
)
from osteon.report.documents.word.figures import Pictures
from osteon.report.documents.word.numbers import bound
from osteon.report.documents.word.styles import CODE as CODE_STYLE
from osteon.report.documents.word.tables import TableWriter
from osteon.report.markup import CODE

STYLE_OF_ROLE = {
    Role.TITLE: "Title",
    Role.QUESTION: "Subtitle",
    Role.BODY: "Normal",
    Role.NOTE: "Note",
    Role.WARNING: "Warning",
    Role.SMALL: "Small",
    Role.CODE: "Code Block",
}
CONTENTS = r'TOC \o "1-1" \h \z \u'
BEFORE_CONTENTS = "Select this line and press F9 for a list of contents."


class Writer:
    """Turns blocks into elements, and gives bookmarks and controls numbers of their own.

    Parameters
    ----------
    pictures : Pictures
        Where figures are kept in the document.
    width : int
        How wide the text is, in twentieths of a point.
    """

    def __init__(self, pictures: Pictures, *, width: int) -> None:
        self._pictures = pictures
        self._tables = TableWriter(self.prose, width)
        self._serials = count(1)

    def elements(self, block: Block) -> Iterator[BaseOxmlElement]:
        """Yield the elements of one block."""
        match block:
            case Heading():
                yield paragraph(f"Heading {block.level}", run(block.title))
            case Paragraph():
                yield self._led(block.lead, block.content, STYLE_OF_ROLE[block.role])
            case Listing() | Facts():
                yield from self._lines(block)
            case Contents():
                yield paragraph("Fact", *field(CONTENTS, BEFORE_CONTENTS))
            case TableBlock():
                yield from self._table(block)
            case FigureBlock():
                yield from self._figure(block)

    def prose(self, prose: Prose) -> Elements:
        """Return words, numbers in content controls, and references that Word can renew."""
        elements: list[BaseOxmlElement] = []
        for fragment in prose:
            if isinstance(fragment, str):
                elements += _words(fragment)
            elif isinstance(fragment, Reference):
                elements += field(rf"REF {bookmark_of(fragment.target)} \h", fragment.label)
            else:
                elements.append(bound(fragment, next(self._serials)))
        return tuple(elements)

    def _lines(self, block: Listing | Facts) -> Iterator[BaseOxmlElement]:
        if isinstance(block, Facts):
            for name, text in block.items:
                yield self._led(f"{name}:", (text,), "Fact")
            return
        for line in block.lines:
            yield self._led(f"{line.label}:" if line.label else "", line.content, "Finding")

    def _led(self, lead: str, prose: Prose, style: str) -> BaseOxmlElement:
        first = (run(lead, STRONG), run(" ")) if lead else ()
        return paragraph(style, *first, *self.prose(prose))

    def _caption(self, block: TableBlock | FigureBlock, content: Prose) -> BaseOxmlElement:
        style = "Caption" if isinstance(block, FigureBlock) else "Table Caption"
        number = caption_number(block.label, bookmark_of(block.id), next(self._serials))
        return paragraph(style, *number, run(". "), *self.prose(content))

    def _table(self, block: TableBlock) -> Iterator[BaseOxmlElement]:
        yield self._caption(block, (block.table.title,))
        yield self._tables.table(block.table)
        for letter, sentence in block.table.footnotes:
            note = self.prose((f" {sentence}",))
            yield paragraph("Table Footnote", run(letter, is_raised=True), *note)
        yield paragraph("Table End")

    def _figure(self, block: FigureBlock) -> Iterator[BaseOxmlElement]:
        title, legend = block.drawing.title, block.drawing.legend
        yield paragraph("Figure", self._pictures.picture(block))
        yield self._caption(block, (f"{title}. ", *legend) if legend else (f"{title}.",))


def _words(text: str) -> Iterator[BaseOxmlElement]:
    """Yield runs; what stands in backticks is code."""
    for index, piece in enumerate(CODE.split(text)):
        if piece:
            yield run(piece, CODE_STYLE if index % 2 else "")
