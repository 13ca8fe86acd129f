"""The table of what a publication printed, beside what the study found."""

import math
from collections.abc import Mapping
from dataclasses import replace

from osteon.report.material import Material
from osteon.report.phrases import count_and_percent, two_numbers, with_interval, with_unit
from osteon.report.rounding import EN_DASH, NO_BREAK_SPACE
from osteon.report.tables import (
    Footnotes,
    HeadCell,
    Number,
    Row,
    Table,
    TableCell,
    Text,
)
from osteon.study import Cell, PublishedValue

HEADS = ("Number", "Published", "Here", "Verdict", "Kind")
STATUSES: Mapping[str, str] = {
    "EXACT": "EXACT: to be met on the records of the source",
    "REPRO": "REPRO: follows from counts that the source prints",
    "CONTRA": "CONTRA: contradicts other values that the source prints",
}
ENDS: Mapping[str, tuple[str, str]] = {"range": ("min", "max"), "quartiles": ("q1", "q3")}


def build_published_table(material: Material) -> Table | None:
    """Return published values in a row each, or nothing where the protocol quotes none."""
    if not material.published:
        return None
    footnotes = Footnotes()
    cells = {cell.cell_id: cell for cell in material.cells}
    rows = tuple(_row(material, one, cells[one.cell_id], footnotes) for one in material.published)
    return Table(
        id=f"{material.analysis.id}_published",
        title=f"{material.analysis.title}: as published, and here",
        head=(tuple(HeadCell((name,)) for name in HEADS),),
        rows=rows,
        footnotes=footnotes.listed(),
    )


def _row(material: Material, one: PublishedValue, cell: Cell, footnotes: Footnotes) -> Row:
    remark = ". ".join(text.rstrip(".") for text in (one.where, one.note) if text)
    reason = f"It cannot be: {'; '.join(one.reasons)}" if one.reasons else ""
    return Row(
        label=material.words.cell(cell, material.grouping),
        cells=(
            TableCell((one.printed,), footnotes.marker(remark)),
            TableCell(_ours(material, one, cell)),
            TableCell((one.verdict,), footnotes.marker(reason)),
            TableCell((one.status,), footnotes.marker(STATUSES[one.status])),
        ),
    )


def _ours(material: Material, one: PublishedValue, cell: Cell) -> Text:
    """Return our number with what the published one has in brackets."""
    unit = f"{NO_BREAK_SPACE}%" if cell.unit == "%" else ""
    has_total = "/" in one.printed
    if one.brackets == "interval":
        return (*with_interval(cell), unit if math.isfinite(cell.value) else "")
    if one.brackets == "percent":
        percent = _beside(material, cell, "percent")
        return count_and_percent(cell, percent, with_total=has_total, sign=f"{NO_BREAK_SPACE}%")
    if one.brackets in ENDS:
        low, high = ENDS[one.brackets]
        ends = two_numbers((_beside(material, cell, low), _beside(material, cell, high)), EN_DASH)
        return (Number(cell), f"{NO_BREAK_SPACE}(", *ends, ")")
    if has_total:
        return count_and_percent(cell, None, with_total=True)
    return with_unit(cell, unit)


def _beside(material: Material, cell: Cell, statistic: str) -> Cell | None:
    wanted = replace(cell, statistic=statistic).cell_id
    return next((other for other in material.cells if other.cell_id == wanted), None)
