"""Pies of parts of a whole, where a protocol asks for them instead of bars."""

from collections.abc import Sequence

from osteon.report.figure_wish import figure_wish
from osteon.report.figures import Drawing, Pie, PieFigure, Slice, draw_pies
from osteon.report.material import Material, Series
from osteon.report.phrases import count_and_percent
from osteon.report.tables import plain_text


def build_pies(material: Material, series: Sequence[Series]) -> tuple[Drawing, ...]:
    """Return one figure with a pie for each variable in each population that has percents."""
    pies = tuple(
        Pie(_title(material, variable, one, series), _slices(material, variable, one))
        for variable in material.variables
        for one in series
        if _slices(material, variable, one)
    )
    if not pies:
        return ()
    title = material.analysis.title
    figure = PieFigure(pies, figure_wish(material).width)
    drawing = draw_pies(
        figure, material.analysis.id, title=title, description=_description(title, pies)
    )
    return (drawing,)


def _title(material: Material, variable: str, one: Series, series: Sequence[Series]) -> str:
    label = material.words.variable(variable)
    return f"{label}: {material.series_label(one)}" if len(series) > 1 else label


def _slices(material: Material, variable: str, series: Series) -> tuple[Slice, ...]:
    slices = []
    for level in material.levels(variable):
        percent = material.find("percent", series, variable=variable, level=level)
        count = material.find("n", series, variable=variable, level=level)
        if percent is not None and percent.value > 0:
            numbers = count_and_percent(count, percent, with_total=False, sign="%")
            slices.append(Slice(percent, material.words.level(variable, level), numbers))
    return tuple(slices)


def _description(title: str, pies: Sequence[Pie]) -> str:
    """Return the figure in words."""
    sentences = [f"{title}. Pies"]
    for pie in pies:
        parts = "; ".join(f"{part.label} {plain_text(part.numbers)}" for part in pie.slices)
        sentences.append(f"{pie.title}: {parts}")
    return ". ".join(sentences) + "."
