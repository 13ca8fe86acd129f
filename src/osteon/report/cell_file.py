"""``cells.csv``: every number of a study, unrounded, one a row."""

import csv
from collections.abc import Iterable
from pathlib import Path

from osteon.report.rounding import render_unrounded
from osteon.study import CELL_COLUMNS, Cell


def write_cells(path: Path, cells: Iterable[Cell]) -> None:
    """Write cells with all their digits; a field is empty where nothing could be estimated.

    Infinite values are spelled ``inf`` and ``-inf``.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(CELL_COLUMNS)
        writer.writerows([_field(getattr(cell, name)) for name in CELL_COLUMNS] for cell in cells)


def _field(value: str | float | None) -> str:
    if value is None:
        return ""
    return render_unrounded(value) if isinstance(value, float) else str(value)
