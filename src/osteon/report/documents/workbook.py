"""``tables.xlsx``: every table on a sheet as it is printed, and a sheet with all cells in full."""

import math
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from itertools import count

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from osteon.report.documents.blocks import TableBlock
from osteon.report.documents.cover import Cover
from osteon.report.documents.spans import spread_head
from osteon.report.tables import Number, RowKind, Text, plain_text
from osteon.study import CELL_COLUMNS, Cell

LABEL_WIDTH, COLUMN_WIDTH = 38, 16
CELLS_SHEET = "Cells"


def render_xlsx(blocks: Iterable[TableBlock], cells: Iterable[Cell], cover: Cover) -> bytes:
    """Return a workbook; the same tables give the same bytes.

    A cell that prints one finite number of a study holds that number with all its digits, shown
    as it is printed; any other cell holds what is printed.
    """
    written = BytesIO()
    workbook = xlsxwriter.Workbook(written, {"in_memory": True})
    day = datetime(cover.date.year, cover.date.month, cover.date.day, tzinfo=UTC)
    created = day.replace(tzinfo=None)
    workbook.set_properties({"title": cover.title, "comments": cover.origin, "created": created})
    for block in blocks:
        TableSheet(workbook, block).write()
    _write_cells(workbook, cells)
    workbook.close()
    return written.getvalue()


class TableSheet:
    """A sheet with one table: caption, head, body and footnotes."""

    def __init__(self, workbook: Workbook, block: TableBlock) -> None:
        self._workbook = workbook
        self._block = block
        self._sheet: Worksheet = workbook.add_worksheet(block.label.replace("\u00a0", " "))
        self._head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "bottom"})
        self._bold = workbook.add_format({"bold": True})
        self._rows = count()

    def write(self) -> None:
        """Write the sheet from the top to the bottom."""
        table = self._block.table
        self._sheet.set_column(0, 0, LABEL_WIDTH)
        self._sheet.set_column(1, max(1, table.width - 1), COLUMN_WIDTH)
        self._sheet.write_string(
            next(self._rows), 0, f"{self._block.label}. {table.title}", self._bold
        )
        self._write_head()
        for row in table.rows:
            place = next(self._rows)
            indent = {"indent": 1} if row.kind is RowKind.DETAIL else {}
            style = self._workbook.add_format({**indent, "bold": row.kind is RowKind.HEADING})
            self._sheet.write_string(place, 0, row.label + _note(row.marker), style)
            for column, cell in enumerate(row.cells, start=1):
                self._write_content(place, column, cell.content, cell.marker)
        for letter, sentence in table.footnotes:
            self._sheet.write_string(next(self._rows), 0, f"{letter} {sentence}")

    def _write_head(self) -> None:
        for spans in spread_head(self._block.table):
            place, column = next(self._rows), 0
            for span in spans:
                cell = span.cell
                lines = [plain_text(text) for text in (cell.content, cell.below) if text]
                text = "" if span.is_lower_part else "\n".join(lines) + _note(cell.marker)
                if cell.columns > 1:
                    last = column + cell.columns - 1
                    self._sheet.merge_range(place, column, place, last, text, self._head)
                else:
                    self._sheet.write_string(place, column, text, self._head)
                column += cell.columns

    def _write_content(self, row: int, column: int, content: Text, marker: str) -> None:
        number = content[0] if len(content) == 1 and not marker else None
        value = _value(number) if isinstance(number, Number) else math.nan
        if isinstance(number, Number) and math.isfinite(value):
            self._sheet.write_number(row, column, value, self._format_of(str(number)))
        elif content:
            self._sheet.write_string(row, column, plain_text(content) + _note(marker))

    def _format_of(self, printed: str) -> Format:
        """Return the format that shows a number as it is printed: p below its least as text."""
        decimals = len(printed.partition(".")[2])
        plain = printed.lstrip("\u2212").replace(".", "")
        shown = "0." + "0" * decimals if decimals else "0"
        return self._workbook.add_format(
            {"num_format": shown if plain.isdigit() else f'"{printed}"', "align": "right"}
        )


def _value(number: Number) -> float:
    value = getattr(number.cell, number.part.value)
    return math.nan if value is None else float(value)


def _note(marker: str) -> str:
    return f" [{marker}]" if marker else ""


def _write_cells(workbook: Workbook, cells: Iterable[Cell]) -> None:
    sheet = workbook.add_worksheet(CELLS_SHEET)
    sheet.set_column(0, 0, LABEL_WIDTH)
    for column, name in enumerate(CELL_COLUMNS):
        sheet.write_string(0, column, name, workbook.add_format({"bold": True}))
    for row, cell in enumerate(cells, start=1):
        for column, name in enumerate(CELL_COLUMNS):
            value = getattr(cell, name)
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            elif value is not None and math.isfinite(value):
                sheet.write_number(row, column, value)
            elif value is not None and not math.isnan(value):
                sheet.write_string(row, column, str(value))
