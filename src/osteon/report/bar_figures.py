"""Figures of parts of a whole: bars of the levels of a variable, or of an outcome by group."""

from collections.abc import Iterator
from dataclasses import replace

from osteon.report.figure_wish import FigureWish, figure_wish
from osteon.report.figures import Bar, BarFigure, BarRow, Drawing, draw_bars
from osteon.report.material import YES, Material, Series
from osteon.report.phrases import count_and_percent, has_interval, interval_name
from osteon.report.pie_figures import build_pies
from osteon.report.tables import Text, plain_text
from osteon.report.verdict import verdict_lines


def build_distribution_figures(material: Material) -> tuple[Drawing, ...]:
    """Return the bars of an analysis, or its pies; none where no level has a percent.

    Among several variables, one that is only true or false gets a single bar.
    """
    wish = figure_wish(material)
    series = tuple(one for one in material.series if _has_bars(material, one))
    if wish.is_wanted and wish.form == "pies":
        return build_pies(material, series)
    variables = [variable for variable in material.variables if material.levels(variable)]
    rows = tuple(_level_rows(material, variables, series))
    if not wish.is_wanted or not any(row.bars for row in rows):
        return ()
    return (_draw(material, rows, series, wish),)


def build_association_figures(material: Material) -> tuple[Drawing, ...]:
    """Return the bars of how often each group had each outcome, or none without percents."""
    wish = figure_wish(material)
    series = tuple(one for one in material.series if _has_bars(material, one))
    rows = tuple(_group_rows(material, series))
    if not wish.is_wanted or not any(row.bars for row in rows):
        return ()
    return (_draw(material, rows, (), wish),)


def _draw(
    material: Material, rows: tuple[BarRow, ...], series: tuple[Series, ...], wish: FigureWish
) -> Drawing:
    names = tuple(material.series_label(one) for one in series)
    whole = f"{material.words.units}{' in the group' if material.grouping else ''}"
    figure = BarFigure(
        rows=rows,
        series=names if len(names) > 1 else (),
        axis_label=f"Percent of {whole}",
        tests=verdict_lines(material) if material.grouping else (),
        width=wish.width,
    )
    return draw_bars(
        figure,
        material.analysis.id,
        title=material.analysis.title,
        description=_description(material.analysis.title, figure),
        legend=_legend(rows),
    )


def _has_bars(material: Material, series: Series) -> bool:
    return any(
        cell.statistic == "percent" and cell.level and (cell.population, cell.group) == series
        for cell in material.described
    )


def _level_rows(
    material: Material, variables: list[str], series: tuple[Series, ...]
) -> Iterator[BarRow]:
    """Yield a row a level with a bar a population, below the name of its variable."""
    for variable in variables:
        label = material.words.variable(variable)
        if len(variables) > 1 and material.is_yes_or_no(variable):
            yield replace(_row(material, variable, YES, series), label=label)
            continue
        if len(variables) > 1:
            yield BarRow(label)
        for level in material.levels(variable):
            yield _row(material, variable, level, series)


def _row(material: Material, variable: str, level: str, series: tuple[Series, ...]) -> BarRow:
    bars = (_bar(material, variable, level, one) for one in series)
    coloured = (replace(bar, series=index) for index, bar in enumerate(bars) if bar)
    return BarRow(material.words.level(variable, level), tuple(coloured))


def _group_rows(material: Material, series: tuple[Series, ...]) -> Iterator[BarRow]:
    """Yield a row a group with one bar, below the outcome: only the yes of a yes or no."""
    for variable in material.variables:
        label = material.words.variable(variable)
        is_yes_or_no = material.is_yes_or_no(variable)
        for level in (YES,) if is_yes_or_no else material.levels(variable):
            word = material.words.level(variable, level)
            yield BarRow(label if is_yes_or_no else f"{label}: {word}")
            for one in series:
                bar = _bar(material, variable, level, one)
                if bar:
                    yield BarRow(material.series_label(one), (bar,))


def _bar(material: Material, variable: str, level: str, series: Series) -> Bar | None:
    """Return the bar of a percent with its count, of how many where the reader cannot know it."""
    percent = material.find("percent", series, variable=variable, level=level)
    if percent is None:
        return None
    count = material.find("n", series, variable=variable, level=level)
    with_total = bool(series[1])
    return Bar(percent, count_and_percent(count, percent, with_total=with_total, sign="%"))


def _legend(rows: tuple[BarRow, ...]) -> Text:
    """Return what the whiskers are, where there are some."""
    percents = [bar.percent for row in rows for bar in row.bars]
    if not any(map(has_interval, percents)):
        return ()
    return ("Whiskers: ", *interval_name(percents), ".")


def _description(title: str, figure: BarFigure) -> str:
    """Return the figure in words."""
    sentences = [f"{title}. Bars of percents"]
    for row in figure.rows:
        texts = [
            f"{figure.series[bar.series]} {plain_text(bar.text)}"
            if figure.series
            else plain_text(bar.text)
            for bar in row.bars
        ]
        sentences.append(f"{row.label}: {', '.join(texts)}" if texts else row.label)
    sentences += [plain_text(test) for test in figure.tests]
    return ". ".join(sentences) + "."
