"""Read data files of SPSS and Stata."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyreadstat

from osteon.errors import Problem, SourceFileError
from osteon.exchange.tabular.cells import Cell, SourceRow, SourceTable, Unreadable, cell_of, word_of
from osteon.exchange.tabular.mapping import SourceSettings

_FOUND = "a value that the file itself declares missing"
_HINT = "Name its reason under `missing`."


def read_sav(path: Path, settings: SourceSettings) -> SourceTable:
    """Return the rows of an SPSS file, numbered from 1.

    A value that the file declares missing stays apart from values, under its own code.
    """
    return _read(pyreadstat.read_sav, path, settings)


def read_dta(path: Path, settings: SourceSettings) -> SourceTable:
    """Return the rows of a Stata file, numbered from 1; ``.a`` to ``.z`` stay apart from values."""
    return _read(pyreadstat.read_dta, path, settings)


def _read(reader: Callable[..., Any], path: Path, settings: SourceSettings) -> SourceTable:
    encoding = None if settings.encoding == "utf-8" else settings.encoding
    try:
        # Columns as lists: a data frame would turn dates into timestamps of some resolution.
        columns, metadata = reader(path, output_format="dict", user_missing=True, encoding=encoding)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError) as error:
        problem = Problem(str(path), "bytes that cannot be read", "an SPSS or Stata file")
        raise SourceFileError("The source cannot be read.", [problem]) from error
    cells = {
        name: [_read_cell(value, name, metadata, labels=settings.labels) for value in values]
        for name, values in columns.items()
    }
    rows = [
        SourceRow(number, dict(zip(cells, values, strict=True)))
        for number, values in enumerate(zip(*cells.values(), strict=True), start=1)
    ]
    return SourceTable(tuple(cells), tuple(rows))


def _read_cell(value: Any, column: str, metadata: Any, *, labels: bool) -> Cell:
    cell = cell_of(value)
    if cell is None or cell == "":
        return None
    if value in metadata.missing_user_values.get(column, []):
        return Unreadable(f".{value}", _FOUND, _HINT)
    label = metadata.variable_value_labels.get(column, {}).get(value) if labels else None
    shown = cell if label is None else str(label)
    if _is_declared_missing(value, metadata.missing_ranges.get(column, [])):
        return Unreadable(word_of(shown), _FOUND, _HINT)
    return shown


def _is_declared_missing(value: Any, ranges: list[dict[str, Any]]) -> bool:
    return any(
        isinstance(value, str) == isinstance(bounds["lo"], str)
        and bounds["lo"] <= value <= bounds["hi"]
        for bounds in ranges
    )
