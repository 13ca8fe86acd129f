"""``tables/*.csv``: the tables as they are printed, with the ids of the cells behind them."""

import csv
from collections.abc import Iterator
from pathlib import Path

from osteon.report.tables import HeadCell, Table, Text, numbers_of, plain_text


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
            writer.writerow([row.label, *fields])


def _fields(content: Text) -> tuple[str, str]:
    """Return what is printed, and the ids behind it."""
    ids = dict.fromkeys(number.cell.cell_id for number in numbers_of([content]))
    return plain_text(content), "; ".join(ids)


def _column_names(table: Table) -> list[str]:
    """Return one name a column: what stands above it in the rows of the head, from the top."""
    names: list[list[str]] = []
    open_columns: list[int] = []
    for row in table.head:
        places = iter(open_columns or range(sum(cell.columns for cell in row)))
        if not names:
            names = [[] for _ in range(sum(cell.columns for cell in row))]
        open_columns = list(_fill(row, names, places))
    return [", ".join(words) for words in names]


def _fill(
    row: tuple[HeadCell, ...], names: list[list[str]], places: Iterator[int]
) -> Iterator[int]:
    """Write a row of the head above its columns; yield those that the next row names further."""
    deepest = max(cell.rows for cell in row)
    for cell in row:
        for _ in range(cell.columns):
            place = next(places)
            names[place].append(plain_text(cell.content))
            if cell.rows < deepest:
                yield place
