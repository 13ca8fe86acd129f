"""Heads of tables row by row, for forms that know no cell of several rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from osteon.report.tables import HeadCell, Table


@dataclass(frozen=True, slots=True)
class Span:
    """What stands in one place of a head: a cell, or the lower part of one."""

    cell: HeadCell
    is_lower_part: bool = False


def spread_head(table: Table) -> Sequence[Sequence[Span]]:
    """Return a head row by row, where a cell of several rows stands in each of them."""
    grid: dict[tuple[int, int], Span] = {}
    for top, cells in enumerate(table.head):
        for cell in cells:
            left = _first_free(grid, top)
            for row in range(cell.rows):
                for column in range(cell.columns):
                    grid[top + row, left + column] = Span(cell, is_lower_part=row > 0)
    return [list(_row_of(grid, row, table.width)) for row in range(len(table.head))]


def _first_free(grid: dict[tuple[int, int], Span], row: int) -> int:
    column = 0
    while (row, column) in grid:
        column += 1
    return column


def _row_of(grid: dict[tuple[int, int], Span], row: int, width: int) -> Iterator[Span]:
    """Yield the cells of a row, each once, however many columns it has."""
    column = 0
    while column < width:
        span = grid[row, column]
        yield span
        column += span.cell.columns
