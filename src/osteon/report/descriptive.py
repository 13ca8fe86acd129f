"""Tables that describe patients: characteristics of populations, and distributions."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from osteon.report.material import YES, Material, Series, distinct
from osteon.report.phrases import has_interval, interval_name, with_interval
from osteon.report.rounding import NO_BREAK_SPACE
from osteon.report.summaries import (
    MISSING,
    has_other_denominators,
    level_interval,
    level_text,
    missing_text,
    needs_missing_row,
    numeric_summaries,
    unit_of,
)
from osteon.report.tables import Footnotes, HeadCell, Number, Row, RowKind, Table, TableCell, Text
from osteon.study import Cell


@dataclass(frozen=True)
class Columns:
    """Which columns a descriptive table has beside its labels.

    Parameters
    ----------
    material : Material
        The analysis; each of its series is a column.
    has_intervals : bool
        Whether each series has a second column for the intervals of its percents.
    tests, ratios : tuple of str
        Groups compared, one column of p-values or odds ratios each.
    footnotes : Footnotes
        Sentences on who was compared and how.
    """

    material: Material
    has_intervals: bool
    tests: tuple[str, ...]
    ratios: tuple[str, ...]
    footnotes: Footnotes = field(default_factory=Footnotes)

    def spread(self, contents: Iterable[Text]) -> tuple[TableCell, ...]:
        """Return one cell a series, each followed by an empty one where intervals have a column."""
        empty = (TableCell(),) if self.has_intervals else ()
        return tuple(cell for content in contents for cell in (TableCell(content), *empty))

    def compared(self, variable: str, level: str = "") -> tuple[TableCell, ...]:
        """Return the cells of a row that stand in the columns of tests and ratios."""
        tests = [self._comparison("p_value", group, variable, level) for group in self.tests]
        ratios = [self._comparison("odds_ratio", group, variable, level) for group in self.ratios]
        return (*tests, *ratios)

    def _comparison(self, statistic: str, group: str, variable: str, level: str) -> TableCell:
        wanted = (statistic, group, variable, level)
        for cell in self.material.comparing:
            if (cell.statistic, cell.group, cell.variable, cell.level) == wanted:
                return TableCell(with_interval(cell), self._marker(cell))
        return TableCell()

    def _marker(self, cell: Cell) -> str:
        compared = self.material.group_label(cell.group)
        return self.footnotes.marker(": ".join(word for word in (compared, cell.method) if word))


def build_descriptive_table(material: Material, *, with_intervals: bool) -> Table:
    """Return the table of an analysis that describes patients.

    Parameters
    ----------
    material : Material
        The analysis: its columns are populations or groups, its rows variables and levels.
    with_intervals : bool
        Whether percents get a column with their intervals, where the cells have them.
    """
    columns = Columns(
        material=material,
        has_intervals=with_intervals and any(map(has_interval, _percents(material))),
        tests=_groups_compared_by(material, "p_value"),
        ratios=_groups_compared_by(material, "odds_ratio"),
    )
    rows = [row for variable in material.variables for row in _rows(columns, variable)]
    return Table(
        id=material.analysis.id,
        title=material.analysis.title,
        head=_head(columns),
        rows=tuple(rows),
        footnotes=columns.footnotes.listed(),
    )


def _percents(material: Material) -> list[Cell]:
    return [cell for cell in material.described if cell.statistic == "percent"]


def _groups_compared_by(material: Material, statistic: str) -> tuple[str, ...]:
    cells = (cell for cell in material.comparing if cell.statistic == statistic and cell.variable)
    return distinct(cell.group for cell in cells)


def _head(columns: Columns) -> tuple[tuple[HeadCell, ...], ...]:
    material = columns.material
    depth = 2 if columns.has_intervals else 1
    first = [HeadCell(("Characteristic",), rows=depth)]
    first += [
        HeadCell((material.series_label(one),), below=_size(material, one), columns=depth)
        for one in material.series
    ]
    first += [HeadCell((_named(columns, "p", group),), rows=depth) for group in columns.tests]
    for group in columns.ratios:
        level = interval_name(cell for cell in material.comparing if cell.group == group)
        limits: Text = ("(", *level, ")") if level else ()
        first.append(HeadCell((_named(columns, "Odds ratio", group),), below=limits, rows=depth))
    if not columns.has_intervals:
        return (tuple(first),)
    pair = (HeadCell((f"n{NO_BREAK_SPACE}(%)",)), HeadCell(interval_name(_percents(material))))
    return (tuple(first), pair * len(material.series))


def _named(columns: Columns, name: str, group: str) -> str:
    """Return a column's name, and who is compared where several groups are."""
    several = len({*columns.tests, *columns.ratios}) > 1
    return f"{name}, {columns.material.group_label(group)}" if several and group else name


def _size(material: Material, series: Series) -> Text:
    """Return how many patients a column is of, and their percent where the study has it."""
    total = material.find("n", series)
    if total is None:
        return ()
    size: Text = (f"n{NO_BREAK_SPACE}={NO_BREAK_SPACE}", Number(total))
    share = material.find("percent", series)
    return size if share is None else (*size, f"{NO_BREAK_SPACE}(", Number(share), "%)")


def _rows(columns: Columns, variable: str) -> list[Row]:
    material = columns.material
    if material.is_yes_or_no(variable) and len(material.variables) > 1:
        return [_yes_row(columns, variable)]
    is_categorical = bool(material.levels(variable))
    rows = (_level_rows if is_categorical else _numeric_rows)(columns, variable)
    if needs_missing_row(material, variable):
        missing = [missing_text(material, variable, series) for series in material.series]
        blank = (TableCell(),) * (len(columns.tests) + len(columns.ratios))
        rows.append(Row(MISSING, (*columns.spread(missing), *blank), RowKind.DETAIL))
    return rows


def _heading(columns: Columns, label: str, variable: str) -> Row:
    blank = columns.spread([()] * len(columns.material.series))
    return Row(label, (*blank, *columns.compared(variable)), RowKind.HEADING)


def _yes_row(columns: Columns, variable: str) -> Row:
    """Return the one row that says all on a variable that is either true or false."""
    form = _form(columns, variable)
    cells = (*_level_cells(columns, variable, YES), *columns.compared(variable))
    return Row(f"{columns.material.words.variable(variable)}, {form}", cells)


def _level_rows(columns: Columns, variable: str) -> list[Row]:
    words = columns.material.words
    label = f"{words.variable(variable)}, {_form(columns, variable)}"
    rows = [_heading(columns, label, variable)]
    for level in columns.material.levels(variable):
        cells = (*_level_cells(columns, variable, level), *columns.compared(variable, level))
        rows.append(Row(words.level(variable, level), cells, RowKind.DETAIL))
    return rows


def _form(columns: Columns, variable: str) -> str:
    """Return how the counts of a variable are printed."""
    with_total = has_other_denominators(columns.material, variable)
    return f"{'n/N' if with_total else 'n'}{NO_BREAK_SPACE}(%)"


def _level_cells(columns: Columns, variable: str, level: str) -> tuple[TableCell, ...]:
    material = columns.material
    with_total = has_other_denominators(material, variable)
    cells: list[TableCell] = []
    for series in material.series:
        text = level_text(material, variable, level, series=series, with_total=with_total)
        cells.append(TableCell(text))
        if columns.has_intervals:
            cells.append(TableCell(level_interval(material, variable, level, series=series)))
    return tuple(cells)


def _numeric_rows(columns: Columns, variable: str) -> list[Row]:
    material = columns.material
    summaries = [numeric_summaries(material, variable, series) for series in material.series]
    names = distinct(name for summary in summaries for name in summary)
    contents = {name: [summary.get(name, ()) for summary in summaries] for name in names}
    unit = unit_of(material, variable)
    label = material.words.variable(variable) + (f", {unit}" if unit else "")
    if len(names) == 1:
        cells = columns.spread(contents[names[0]])
        single = f"{label}, {names[0][0].lower()}{names[0][1:]}"
        kind = RowKind.HEADING if needs_missing_row(material, variable) else RowKind.SINGLE
        return [Row(single, (*cells, *columns.compared(variable)), kind)]
    blank = (TableCell(),) * (len(columns.tests) + len(columns.ratios))
    details = [
        Row(name, (*columns.spread(content), *blank), RowKind.DETAIL)
        for name, content in contents.items()
    ]
    return [_heading(columns, label, variable), *details]
