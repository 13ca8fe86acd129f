"""Weights for a treatment: balance as a table and a love plot, weighted curves, and the ratio."""

from collections.abc import Iterator
from dataclasses import replace

from osteon.report.covariates import covariate_label
from osteon.report.exhibits import Exhibits
from osteon.report.figures import Drawing, LoveFigure, LoveRow, draw_love
from osteon.report.material import Material
from osteon.report.phrases import equation, joined
from osteon.report.survival import build_survival_tables, followed_lines
from osteon.report.survival_figure import build_survival_figures
from osteon.report.tables import Footnotes, HeadCell, Line, Number, Row, Table, TableCell
from osteon.study import Cell

BEFORE, AFTER = "standardised_difference", "standardised_difference_weighted"
NAMES = ("Without weights", "With weights")
SMALL = 0.1
CHANCES = ("propensity_min", "propensity_max", "weight_min", "weight_max", "n_truncated")


def build_weighting(material: Material) -> Exhibits:
    """Return the exhibits of a weighted comparison."""
    grouped = replace(material, cells=tuple(cell for cell in material.cells if cell.group))
    return Exhibits(
        tables=(_balance_table(material), *build_survival_tables(grouped)),
        drawings=(*_draw_love(material), *build_survival_figures(material)),
        remarks=(*followed_lines(material), *_weight_lines(material)),
        lines=tuple(_ratio_lines(material)),
    )


def _differences(material: Material) -> Iterator[tuple[str, Cell | None, Cell | None]]:
    """Yield each covariate with how far apart the groups are in it, before and after."""
    series = (str(material.analysis.settings.get("population", "")), "")
    for variable in material.analysis.rows:
        before, after = (material.find(word, series, variable=variable) for word in (BEFORE, AFTER))
        yield variable, before, after


def _balance_table(material: Material) -> Table:
    footnotes = Footnotes()
    method = next((cell.method for _, cell, _ in _differences(material) if cell is not None), "")
    marker = footnotes.marker(method)
    rows = (
        Row(
            covariate_label(material, variable),
            tuple(TableCell(() if c is None else (Number(c),)) for c in (before, after)),
        )
        for variable, before, after in _differences(material)
    )
    head = (HeadCell(("Covariate",)), *(HeadCell((name,), marker=marker) for name in NAMES))
    analysis = material.analysis
    return Table(
        id=f"{analysis.id}_balance",
        title=f"{analysis.title}: balance of the covariates",
        head=(head,),
        rows=tuple(rows),
        footnotes=footnotes.listed(),
    )


def _draw_love(material: Material) -> tuple[Drawing, ...]:
    rows = tuple(
        LoveRow(covariate_label(material, variable), before, after)
        for variable, before, after in _differences(material)
    )
    title = f"{material.analysis.title}: balance of the covariates"
    figure = LoveFigure(
        rows=rows,
        names=NAMES,
        axis_label="Standardised difference, treated less untreated",
        thresholds=(-SMALL, SMALL),
    )
    texts = (
        f"{row.label}: {', '.join(str(Number(c)) for c in (row.before, row.after) if c)}"
        for row in rows
    )
    drawing = draw_love(
        figure,
        f"{material.analysis.id}_balance",
        title=title,
        description=". ".join([f"{title}. Love plot", *texts]) + ".",
        legend=(f"Broken lines: {SMALL:g}, below which a difference is held to be small.",),
    )
    return (drawing,)


def _weight_lines(material: Material) -> tuple[Line, ...]:
    """Return the range of the chances to be treated and of the weights."""
    found = [cell for cell in material.cells if cell.statistic in CHANCES]
    texts = [equation(material.words.statistic(cell.statistic), cell) for cell in found]
    return (Line("Chances and weights", joined(texts, "; ")),) if texts else ()


def _ratio_lines(material: Material) -> Iterator[Line]:
    """Yield the hazard ratio with weights and without."""
    for suffix, label in (("_weighted", NAMES[1]), ("", NAMES[0])):
        words = (f"hazard_ratio{suffix}", f"p_value{suffix}")
        found = [cell for cell in material.cells if cell.statistic in words and cell.group]
        if found:
            sides = material.group_label(found[0].group)
            texts = [equation(material.words.statistic(cell.statistic), cell) for cell in found]
            numbers = joined(texts, ", ")
            yield Line(f"{sides}, {label.lower()}", (f"{found[0].method}: ", *numbers))
