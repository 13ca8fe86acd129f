"""Measurements in time: the figure, and its numbers as a table."""

from collections.abc import Iterator

from osteon.report.exhibits import Exhibits
from osteon.report.figure_wish import figure_wish
from osteon.report.figures import (
    Drawing,
    TrajectoryFigure,
    TrajectoryPanel,
    TrajectoryPoint,
    draw_trajectory,
)
from osteon.report.material import Material, Series
from osteon.report.rounding import EN_DASH, NO_BREAK_SPACE
from osteon.report.tables import HeadCell, Number, Row, Table, TableCell, Text

LEGEND = (
    "Points: medians, hollow and not joined where they rest on fewer than five; bars: quartiles; "
    "broken line: time zero."
)


def build_trajectory(material: Material) -> Exhibits:
    """Return the figure and the table of one analysis of kind ``trajectory``."""
    series = (str(material.analysis.settings.get("population", "")), "")
    panels = tuple(_panels(material, series))
    if not panels:
        return Exhibits()
    wanted = figure_wish(material).is_wanted
    return Exhibits(
        tables=(_table(material, series),), drawings=(_drawing(material, panels),) if wanted else ()
    )


def _steps(material: Material) -> list[str]:
    levels = {cell.level for cell in material.cells if cell.statistic == "median"}
    return sorted(levels, key=int)


def _panels(material: Material, series: Series) -> Iterator[TrajectoryPanel]:
    for variable in material.variables:
        points = tuple(_points(material, series, variable))
        if points:
            yield TrajectoryPanel(_label(material, variable), points)


def _label(material: Material, variable: str) -> str:
    label = material.words.variable(variable)
    unit = str(material.analysis.settings.get("units", {}).get(variable, ""))
    return f"{label}, {unit}" if unit else label


def _points(material: Material, series: Series, variable: str) -> Iterator[TrajectoryPoint]:
    for level in _steps(material):
        cells = [
            material.find(statistic, series, variable=variable, level=level)
            for statistic in ("median", "q1", "q3", "n")
        ]
        median, lower, upper, count = cells
        if median and lower and upper and count:
            yield TrajectoryPoint(int(level), median, lower, upper, count)


def _drawing(material: Material, panels: tuple[TrajectoryPanel, ...]) -> Drawing:
    settings, title = material.analysis.settings, material.analysis.title
    origin = material.words.variable(str(settings.get("origin", "")))
    figure = TrajectoryFigure(
        panels=panels,
        first=int(settings.get("first", 0)),
        last=int(settings.get("last", 0)),
        time_label=f"Time from: {origin} ({settings.get('step', 'weeks')})",
        count_label=f"{material.words.units.capitalize()} with a value",
        width=figure_wish(material).width,
    )
    said = (
        f"{panel.label}: median {Number(panel.points[0].median)} at first, "
        f"{Number(panel.points[-1].median)} at last"
        for panel in panels
    )
    return draw_trajectory(
        figure,
        material.analysis.id,
        title=title,
        description=f"{title}. Medians with quartiles. {'. '.join(said)}.",
        legend=(LEGEND,),
    )


def _table(material: Material, series: Series) -> Table:
    step = str(material.analysis.settings.get("step", "weeks")).capitalize()
    heads = [HeadCell((step,), rows=2)]
    heads += [HeadCell((_label(material, each),), columns=2) for each in material.variables]
    below = [HeadCell(("n",)), HeadCell((f"Median{NO_BREAK_SPACE}(IQR)",))]
    rows = tuple(
        Row(
            level.replace("-", "\u2212"),
            tuple(
                TableCell(text)
                for variable in material.variables
                for text in _texts(material, series, variable, level)
            ),
        )
        for level in _steps(material)
    )
    return Table(
        id=material.analysis.id,
        title=material.analysis.title,
        head=(tuple(heads), tuple(below) * len(material.variables)),
        rows=rows,
        is_folded=figure_wish(material).is_wanted,
    )


def _texts(material: Material, series: Series, variable: str, level: str) -> tuple[Text, Text]:
    count, median, lower, upper = (
        material.find(statistic, series, variable=variable, level=level)
        for statistic in ("n", "median", "q1", "q3")
    )
    if not (count and median and lower and upper):
        return (), ()
    quartiles = (Number(lower), EN_DASH, Number(upper))
    return (Number(count),), (Number(median), f"{NO_BREAK_SPACE}(", *quartiles, ")")
