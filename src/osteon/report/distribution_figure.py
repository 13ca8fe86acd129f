"""Figures of distributions: bars of the levels of every categorical variable."""

from dataclasses import replace

from osteon.report.figures import Bar, BarFigure, BarRow, Drawing, draw_bars
from osteon.report.material import YES, Material, Series
from osteon.report.rounding import NO_BREAK_SPACE
from osteon.report.tables import Number, Text, plain_text


def build_distribution_figures(material: Material) -> tuple[Drawing, ...]:
    """Return the bars of an analysis, or none where no level has a percent.

    Among several variables, one that is only true or false gets a single bar.
    """
    series = tuple(one for one in material.series if _has_bars(material, one))
    variables = [variable for variable in material.variables if material.levels(variable)]
    if not series or not variables:
        return ()
    rows = _rows(material, variables, series)
    names = tuple(material.series_label(one) for one in series)
    figure = BarFigure(
        rows=tuple(rows),
        series=names if len(names) > 1 else (),
        axis_label=f"Percent of {material.words.units}",
    )
    analysis = material.analysis
    description = _description(analysis.title, rows, names)
    return (draw_bars(figure, analysis.id, title=analysis.title, description=description),)


def _has_bars(material: Material, series: Series) -> bool:
    return any(
        cell.statistic == "percent" and cell.level and (cell.population, cell.group) == series
        for cell in material.described
    )


def _rows(material: Material, variables: list[str], series: tuple[Series, ...]) -> list[BarRow]:
    rows: list[BarRow] = []
    for variable in variables:
        label = material.words.variable(variable)
        levels = material.levels(variable)
        if len(variables) > 1 and material.is_yes_or_no(variable):
            rows.append(replace(_row(material, variable, YES, series), label=label))
            continue
        heading = [BarRow(label)] if len(variables) > 1 else []
        rows += [*heading, *(_row(material, variable, level, series) for level in levels)]
    return rows


def _row(material: Material, variable: str, level: str, series: tuple[Series, ...]) -> BarRow:
    bars = []
    for index, one in enumerate(series):
        percent = material.find("percent", one, variable=variable, level=level)
        count = material.find("n", one, variable=variable, level=level)
        if percent is not None:
            counted: Text = () if count is None else (Number(count), f"{NO_BREAK_SPACE}(")
            text = (*counted, Number(percent), "%)" if counted else "%")
            bars.append(Bar(percent, text, index))
    return BarRow(material.words.level(variable, level), tuple(bars))


def _description(title: str, rows: list[BarRow], names: tuple[str, ...]) -> str:
    """Return the figure in words."""
    sentences = [f"{title}. Bars of percents"]
    for row in rows:
        texts = [
            f"{names[bar.series]} {plain_text(bar.text)}"
            if len(names) > 1
            else plain_text(bar.text)
            for bar in row.bars
        ]
        sentences.append(f"{row.label}: {', '.join(texts)}" if texts else row.label)
    return ". ".join(sentences) + "."
