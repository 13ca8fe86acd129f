"""Findings on events that come again, on rates, and on what only assessments show."""

from collections.abc import Iterator

from osteon.report.material import Material, Series, distinct
from osteon.report.phrases import has_interval, joined, named_interval, with_unit
from osteon.report.tables import Number, Text
from osteon.report.verdict import verdict_lines
from osteon.study import Cell

CONVERTERS = "converters"


def write_recurrent(material: Material) -> Iterator[Text]:
    """Yield events and patients of each group, and the mean number of events at each time."""
    for series in material.series:
        parts: list[Text] = [*_counted(material, series, "events in ")]
        for cell in _of(material, series):
            if cell.statistic == "mean_events":
                when = material.words.time(cell.level)
                parts.append((f"events per patient at {when} ", *_estimate(cell)))
        if parts:
            yield (f"{material.series_label(series)}: ", *joined(parts, "; "))
    yield from verdict_lines(material)


def write_rates(material: Material) -> Iterator[Text]:
    """Yield events, person-years and the rate of each group."""
    for series in material.series:
        rate = material.find("rate", series)
        events, years = (material.find(word, series) for word in ("n_event", "person_years"))
        if rate and events and years:
            label = material.series_label(series)
            counted: Text = (Number(events), " events in ", Number(years), " person-years, ")
            yield (f"{label}: ", *counted, *with_unit(rate, f" {rate.unit}"), *_limits(rate))
    yield from verdict_lines(material)


def write_conversion(material: Material) -> Iterator[Text]:
    """Yield how many converted in each group, and the median by each way to answer."""
    for series in material.series:
        parts: list[Text] = [*_counted(material, series, "found to have converted, of ")]
        for way in distinct(cell.variable for cell in _of(material, series) if cell.variable):
            parts += _median(material, series, way)
        if parts:
            yield (f"{material.series_label(series)}: ", *joined(parts, "; "))
    yield from verdict_lines(material)


def _counted(material: Material, series: Series, between: str) -> Iterator[Text]:
    events, total = (material.find(word, series) for word in ("n_event", "n"))
    if events and total:
        yield (Number(events), f" {between}", Number(total), f" {material.words.units}")


def _median(material: Material, series: Series, way: str) -> Iterator[Text]:
    statistic = "median" if way == CONVERTERS else "median_time"
    name = f"median, {material.words.cause(way).lower()}, "
    unit = f" {material.words.time_unit}"
    cell = material.find(statistic, series, variable=way)
    if cell is not None:
        yield (name, *with_unit(cell, unit), *_limits(cell))
        return
    bounds = (material.find(f"{statistic}_{end}", series, variable=way) for end in ("from", "to"))
    low, high = bounds
    if low and high:
        yield (name, Number(low), " to ", Number(high), unit)


def _estimate(cell: Cell) -> Text:
    return (Number(cell), *_limits(cell))


def _limits(cell: Cell) -> Text:
    return (" (", *named_interval(cell), ")") if has_interval(cell) else ()


def _of(material: Material, series: Series) -> list[Cell]:
    return [cell for cell in material.described if (cell.population, cell.group) == series]
