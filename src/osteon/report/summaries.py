"""Rows that summarise one variable in several populations: counts by level, or quantiles."""

import math

from osteon.report.material import Material, Series
from osteon.report.phrases import (
    count_and_percent,
    has_interval,
    interval,
    interval_name,
    two_numbers,
    with_interval,
)
from osteon.report.rounding import EN_DASH, NO_BREAK_SPACE, Part
from osteon.report.tables import Number, Text, plain_text
from osteon.study import Cell

NUMERIC_STATISTICS = ("n", "median", "q1", "q3", "min", "max", "mean", "sd")
MISSING = "Missing"
MISSING_LEVEL = "missing"


def numeric_summaries(material: Material, variable: str, series: Series) -> dict[str, Text]:
    """Return what is known of a numeric variable in one population, by the name of the row."""
    cells = {
        statistic: material.find(statistic, series, variable=variable)
        for statistic in NUMERIC_STATISTICS
    }
    quartiles = two_numbers((cells["q1"], cells["q3"]), EN_DASH)
    extremes = two_numbers((cells["min"], cells["max"]), EN_DASH)
    name, spread = ("Median (IQR)", quartiles) if quartiles else ("Median (range)", extremes)
    mean = two_numbers((cells["mean"], cells["sd"]), f"{NO_BREAK_SPACE}(")
    rows = {
        material.words.units.capitalize(): () if cells["n"] is None else (Number(cells["n"]),),
        **_median_rows(cells["median"], name, spread),
        "Range": extremes if quartiles or cells["median"] is None else (),
        "Mean (SD)": (*mean, ")") if mean else (),
    }
    return {name: text for name, text in rows.items() if text}


def level_text(
    material: Material, variable: str, level: str, *, series: Series, with_total: bool
) -> Text:
    """Return count and percent of one level in one population."""
    count = material.find("n", series, variable=variable, level=level)
    percent = material.find("percent", series, variable=variable, level=level)
    return count_and_percent(count, percent, with_total=with_total)


def level_interval(material: Material, variable: str, level: str, *, series: Series) -> Text:
    """Return the interval of a level's percent, or nothing where it has none."""
    percent = material.find("percent", series, variable=variable, level=level)
    return interval(percent) if percent is not None and has_interval(percent) else ()


def missing_text(material: Material, variable: str, series: Series) -> Text:
    """Return how many patients of a population lack a value, or nothing where nobody counted."""
    cell = next(
        (cell for cell in _cells_of(material, variable, series) if cell.n_missing is not None), None
    )
    return () if cell is None else (Number(cell, Part.N_MISSING),)


def needs_missing_row(material: Material, variable: str) -> bool:
    """Return whether some patients lack a value and no level of the variable says so."""
    cells = [cell for cell in material.described if cell.variable == variable]
    return any(cell.n_missing for cell in cells) and MISSING_LEVEL not in material.levels(variable)


def has_other_denominators(material: Material, variable: str) -> bool:
    """Return whether percents of a variable are of other patients than the column's head counts."""
    for series in material.series:
        total = material.find("n", series)
        size = None if total is None or math.isnan(total.value) else int(total.value)
        cells = _cells_of(material, variable, series)
        if any(cell.n != size for cell in cells if cell.statistic == "percent"):
            return True
    return False


def unit_of(material: Material, variable: str) -> str:
    """Return the unit of a numeric variable."""
    cells = (cell for cell in material.described if cell.variable == variable)
    return next((cell.unit for cell in cells if cell.unit), "")


def _median_rows(median: Cell | None, name: str, spread: Text) -> dict[str, Text]:
    if median is None:
        return {}
    rows: dict[str, Text] = {"Median": (Number(median),)}
    if spread:
        rows = {name: (Number(median), f"{NO_BREAK_SPACE}(", *spread, ")")}
    if has_interval(median):
        rows[f"Median ({plain_text(interval_name([median]))})"] = with_interval(median)
    return rows


def _cells_of(material: Material, variable: str, series: Series) -> list[Cell]:
    return [
        cell
        for cell in material.described
        if cell.variable == variable and (cell.population, cell.group) == series
    ]
