"""The table of a sensitivity analysis: a row a number, a column a choice, what moves marked."""

import math
from collections.abc import Mapping
from typing import Any

from osteon.report.material import Material
from osteon.report.phrases import with_interval
from osteon.report.rounding import NO_BREAK_SPACE
from osteon.report.tables import (
    Footnotes,
    HeadCell,
    Line,
    Row,
    Table,
    TableCell,
    capitalised,
)
from osteon.study import Cell

Number = Mapping[str, Any]


def build_sensitivity_table(material: Material) -> Table:
    """Return every number under every choice; a footnote says how a number moves."""
    settings = material.analysis.settings
    footnotes = Footnotes()
    choices = material.analysis.columns
    head = (HeadCell(("Number",)), *(HeadCell((settings["choices"][one],)) for one in choices))
    rows = tuple(
        Row(
            f"{number['title']}: {_label(material, number)}",
            tuple(_cell(material, choice, number, footnotes) for choice in choices),
        )
        for number in settings["numbers"]
    )
    return Table(
        id=material.analysis.id,
        title=material.analysis.title,
        head=(head,),
        rows=rows,
        footnotes=footnotes.listed(),
    )


def moved_lines(material: Material) -> tuple[Line, ...]:
    """Return how many numbers move under some choice, and which analyses could not be answered."""
    settings = material.analysis.settings
    moved = {
        (cell.variable, cell.statistic)
        for cell in material.cells
        if cell.cell_id in settings["moves"]
    }
    text = f"{len(moved)} of {len(settings['numbers'])} numbers under some choice"
    failures = (Line("", (failure,)) for failure in dict.fromkeys(settings["failures"]))
    return (Line("Moved", (text,)), *failures)


def _label(material: Material, number: Number) -> str:
    cell = Cell(
        analysis=number["analysis"],
        population=number["population"],
        group=number["group"],
        variable=number["variable"],
        level=number["level"],
        statistic=number["statistic"],
        unit=number["unit"],
        value=math.nan,
    )
    unit = f",{NO_BREAK_SPACE}{cell.unit}" if cell.unit not in {"", "%"} else ""
    return f"{material.words.cell(cell, str(number['grouping']))}{unit}"


def _cell(material: Material, choice: str, number: Number, footnotes: Footnotes) -> TableCell:
    found = material.find(str(number["statistic"]), ("", choice), variable=str(number["place"]))
    move = "" if found is None else material.analysis.settings["moves"].get(found.cell_id, "")
    return TableCell(with_interval(found), footnotes.marker(capitalised(move)))
