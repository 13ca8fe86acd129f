"""The sections of a report: every analysis with its exhibits, numbered through."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import count

from osteon.report.exhibits import Exhibits
from osteon.report.figures import Drawing
from osteon.report.guards import Guard, list_guards
from osteon.report.kinds import build_exhibits
from osteon.report.material import NO, YES, Material, distinct, gather_material
from osteon.report.phrases import with_unit
from osteon.report.published import build_published_table
from osteon.report.rounding import NO_BREAK_SPACE, Part
from osteon.report.tables import Line, Table, Text, as_sentence
from osteon.report.text import write_findings
from osteon.report.words import Words
from osteon.study import AnalysisResult, Cell, StudyResults


@dataclass(frozen=True, slots=True)
class NumberedTable:
    """A table with its number; a folded one has none, as a figure shows the same."""

    label: str
    table: Table


@dataclass(frozen=True, slots=True)
class NumberedDrawing:
    """A figure with its number."""

    label: str
    drawing: Drawing


@dataclass(frozen=True)
class Section:
    """One analysis as it is printed.

    Parameters
    ----------
    material : Material
        The analysis, its cells and warnings.
    tables, drawings, remarks, lines : tuple
        What is shown, in order.
    further : tuple of Line
        Cells that no table, figure or line shows, so that none is left out.
    findings : tuple of Text
        What was found, as sentences.
    """

    material: Material
    tables: tuple[NumberedTable, ...]
    drawings: tuple[NumberedDrawing, ...]
    remarks: tuple[Line, ...]
    lines: tuple[Line, ...]
    further: tuple[Line, ...]
    findings: tuple[Text, ...] = ()

    @property
    def is_long(self) -> bool:
        """Return whether its comparisons stand in the table already, and in full only folded."""
        return self.material.analysis.kind == "characteristics"

    @property
    def is_of_flow(self) -> bool:
        """Return whether it stands with the flow chart rather than as an answer."""
        return self.material.analysis.kind == "attrition"

    @property
    def guards(self) -> tuple[Guard, ...]:
        """Return the guards that fired on it."""
        return list_guards(self.material.warnings)

    @property
    def exhibits(self) -> tuple[tuple[str, str], ...]:
        """Return the places and the numbers of its tables and figures."""
        tables = [(f"table-{one.table.id}", one.label) for one in self.tables if one.label]
        return (*tables, *((f"figure-{one.drawing.id}", one.label) for one in self.drawings))

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the numbers of its tables and figures."""
        labels = [*(table.label for table in self.tables), *(d.label for d in self.drawings)]
        return tuple(label for label in labels if label)

    @property
    def methods(self) -> tuple[str, ...]:
        """Return the sentences on methods."""
        return tuple(as_sentence(method) for method in self.material.analysis.methods)


class Numbering:
    """Numbers for the tables and figures of a report, in the order they are shown."""

    def __init__(self) -> None:
        self._tables = count(1)
        self._figures = count(1)

    def table(self, table: Table) -> NumberedTable:
        """Return a table with the next number."""
        label = "" if table.is_folded else f"Table{NO_BREAK_SPACE}{next(self._tables)}"
        return NumberedTable(label, table)

    def drawing(self, drawing: Drawing) -> NumberedDrawing:
        """Return a figure with the next number."""
        return NumberedDrawing(f"Figure{NO_BREAK_SPACE}{next(self._figures)}", drawing)


def build_sections(
    results: StudyResults, words: Words, numbering: Numbering
) -> tuple[Section, ...]:
    """Return one section an analysis, and one for each that only cells or curves name."""
    named = [analysis.id for analysis in results.analyses]
    found = distinct(
        [*(cell.analysis for cell in results.cells), *(curve.analysis for curve in results.curves)]
    )
    unnamed = [AnalysisResult(id=name, kind="", title=name) for name in found if name not in named]
    return tuple(
        _build_section(gather_material(results, analysis, words), numbering)
        for analysis in (*results.analyses, *unnamed)
    )


def _build_section(material: Material, numbering: Numbering) -> Section:
    exhibits = build_exhibits(material)
    published = build_published_table(material)
    if published is not None:
        exhibits = replace(exhibits, tables=(*exhibits.tables, published))
    return Section(
        material=material,
        tables=tuple(numbering.table(table) for table in exhibits.tables),
        drawings=tuple(numbering.drawing(drawing) for drawing in exhibits.drawings),
        remarks=exhibits.remarks,
        lines=exhibits.lines,
        further=tuple(_further(material, exhibits)),
        findings=write_findings(material),
    )


def _further(material: Material, exhibits: Exhibits) -> Iterable[Line]:
    shown = {n.cell.cell_id for n in exhibits.numbers() if n.part is Part.VALUE}
    for cell in material.cells:
        if cell.cell_id not in shown and not _is_implied(material, cell, shown):
            yield Line(material.words.cell(cell, material.grouping), _value_with_unit(cell))


def _is_implied(material: Material, cell: Cell, shown: set[str]) -> bool:
    """Return whether a cell counts those left when the shown ones are taken away."""
    is_the_rest = cell.level == NO and material.is_yes_or_no(cell.variable)
    return is_the_rest and replace(cell, level=YES).cell_id in shown


def _value_with_unit(cell: Cell) -> Text:
    return with_unit(cell, f"{NO_BREAK_SPACE}{cell.unit}" if cell.unit else "")
