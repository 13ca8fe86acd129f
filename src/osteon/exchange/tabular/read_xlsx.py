"""Read a sheet of an Excel workbook."""

import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from osteon.errors import Problem, SourceFileError, suggest
from osteon.exchange.tabular.cells import Cell, SourceTable, Unreadable, cell_of
from osteon.exchange.tabular.header import arrange_rows
from osteon.exchange.tabular.mapping import SourceSettings

Lines: TypeAlias = Iterator[tuple[int, Sequence[Cell]]]

_NOT_COMPUTED = "a formula whose result the file does not hold"
_COVERED = "a cell that is merged with another one"


def read_xlsx(path: Path, settings: SourceSettings) -> SourceTable:
    """Return the rows of a sheet, numbers and dates as Excel holds them.

    Two readings go side by side, one of the formulas and one of their results, since a formula
    that was never computed has no result and would pass for an empty cell. Where the header takes
    several rows, a third one tells which cells are merged: a name holds for every column that its
    cell covers. Below the header, a cell that is covered by another one gives no value of its own.

    Raises
    ------
    SourceFileError
        The file is no workbook, the sheet is not in it, or its header cannot be used.
    """
    with (
        warnings.catch_warnings(action="ignore", category=UserWarning),  # parts it does not need
        closing(_open_workbook(path, results=True)) as results,
        closing(_open_workbook(path, results=False)) as formulas,
    ):
        name = _choose_sheet(results, path, settings.sheet)
        lines: Lines = enumerate(_read_lines(results[name], formulas[name]), start=1)
        if settings.header_lines > 1:
            lines = _uncover(lines, _find_covered(path, name), settings)
        return arrange_rows(lines, path, settings, exact=False)


def _open_workbook(path: Path, *, results: bool, whole: bool = False) -> Any:
    try:
        return openpyxl.load_workbook(path, read_only=not whole, data_only=results)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError) as error:
        hint = "Save it as .xlsx; older .xls files are not read."
        problem = Problem(str(path), "no Excel workbook", "an .xlsx file", hint)
        raise SourceFileError("The source cannot be read.", [problem]) from error


def _choose_sheet(workbook: Any, path: Path, sheet: str | None) -> str:
    names: list[str] = [worksheet.title for worksheet in workbook.worksheets]
    if sheet is not None and sheet in names:
        return sheet
    if sheet is None and len(names) == 1:
        return names[0]
    found = (
        f"no sheet '{sheet}'" if sheet else f"{len(names)} sheets, and none named in the mapping"
    )
    hint = suggest(sheet or "", names) or "Name one as `sheet` under [source]."
    problem = Problem(str(path), found, ", ".join(names), hint)
    raise SourceFileError("The sheet to read is not known.", [problem])


def _find_covered(path: Path, sheet: str) -> dict[tuple[int, int], Cell]:
    """Return what stands in the merged cell that covers another, by row and column from 1."""
    with closing(_open_workbook(path, results=True, whole=True)) as workbook:
        worksheet = workbook[sheet]
        return {
            place: cell_of(worksheet.cell(merged.min_row, merged.min_col).value)
            for merged in worksheet.merged_cells.ranges
            for place in merged.cells
            if place != (merged.min_row, merged.min_col)
        }


def _uncover(
    lines: Lines, covered: Mapping[tuple[int, int], Cell], settings: SourceSettings
) -> Lines:
    last_of_header = settings.header_row + settings.header_lines - 1
    hidden = Unreadable("(merged)", _COVERED, "Split the merged cells.")
    for number, cells in lines:
        places = [(number, column) for column in range(1, len(cells) + 1)]
        yield (
            number,
            [
                cell
                if place not in covered
                else covered[place]
                if number <= last_of_header
                else hidden
                for place, cell in zip(places, cells, strict=True)
            ],
        )


def _read_lines(results: Any, formulas: Any) -> Iterator[Sequence[Cell]]:
    for worksheet in (results, formulas):
        worksheet.reset_dimensions()  # some programs write a size that is too small
    for result_row, formula_row in zip(results.rows, formulas.rows, strict=True):
        yield [_read_cell(*pair) for pair in zip(result_row, formula_row, strict=True)]


def _read_cell(result: Any, formula: Any) -> Cell:
    if result.data_type == "e":
        return Unreadable(str(result.value), "an error of the spreadsheet")
    if result.value is None and formula.data_type == "f":
        return Unreadable("=", _NOT_COMPUTED, "Open the file in Excel and save it.")
    return cell_of(result.value)
