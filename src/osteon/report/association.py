"""Tables of an outcome by group: one row a group, one column an outcome."""

from osteon.report.material import Material, Series
from osteon.report.phrases import has_interval, interval_name
from osteon.report.rounding import NO_BREAK_SPACE
from osteon.report.summaries import level_interval, level_text
from osteon.report.tables import HeadCell, Number, Row, Table, TableCell, Text
from osteon.study import Cell


def build_association_tables(material: Material) -> tuple[Table, ...]:
    """Return one table a variable: how often each group had each outcome, with intervals."""
    several = len(material.variables) > 1
    return tuple(
        _outcome_table(material, variable, is_one_of_several=several)
        for variable in material.variables
    )


def _outcome_table(material: Material, variable: str, *, is_one_of_several: bool) -> Table:
    analysis = material.analysis
    outcome = material.words.variable(variable)
    percents = [cell for cell in _cells_of(material, variable) if cell.statistic == "percent"]
    has_intervals = any(map(has_interval, percents))
    series_with_outcome = {(cell.population, cell.group) for cell in _cells_of(material, variable)}
    return Table(
        id=f"{analysis.id}_{variable}" if is_one_of_several else analysis.id,
        title=f"{analysis.title}: {outcome}" if is_one_of_several else analysis.title,
        head=_head(material, variable, percents if has_intervals else []),
        rows=tuple(
            _row(material, variable, series, has_intervals=has_intervals)
            for series in material.series
            if series in series_with_outcome
        ),
    )


def _cells_of(material: Material, variable: str) -> list[Cell]:
    return [cell for cell in material.described if cell.variable == variable]


def _head(
    material: Material, variable: str, percents: list[Cell]
) -> tuple[tuple[HeadCell, ...], ...]:
    """Return the head: the outcome, below it its levels, below them counts and intervals."""
    words, levels = material.words, material.levels(variable)
    form = f"n/N{NO_BREAK_SPACE}(%)"
    group, size = _whole(material)
    width = 2 if percents else 1
    outcome = HeadCell((words.variable(variable),), columns=width * len(levels))
    labels = [HeadCell((words.level(variable, level),), columns=width) for level in levels]
    columns = [HeadCell((form,))]
    if percents:
        columns.append(HeadCell(interval_name(percents)))
    return (
        (HeadCell(group, below=size, rows=3), outcome),
        tuple(labels),
        tuple(columns) * len(levels),
    )


def _whole(material: Material) -> tuple[Text, Text]:
    """Return the population that was grouped, and its size where the study has it."""
    totals = (material.find("n", series) for series in material.series)
    total = next((cell for cell in totals if cell is not None), None)
    if total is None:
        return ("Group",), ()
    label = material.series_label((total.population, total.group))
    return (label,), (f"n{NO_BREAK_SPACE}={NO_BREAK_SPACE}", Number(total))


def _row(material: Material, variable: str, series: Series, *, has_intervals: bool) -> Row:
    cells: list[TableCell] = []
    for level in material.levels(variable):
        text = level_text(material, variable, level, series=series, with_total=True)
        cells.append(TableCell(text))
        if has_intervals:
            cells.append(TableCell(level_interval(material, variable, level, series=series)))
    return Row(material.series_label(series), tuple(cells))
