"""Tables and figures of what only assessments show: a row for each way to answer it."""

from collections.abc import Iterator

from osteon.report.exhibits import Exhibits
from osteon.report.material import Material, Series, distinct
from osteon.report.phrases import comparison_lines, interval_name, two_numbers, with_interval
from osteon.report.rounding import EN_DASH, NO_BREAK_SPACE
from osteon.report.survival import build_risk_tables, followed_lines
from osteon.report.survival_figure import build_survival_figures
from osteon.report.tables import (
    Footnotes,
    HeadCell,
    Number,
    Row,
    RowKind,
    Table,
    TableCell,
    Text,
    plain_text,
)


def build_conversion(material: Material) -> Exhibits:
    """Return the exhibits of an analysis of conversion."""
    return Exhibits(
        tables=(_ways_table(material), *build_risk_tables(material)),
        drawings=build_survival_figures(material),
        remarks=followed_lines(material),
        lines=comparison_lines(material),
    )


def _ways_table(material: Material) -> Table:
    """Return medians and shares at times, with the interval or the bounds of each way."""
    times = tuple(str(time) for time in material.analysis.settings.get("times", ()))
    limits = plain_text(interval_name(material.described))
    unit = material.words.time_unit
    footnotes = Footnotes()
    heads = [HeadCell((f"At {material.words.time(time)}, %",)) for time in times]
    return Table(
        id=material.analysis.id,
        title=material.analysis.title,
        head=(
            (
                HeadCell((f"Way ({limits})" if limits else "Way",)),
                HeadCell((f"Median, {unit}",)),
                *heads,
            ),
        ),
        rows=tuple(_rows(material, times, footnotes)),
        footnotes=footnotes.listed(),
    )


def _rows(material: Material, times: tuple[str, ...], footnotes: Footnotes) -> Iterator[Row]:
    ways = distinct(cell.variable for cell in material.described if cell.variable)
    ordered = sorted(ways, key=lambda way: way == "converters")
    named = {(cell.population, cell.group) for cell in material.described if cell.variable}
    for series in (one for one in material.series if one in named):
        yield Row(_group_label(material, series), _counts(material, series, times), RowKind.HEADING)
        for way in ordered:
            yield Row(
                material.words.cause(way),
                tuple(TableCell(text) for text in _texts(material, series, way, times)),
                RowKind.DETAIL,
                marker=footnotes.marker(_method(material, series, way)),
            )


def _group_label(material: Material, series: Series) -> str:
    return f"{material.series_label(series)}: converted / all"


def _counts(material: Material, series: Series, times: tuple[str, ...]) -> tuple[TableCell, ...]:
    event, total = (material.find(word, series) for word in ("n_event", "n"))
    counted = two_numbers((event, total), f"{NO_BREAK_SPACE}/{NO_BREAK_SPACE}")
    return (TableCell(counted), *(TableCell() for _ in times))


def _texts(material: Material, series: Series, way: str, times: tuple[str, ...]) -> Iterator[Text]:
    """Yield what a way says of the median and of each time."""
    if way == "converters":
        median, low, high = (
            material.find(word, series, variable=way) for word in ("median", "min", "max")
        )
        extremes = two_numbers((low, high), EN_DASH)
        yield (*with_interval(median), f"{NO_BREAK_SPACE}(range ", *extremes, ")") if median else ()
        yield from () if not times else ((),) * len(times)
        return
    yield _value(material, series, way, "median_time", "")
    for time in times:
        yield _value(material, series, way, "converted", time)


def _value(material: Material, series: Series, way: str, statistic: str, level: str) -> Text:
    """Return an estimate with its interval, or the bounds within which it lies."""
    cell = material.find(statistic, series, variable=way, level=level)
    if cell is not None:
        return with_interval(cell)
    bounds = (
        material.find(f"{statistic}_{end}", series, variable=way, level=level)
        for end in ("from", "to")
    )
    low, high = bounds
    if low is None or high is None:
        return (EN_DASH,)
    if str(Number(low)) == str(Number(high)):
        return (Number(low),)
    return (Number(low), " to ", Number(high))


def _method(material: Material, series: Series, way: str) -> str:
    cells = (
        cell
        for cell in material.described
        if (cell.population, cell.group) == series and cell.variable == way
    )
    return next((cell.method for cell in cells if cell.method), "")
