"""Tables of a report as tables of Word: heads that repeat, spans, and one style a kind of cell."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from docx.oxml.xmlchemy import BaseOxmlElement

from osteon.report.documents.blocks import Prose
from osteon.report.documents.spans import Span, spread_head
from osteon.report.documents.word.elements import NOTHING, element, paragraph, run, value
from osteon.report.documents.word.fields import Elements
from osteon.report.tables import Row, RowKind, Table, TableCell

LABEL_SHARE = 0.3
ROW_STYLES = {
    RowKind.SINGLE: "Table Text",
    RowKind.HEADING: "Table Row Heading",
    RowKind.DETAIL: "Table Row Detail",
}
NUMBER_STYLE, HEAD_STYLE, TABLE_STYLE = "Table Number", "Table Head", "Report Table"
HEAD_RULE = {"val": "single", "sz": "4", "space": "0", "color": "1B1D21"}


@dataclass(frozen=True, slots=True)
class TableWriter:
    """Turns tables into elements.

    Parameters
    ----------
    prose : callable
        Turns words and numbers into elements of a paragraph.
    width : int
        How wide the text is, in twentieths of a point.
    """

    prose: Callable[[Prose], Elements]
    width: int

    def table(self, table: Table) -> BaseOxmlElement:
        """Return a table."""
        properties = element(
            "tblPr",
            NOTHING,
            value("tblStyle", TABLE_STYLE.replace(" ", "")),
            element("tblW", {"w": "0", "type": "auto"}),
            value("tblDescription", table.title),
        )
        grid = [element("gridCol", {"w": str(width)}) for width in self._widths(table)]
        style = "Table Text" if table.is_prose else NUMBER_STYLE
        rows = (*self._head(table), *(self._row(row, style) for row in table.rows))
        return element("tbl", NOTHING, properties, element("tblGrid", NOTHING, *grid), *rows)

    def _widths(self, table: Table) -> list[int]:
        others = table.width - 1
        label = round(self.width * LABEL_SHARE) if others else self.width
        return [label, *([(self.width - label) // others] * others if others else [])]

    def _head(self, table: Table) -> Iterator[BaseOxmlElement]:
        rows = spread_head(table)
        for index, spans in enumerate(rows):
            is_last = index == len(rows) - 1
            cells = [self._head_cell(span, is_last=is_last) for span in spans]
            marks = (element("cantSplit"), element("tblHeader"))
            yield element("tr", NOTHING, element("trPr", NOTHING, *marks), *cells)

    def _head_cell(self, span: Span, *, is_last: bool) -> BaseOxmlElement:
        cell, properties = span.cell, element("tcPr")
        if cell.columns > 1:
            properties.append(value("gridSpan", str(cell.columns)))
        if cell.rows > 1:
            properties.append(
                element("vMerge") if span.is_lower_part else value("vMerge", "restart")
            )
        if is_last:
            properties.append(element("tcBorders", NOTHING, element("bottom", HEAD_RULE)))
        properties.append(value("vAlign", "bottom"))
        if span.is_lower_part:
            return element("tc", NOTHING, properties, paragraph(HEAD_STYLE))
        lines = [paragraph(HEAD_STYLE, *self.prose(cell.content), *_raised(cell.marker))]
        if cell.below:
            lines.append(paragraph(HEAD_STYLE, *self.prose(cell.below)))
        return element("tc", NOTHING, properties, *lines)

    def _row(self, row: Row, style: str) -> BaseOxmlElement:
        label = TableCell((row.label,), row.marker)
        cells = [self._cell(label, ROW_STYLES[row.kind])]
        cells += [self._cell(cell, style) for cell in row.cells]
        marks = element("trPr", NOTHING, element("cantSplit"))
        return element("tr", NOTHING, marks, *cells)

    def _cell(self, cell: TableCell, style: str) -> BaseOxmlElement:
        content = (*self.prose(cell.content), *_raised(cell.marker))
        return element("tc", NOTHING, element("tcPr"), paragraph(style, *content))


def _raised(marker: str) -> Elements:
    return (run(marker, is_raised=True),) if marker else ()
