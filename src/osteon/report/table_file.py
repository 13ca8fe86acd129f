"""``tables/*.csv``: the tables as they are printed, with the ids of the cells behind them."""

import csv
from itertools import islice
from pathlib import Path

from osteon.report.tables import Table, Text, numbers_of, plain_text


def write_table(path: Path, table: Table) -> None:
    """Write a table as printed; behind each column stands another with the ids of its cells.

    The file begins with a byte order mark, so that a spreadsheet reads its dashes.
    """
    labels, *columns = _column_names(table)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([labels, *(n for column in columns for n in (column, f"{column} [cells]"))])
        for row in table.rows:
            fields = [field for cell in row.cells for field in _fields(cell.content)]
            writer.writerow([plain_text((row.label,)), *fields])


def _fields(content: Text) -> tuple[str, str]:
    """Return what is printed, and the ids behind it."""
    ids = dict.fromkeys(number.cell.cell_id for number in numbers_of([content]))
    return plain_text(content), "; ".join(ids)


def _column_names(table: Table) -> list[str]:
    """Return one name a column: what stands above it in the rows of the head, from the top."""
    names: list[list[str]] = [[] for _ in range(table.width)]
    rows_taken = [0] * table.width
    for row in table.head:
        free = iter([place for place in range(table.width) if rows_taken[place] == 0])
        for cell in row:
            words = [plain_text(text) for text in (cell.content, cell.below) if text]
            for place in islice(free, cell.columns):
                names[place] += words
                rows_taken[place] = cell.rows
        rows_taken = [taken - 1 for taken in rows_taken]
    return [", ".join(words) for words in names]
