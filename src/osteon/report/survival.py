"""Tables of times to an event: one column a group, one row a median or a probability."""

from osteon.report.material import Material, Series, distinct, position_in
from osteon.report.phrases import interval_name, joined, with_interval
from osteon.report.reading import reading_of
from osteon.report.rounding import NO_BREAK_SPACE, is_count, is_survival_time
from osteon.report.tables import (
    Footnotes,
    HeadCell,
    Line,
    Number,
    Row,
    RowKind,
    Table,
    TableCell,
    plain_text,
)
from osteon.report.words import STATISTICS
from osteon.study import Cell

RISK_STATISTICS = ("n_at_risk", "n_event_by", "n_censored_by")
UNTIL = {"restricted_mean": "until"}
"""What stands between a statistic and its time, where that is not the time it is of."""
BELOW_ZERO = (
    "A limit below zero is printed as computed, though no time is; SPSS is believed to print zero "
    "there"
)
FOLLOWED_STATISTICS = (
    "n_population",
    "n_missing",
    "n_incomplete",
    "n_no_day",
    "n_before_origin",
    "n_before_landmark",
    "n_short",
    "n_without_time",
    "n_contradicting",
    "n_prevalent",
)


def build_survival_tables(material: Material) -> tuple[Table, ...]:
    """Return the table of estimates and, folded, the numbers that stand below the figure."""
    apart = (*RISK_STATISTICS, *FOLLOWED_STATISTICS)
    estimates = [cell for cell in material.described if cell.statistic not in apart]
    tables = (_estimates_table(material, estimates),) if estimates else ()
    return (*tables, *build_risk_tables(material))


def build_risk_tables(material: Material) -> tuple[Table, ...]:
    """Return, folded, the numbers that stand below a figure of curves."""
    risks = (_risk_table(material, statistic) for statistic in RISK_STATISTICS)
    return tuple(table for table in risks if table.rows)


def followed_lines(material: Material) -> tuple[Line, ...]:
    """Return how many were to be followed, and how many could not be for which reason."""
    cells = [cell for cell in material.described if cell.statistic in FOLLOWED_STATISTICS]
    if not cells:
        return ()
    found = [(Number(cell), f" {_statistic(material, cell.statistic)}") for cell in cells]
    return (Line(material.words.units.capitalize(), joined(found, "; ")),)


def _estimates_table(material: Material, cells: list[Cell]) -> Table:
    footnotes = Footnotes()
    series = _series_of(material, cells)
    causes = distinct(cell.variable for cell in cells)
    rows: list[Row] = []
    for cause in sorted(causes, key=position_in(("", *material.analysis.rows))):
        if cause:
            blank = (TableCell(),) * len(series)
            rows.append(Row(material.words.cause(cause), blank, RowKind.HEADING))
        own = [cell for cell in cells if cell.variable == cause]
        rows += [_row(material, same, series, footnotes) for same in _by_statistic_and_level(own)]
    head = (HeadCell(("Estimate",)), *(HeadCell((material.series_label(one),)) for one in series))
    return Table(
        id=material.analysis.id,
        title=material.analysis.title,
        head=(head,),
        rows=tuple(rows),
        footnotes=footnotes.listed(),
    )


def _by_statistic_and_level(cells: list[Cell]) -> list[list[Cell]]:
    """Return cells in rows: in the order of the vocabulary, times in the order of the results."""
    rows: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        rows.setdefault((cell.statistic, cell.level), []).append(cell)
    rank = position_in(("n", *STATISTICS))
    return [rows[key] for key in sorted(rows, key=lambda key: rank(key[0]))]


def _row(
    material: Material, cells: list[Cell], series: tuple[Series, ...], footnotes: Footnotes
) -> Row:
    first = cells[0]
    label = _statistic(material, first.statistic)
    if first.level:
        word = UNTIL.get(first.statistic, "at")
        label = f"{label} {word} {_time(material, first.level)}"
    if first.unit:
        label = f"{label}, {first.unit}"
    limits = plain_text(interval_name(cells))
    remark = BELOW_ZERO if is_survival_time(first) and any(c.conf_low < 0 for c in cells) else ""
    methods = "; ".join(distinct(cell.method for cell in cells if cell.method))
    method = ". ".join(text for text in (methods, remark) if text)
    found = {(cell.population, cell.group): cell for cell in cells}
    return Row(
        label=f"{label} ({limits})" if limits else label,
        cells=tuple(TableCell(with_interval(found.get(one))) for one in series),
        kind=RowKind.DETAIL if first.variable else RowKind.SINGLE,
        marker="" if is_count(first.statistic) else footnotes.marker(method),
    )


def _statistic(material: Material, statistic: str) -> str:
    """Return the word for a statistic, as the reading of the groups changes it."""
    reading, word = reading_of(material), material.words.statistic(statistic)
    changed = {
        "n": f"{word}{reading.member}",
        "n_censored": reading.censored,
        "median_follow_up": reading.follow_up,
    }
    return changed.get(statistic, word)


def _time(material: Material, level: str) -> str:
    """Return a time with its unit, and with its origin where that is a landmark."""
    time, origin = material.words.time(level), reading_of(material).origin
    return f"{time} from {origin}" if origin else time


def _series_of(material: Material, cells: list[Cell]) -> tuple[Series, ...]:
    named = {(cell.population, cell.group) for cell in cells}
    return tuple(one for one in material.series if one in named)


def _risk_table(material: Material, statistic: str) -> Table:
    cells = [cell for cell in material.described if cell.statistic == statistic]
    found = {(c.population, c.group, c.variable, c.level): c for c in cells}
    levels = sorted(distinct(cell.level for cell in cells), key=float)
    causes = distinct(cell.variable for cell in cells)
    rows = []
    places = [(one, cause) for one in _series_of(material, cells) for cause in causes]
    for series, cause in places:
        numbers = [found.get((*series, cause, level)) for level in levels]
        texts = (TableCell(() if cell is None else (Number(cell),)) for cell in numbers)
        label = material.series_label(series)
        rows.append(
            Row(f"{label}: {material.words.cause(cause)}" if cause else label, tuple(texts))
        )
    name = material.words.statistic(statistic)
    times = (HeadCell((level,)) for level in levels)
    unit = f"{name},{NO_BREAK_SPACE}{material.words.time_unit}"
    return Table(
        id=f"{material.analysis.id}_{statistic.removeprefix('n_')}",
        title=f"{name}: {material.analysis.title}",
        head=((HeadCell((unit,)), *times),),
        rows=tuple(rows),
        is_folded=True,
    )
