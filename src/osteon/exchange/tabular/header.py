"""From lists of cells under a header to rows by column."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from osteon.errors import Problem, SourceFileError
from osteon.exchange.tabular.cells import Cell, SourceRow, SourceTable, word_of
from osteon.exchange.tabular.mapping import SourceSettings


def arrange_rows(
    lines: Iterable[tuple[int, Sequence[Cell]]],
    path: Path,
    settings: SourceSettings,
    *,
    exact: bool,
) -> SourceTable:
    """Return the rows below the header, each cell under its column.

    Rows in which every cell is empty hold nothing and are left out.

    Parameters
    ----------
    lines : iterable of (int, sequence of Cell)
        Row numbers, from 1, and their cells.
    path : Path
        The source, for messages.
    settings : SourceSettings
        Which rows name the columns.
    exact : bool
        Whether a row must have as many cells as the header.

    Raises
    ------
    SourceFileError
        There is no such header, or it names a column twice.
    """
    header: list[str] = []
    names: list[list[str]] = []
    rows: list[SourceRow] = []
    last_of_header = settings.header_row + settings.header_lines - 1
    for number, cells in lines:
        words = [word_of(cell) for cell in cells]
        if settings.header_row <= number <= last_of_header:
            names.append(words)
            header = _join_names(names, settings.header_join)
        elif number > last_of_header and any(words):
            rows.append(_arrange_row(number, header, cells, exact=exact))
    _check_header(header, path, settings.header_row)
    return SourceTable(tuple(name for name in header if name), tuple(rows))


def _join_names(lines: Sequence[Sequence[str]], sign: str) -> list[str]:
    """Return one name a column: what stands above each other, each word of it once."""
    width = max(map(len, lines))
    padded = [[*line, *[""] * (width - len(line))] for line in lines]
    return [sign.join(dict.fromkeys(filter(None, parts))) for parts in zip(*padded, strict=True)]


def _arrange_row(
    number: int, header: list[str], cells: Sequence[Cell], *, exact: bool
) -> SourceRow:
    where = f"row {number}"
    problems: list[Problem] = []
    if exact and len(cells) < len(header):
        permitted = f"{len(header)} cells, as in the header"
        problems.append(Problem(where, f"{len(cells)} cells", permitted))
    names = [*header, *[""] * (len(cells) - len(header))]
    if any(word_of(cell) for name, cell in zip(names, cells, strict=False) if not name):
        hint = "Is a delimiter part of a text that lacks its quotes?"
        problems.append(Problem(where, "a cell under no column name", "cells under names", hint))
    padded = [*cells, *[None] * (len(header) - len(cells))]
    by_column = {name: cell for name, cell in zip(names, padded, strict=True) if name}
    return SourceRow(number, by_column, tuple(problems))


def _check_header(header: list[str], path: Path, header_row: int) -> None:
    where = f"{path}, row {header_row}"
    permitted = "a row with the names of the columns, each once"
    counts = Counter(name for name in header if name)
    problems = [
        Problem(where, f"the column name '{name}' {n} times", permitted)
        for name, n in counts.items()
        if n > 1
    ]
    if not counts:
        problems.append(Problem(where, "no column names", permitted, "See `header_row`."))
    if problems:
        raise SourceFileError(f"{path} has no usable header.", problems)
