"""Courses of single patients: bars, and the same as a table; both say that they must not leave."""

from osteon.report.exhibits import Exhibits
from osteon.report.figure_wish import figure_wish
from osteon.report.figures import Course, Drawing, SwimmerFigure, draw_swimmer
from osteon.report.material import Material
from osteon.report.tables import HeadCell, Line, Number, Row, Table, TableCell, Text
from osteon.study import Cell

WARNING = "Not for release: each row is one patient."


def build_swimmer(material: Material) -> Exhibits:
    """Return the bars and the table of one analysis of kind ``swimmer``."""
    ends = [cell for cell in material.cells if cell.statistic == "course_time"]
    total = material.find("n", (str(material.analysis.settings.get("population", "")), ""))
    units = material.words.units.capitalize()
    remarks = (Line(units, (Number(total), " followed")),) if total else ()
    if not ends:
        return Exhibits(remarks=remarks)
    wanted = figure_wish(material).is_wanted
    return Exhibits(
        tables=(_table(material, ends),),
        drawings=(_drawing(material, ends),) if wanted else (),
        remarks=remarks,
    )


def _names(material: Material, key: str) -> tuple[str, ...]:
    return tuple(material.analysis.settings.get(key, ()))


def _marks(material: Material, end: Cell) -> tuple[tuple[int, Cell], ...]:
    series = (end.population, end.group)
    found = (
        (index, material.find("mark_time", series, variable=name))
        for index, name in enumerate(_names(material, "marks"))
    )
    return tuple((index, cell) for index, cell in found if cell is not None)


def _word(material: Material, name: str) -> str:
    return "Censored" if name == "censored" else material.words.cause(name)


def _drawing(material: Material, ends: list[Cell]) -> Drawing:
    endings, title = _names(material, "endings"), material.analysis.title
    courses = (Course(c, endings.index(c.variable), _marks(material, c)) for c in ends)
    figure = SwimmerFigure(
        courses=tuple(courses),
        endings=tuple(_word(material, name) for name in endings),
        marks=tuple(material.words.variable(name) for name in _names(material, "marks")),
        time_label=f"Time ({material.words.time_unit})",
        warning=WARNING,
        width=figure_wish(material).width,
    )
    return draw_swimmer(
        figure,
        material.analysis.id,
        title=f"{title} (not for release)",
        description=f"{title}. {WARNING} {len(ends)} bars, the longest first.",
    )


def _table(material: Material, ends: list[Cell]) -> Table:
    marks = _names(material, "marks")
    unit = material.words.time_unit
    named = (f"{material.words.variable(mark)}, {unit}" for mark in marks)
    heads = ("No.", f"Time, {unit}", "Ended by", *named)
    rows = []
    for end in ends:
        found = dict(_marks(material, end))
        texts: list[Text] = [(Number(end),), (_word(material, end.variable),)]
        texts += [(Number(found[k]),) if k in found else () for k in range(len(marks))]
        rows.append(Row(end.group, tuple(TableCell(text) for text in texts)))
    return Table(
        id=material.analysis.id,
        title=f"{material.analysis.title} (not for release)",
        head=(tuple(HeadCell((head,)) for head in heads),),
        rows=tuple(rows),
        is_folded=True,
    )
