"""Tables of agreement: the square of two readings, or the levels of several."""

from osteon.report.exhibits import Exhibits
from osteon.report.material import Material, Series
from osteon.report.phrases import interval_name, with_interval, with_unit
from osteon.report.rounding import NO_BREAK_SPACE, Part
from osteon.report.tables import HeadCell, Line, Number, Row, Table, TableCell, Text

MEASURES = ("percent_agreement", "kappa")


def build_agreement(material: Material) -> Exhibits:
    """Return the exhibits of an analysis of agreement."""
    readings = tuple(material.analysis.settings.get("readings", ()))
    table = (
        _square_table(material, readings)
        if len(readings) == 2
        else _level_table(material, readings)
    )
    return Exhibits(tables=(table,), lines=tuple(_measures(material)))


def _square_table(material: Material, readings: tuple[str, ...]) -> Table:
    """Return the levels of the first reading as rows, those of the second as columns."""
    first, second = readings
    levels = tuple(material.analysis.settings.get("levels", ()))
    words = material.words
    population = material.analysis.columns[0]
    head = (
        (
            HeadCell((words.variable(first),), below=_size(material), rows=2),
            HeadCell((words.variable(second),), columns=len(levels)),
        ),
        tuple(HeadCell((words.level(second, level),)) for level in levels),
    )
    rows = (
        Row(
            words.level(first, row),
            tuple(_count(material, (population, row), second, level) for level in levels),
        )
        for row in levels
    )
    return Table(material.analysis.id, material.analysis.title, head, tuple(rows))


def _level_table(material: Material, readings: tuple[str, ...]) -> Table:
    """Return how many units each of several readings put into each level."""
    levels = tuple(material.analysis.settings.get("levels", ()))
    population = material.analysis.columns[0]
    labels = (HeadCell((material.words.level(readings[0], level),)) for level in levels)
    head = ((HeadCell(("Reading",), below=_size(material)), *labels),)
    rows = (
        Row(
            material.words.variable(reading),
            tuple(_count(material, (population, ""), reading, level) for level in levels),
        )
        for reading in readings
    )
    return Table(material.analysis.id, material.analysis.title, head, tuple(rows))


def _size(material: Material) -> Text:
    total = material.find("n", (material.analysis.columns[0], ""))
    return () if total is None else (f"n{NO_BREAK_SPACE}={NO_BREAK_SPACE}", Number(total))


def _count(material: Material, series: Series, variable: str, level: str) -> TableCell:
    cell = material.find("n", series, variable=variable, level=level)
    return TableCell(() if cell is None else (Number(cell),))


def _measures(material: Material) -> list[Line]:
    """Return a line for percent agreement and one for kappa, with interval and method."""
    lines = []
    for word in MEASURES:
        cell = material.find(word, (material.analysis.columns[0], ""))
        if cell is None:
            continue
        limits = interval_name([cell])
        name: Text = (f"{cell.method}: ",)
        missing: Text = (", missing ", Number(cell, Part.N_MISSING)) if cell.n_missing else ()
        basis: Text = (f"; n{NO_BREAK_SPACE}={NO_BREAK_SPACE}", Number(cell, Part.N), *missing)
        sign = f"{NO_BREAK_SPACE}%" if cell.unit == "%" else ""
        value = with_unit(cell, sign)
        if limits:
            value = (*with_interval(cell), sign, ", ", *limits)
        lines.append(Line(material.words.statistic(word), (*name, *value, *basis)))
    return lines
