"""Tables that describe patients: characteristics of populations, and distributions."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from osteon.report.material import YES, Material, Series, distinct
from osteon.report.phrases import has_interval, interval_name, with_interval, with_unit
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

COMPARISONS = {
    "p_value": "p",
    "p_value_exact": "Exact p",
    "p_value_clustered": "Clustered p",
    "odds_ratio": "Odds ratio",
    "odds_ratio_exact": "Exact odds ratio",
    "odds_ratio_clustered": "Clustered odds ratio",
    "risk_difference": "Difference, %",
    "standardised_difference": "Standardised difference",
}


@dataclass(frozen=True)
class Columns:
    """Which columns a descriptive table has beside its labels.

    Parameters
    ----------
    material : Material
        The analysis; each of its series is a column.
    has_intervals : bool
        Whether each series has a second column for the intervals of its percents.
    comparisons : tuple of (str, str)
        A statistic and the groups it compares, one column each.
    footnotes : Footnotes
        Sentences on who was compared and how.
    """

    material: Material
    has_intervals: bool
    comparisons: tuple[tuple[str, str], ...]
    footnotes: Footnotes = field(default_factory=Footnotes)

    def spread(self, contents: Iterable[Text]) -> tuple[TableCell, ...]:
        """Return one cell a series, each followed by an empty one where intervals have a column."""
        empty = (TableCell(),) if self.has_intervals else ()
        return tuple(cell for content in contents for cell in (TableCell(content), *empty))

    def compared(self, variable: str, level: str = "") -> tuple[TableCell, ...]:
        """Return the cells of a row that stand in the columns of tests and ratios."""
        return tuple(
            self._comparison(statistic, group, variable, level)
            for statistic, group in self.comparisons
        )

    @property
    def not_compared(self) -> tuple[TableCell, ...]:
        """Return the empty cells of a row on which nothing was compared."""
        return (TableCell(),) * len(self.comparisons)

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
        comparisons=_comparisons(material),
    )
    rows = [row for variable in material.variables for row in _rows(columns, variable)]
    return Table(
        id=material.analysis.id,
        title=material.analysis.title,
        head=_head(columns),
        rows=tuple(rows),
        footnotes=columns.footnotes.listed(),
    )


def build_distribution_tables(material: Material) -> tuple[Table, ...]:
    """Return the tables of a distribution: variables of the same populations share one."""
    variables_of: dict[tuple[Series, ...], list[str]] = {}
    for variable in material.variables:
        cells = [cell for cell in material.described if cell.variable == variable]
        series = distinct((cell.population, cell.group) for cell in cells)
        variables_of.setdefault(series, []).append(variable)
    if len(variables_of) < 2:
        return (build_descriptive_table(material, with_intervals=True),)
    parts = (material.part(series, variables) for series, variables in variables_of.items())
    return tuple(build_descriptive_table(part, with_intervals=True) for part in parts)


def _percents(material: Material) -> list[Cell]:
    return [cell for cell in material.described if cell.statistic == "percent"]


def _comparisons(material: Material) -> tuple[tuple[str, str], ...]:
    """Return what is compared and by which statistic: each test beside its exact form."""
    found = distinct((c.group, c.statistic) for c in material.comparing if c.variable)
    groups = distinct(group for group, _ in found)
    return tuple(
        (statistic, group)
        for group in groups
        for statistic in COMPARISONS
        if (group, statistic) in found
    )


def _head(columns: Columns) -> tuple[tuple[HeadCell, ...], ...]:
    material = columns.material
    depth = 2 if columns.has_intervals else 1
    first = [HeadCell(("Characteristic",), rows=depth)]
    first += [
        HeadCell((material.series_label(one),), below=_size(material, one), columns=depth)
        for one in material.series
    ]
    first += [_comparison_head(columns, *pair, depth=depth) for pair in columns.comparisons]
    if not columns.has_intervals:
        return (tuple(first),)
    pair = (HeadCell((f"n{NO_BREAK_SPACE}(%)",)), HeadCell(interval_name(_percents(material))))
    return (tuple(first), pair * len(material.series))


def _comparison_head(columns: Columns, statistic: str, group: str, *, depth: int) -> HeadCell:
    """Return a column's name, and who is compared where several groups are."""
    material = columns.material
    several = len({compared for _, compared in columns.comparisons}) > 1
    name = COMPARISONS[statistic]
    if several and group:
        name = f"{name}, {material.group_label(group)}"
    cells = (c for c in material.comparing if (c.statistic, c.group) == (statistic, group))
    level = interval_name(cells)
    return HeadCell((name,), below=("(", *level, ")") if level else (), rows=depth)


def _size(material: Material, series: Series) -> Text:
    """Return how many patients a column is of, and their percent where the study has it."""
    total = material.find("n", series)
    if total is None:
        return ()
    size: Text = (f"n{NO_BREAK_SPACE}={NO_BREAK_SPACE}", Number(total))
    share = material.find("percent", series)
    return size if share is None else (*size, f"{NO_BREAK_SPACE}(", *with_unit(share, "%"), ")")


def _rows(columns: Columns, variable: str) -> list[Row]:
    material = columns.material
    if material.is_yes_or_no(variable) and len(material.variables) > 1:
        return [_yes_row(columns, variable)]
    is_categorical = bool(material.levels(variable))
    rows = (_level_rows if is_categorical else _numeric_rows)(columns, variable)
    if needs_missing_row(material, variable):
        missing = [missing_text(material, variable, series) for series in material.series]
        cells = (*columns.spread(missing), *columns.not_compared)
        rows.append(Row(MISSING, cells, RowKind.DETAIL))
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
    details = [
        Row(name, (*columns.spread(content), *columns.not_compared), RowKind.DETAIL)
        for name, content in contents.items()
    ]
    return [_heading(columns, label, variable), *details]
