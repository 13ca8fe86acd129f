"""What an analysis found, as sentences in which every number is a cell's."""

from collections.abc import Callable, Iterator, Mapping

from osteon.report.material import YES, Material, Series
from osteon.report.phrases import equation, has_interval, joined, named_interval, with_unit
from osteon.report.reading import reading_of
from osteon.report.rounding import Part, is_p_value
from osteon.report.tables import Number, Text
from osteon.report.text.event_findings import write_conversion, write_rates, write_recurrent
from osteon.report.text.model_findings import (
    write_regression,
    write_subgroups,
    write_weighting,
)
from osteon.report.verdict import verdict_lines
from osteon.study import Cell

Sentences = Iterator[Text]
EXACT = "p_value_exact"


def write_findings(material: Material) -> tuple[Text, ...]:
    """Return the sentences on an analysis; none for a kind that has no sentences yet.

    Nothing is judged: a sentence says what was counted, estimated and tested, and a naive
    comparison is called naive.
    """
    write = FINDINGS.get(material.analysis.kind)
    return () if write is None else tuple((*text, ".") for text in write(material) if text)


def _characteristics(material: Material) -> Sentences:
    sizes = [(series, material.find("n", series)) for series in material.series]
    counted = [(Number(cell), f" in '{material.series_label(series)}'")
               for series, cell in sizes if cell is not None]  # fmt: skip
    if counted:
        yield (f"{material.words.units.capitalize()}: ", *joined(counted, ", "))
    for group, cells in _tests_by_group(material).items():
        tests = [(f"{material.words.variable(cell.variable)} ", *equation("p", cell))
                 for cell in cells]  # fmt: skip
        yield (f"{material.group_label(group)}: ", *joined(tests, ", "))


def _tests_by_group(material: Material) -> Mapping[str, list[Cell]]:
    """Return the tests of each comparison, the exact one where there is one."""
    tests = [cell for cell in material.comparing if is_p_value(cell.statistic) and cell.variable]
    exact = {(cell.group, cell.variable) for cell in tests if cell.statistic == EXACT}
    groups: dict[str, list[Cell]] = {}
    for cell in tests:
        if cell.statistic == EXACT or (cell.group, cell.variable) not in exact:
            groups.setdefault(cell.group, []).append(cell)
    return groups


def _distribution(material: Material) -> Sentences:
    for variable in material.variables:
        label = material.words.variable(variable)
        for series in material.series:
            shares = list(_shares(material, variable, series))
            if shares:
                yield (f"{label}, {material.series_label(series)}: ", *joined(shares, "; "))
    yield from verdict_lines(material)


def _shares(material: Material, variable: str, series: Series) -> Iterator[Text]:
    """Yield one text a level: of a yes or no the yes alone."""
    is_yes_or_no = material.is_yes_or_no(variable)
    for level in (YES,) if is_yes_or_no else material.levels(variable):
        count = material.find("n", series, variable=variable, level=level)
        percent = material.find("percent", series, variable=variable, level=level)
        if count is not None and percent is not None:
            word = "" if is_yes_or_no else f"{material.words.level(variable, level)} "
            yield (word, Number(count), *_of_all(count), " (", *_percent(percent), ")")


def _of_all(count: Cell) -> Text:
    return () if count.n is None else (" of ", Number(count, Part.N))


def _percent(cell: Cell) -> Text:
    percent = with_unit(cell, "%")
    return (*percent, "; ", *named_interval(cell)) if has_interval(cell) else percent


def _over_time(material: Material) -> Sentences:
    for series in material.series:
        parts = [*_events(material, series), *_median(material, series),
                 *_at_times(material, series)]  # fmt: skip
        if parts:
            yield (f"{material.series_label(series)}: ", *joined(parts, "; "))
    yield from verdict_lines(material)


def _events(material: Material, series: Series) -> Iterator[Text]:
    total = material.find("n", series)
    events = [c for c in _described(material, series) if c.statistic == "n_event"]
    member = reading_of(material).member
    for cell in events:
        cause = material.words.cause(cell.variable) if cell.variable else "events"
        whole: Text = () if total is None else (" of ", Number(total), f" {material.words.units}")
        yield (f"{cause} ", Number(cell), *whole, member if total is not None else "")


def _median(material: Material, series: Series) -> Iterator[Text]:
    cell = material.find("median_survival", series)
    if cell is not None:
        unit = f" {cell.unit}" if cell.unit else ""
        limits: Text = (" (", *named_interval(cell), ")") if has_interval(cell) else ()
        yield ("median ", *with_unit(cell, unit), *limits)


def _at_times(material: Material, series: Series) -> Iterator[Text]:
    """Yield what is estimated, with its value at each time asked for."""
    named: dict[str, list[Text]] = {}
    for cell in _described(material, series):
        if cell.statistic in {"survival", "cumulative_incidence"} and cell.level:
            cause = f" of {material.words.cause(cell.variable)}" if cell.variable else ""
            name = f"{material.words.statistic(cell.statistic).lower()}{cause}"
            limits: Text = (" (", *named_interval(cell), ")") if has_interval(cell) else ()
            when = f"at {material.words.time(cell.level)} "
            named.setdefault(name, []).append((when, *with_unit(cell, "%"), *limits))
    for name, at_times in named.items():
        yield (f"{name} ", *joined(at_times, ", "))


def _described(material: Material, series: Series) -> list[Cell]:
    return [c for c in material.described if (c.population, c.group) == series]


FINDINGS: Mapping[str, Callable[[Material], Sentences]] = {
    "characteristics": _characteristics,
    "distribution": _distribution,
    "association": _distribution,
    "survival": _over_time,
    "survival_rates": _over_time,
    "cumulative_incidence": _over_time,
    "regression": write_regression,
    "subgroups": write_subgroups,
    "weighting": write_weighting,
    "recurrent": write_recurrent,
    "rates": write_rates,
    "conversion": write_conversion,
    "dose_response": _distribution,
}
