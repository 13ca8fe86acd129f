"""What the blocks of a report print, in the order in which they are read."""

from collections.abc import Iterator

from osteon.report.documents.blocks import (
    Block,
    Contents,
    Facts,
    FigureBlock,
    Heading,
    Listing,
    Paragraph,
    Prose,
    TableBlock,
)
from osteon.report.tables import Table


def texts_of(block: Block) -> Iterator[Prose]:
    """Yield all that a block prints."""
    match block:
        case TableBlock():
            yield (f"{block.label}. {block.table.title}",)
            yield from _table(block.table)
        case FigureBlock():
            yield (f"{block.label}. {block.drawing.title}", *block.drawing.legend)
        case _:
            yield from _words(block)


def _words(block: Heading | Paragraph | Listing | Facts | Contents) -> Iterator[Prose]:
    match block:
        case Heading():
            yield (block.title,)
        case Paragraph():
            yield (block.lead, *block.content)
        case Listing():
            for line in block.lines:
                yield (f"{line.label}:" if line.label else "", *line.content)
        case Facts():
            yield from block.items
        case Contents():
            yield ("Contents",)


def _table(table: Table) -> Iterator[Prose]:
    for row in table.head:
        for cell in row:
            yield (*cell.content, *cell.below, cell.marker)
    for row in table.rows:
        yield (row.label, row.marker)
        for cell in row.cells:
            yield (*cell.content, cell.marker)
    yield from table.footnotes
