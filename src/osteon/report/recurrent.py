"""Tables and figures of events that come again: means over time, and patients by number."""

from dataclasses import replace

from osteon.report.exhibits import Exhibits
from osteon.report.material import Material
from osteon.report.phrases import comparison_lines, interval_name
from osteon.report.rounding import NO_BREAK_SPACE
from osteon.report.summaries import level_interval, level_text
from osteon.report.survival import build_survival_tables, followed_lines
from osteon.report.survival_figure import build_survival_figures
from osteon.report.tables import HeadCell, Number, Row, Table, TableCell, Text


def build_recurrent(material: Material) -> Exhibits:
    """Return the exhibits of an analysis of events that come again."""
    over_time = replace(material, cells=tuple(c for c in material.cells if not c.variable))
    return Exhibits(
        tables=(*build_survival_tables(over_time), *_number_tables(material)),
        drawings=build_survival_figures(material),
        remarks=followed_lines(material),
        lines=comparison_lines(material),
    )


def _number_tables(material: Material) -> tuple[Table, ...]:
    """Return a table of patients by the number of their events, one column a group."""
    endpoint = str(material.analysis.settings.get("endpoint", ""))
    cells = [cell for cell in material.described if cell.variable == endpoint and cell.level]
    if not cells:
        return ()
    named = {(cell.population, cell.group) for cell in cells}
    series = tuple(one for one in material.series if one in named)
    numbers = sorted({cell.level for cell in cells}, key=int)
    percents = [cell for cell in cells if cell.statistic == "percent"]
    form = f"n{NO_BREAK_SPACE}(%)"
    heads = []
    for one in series:
        total = material.find("n", one)
        size: Text = () if total is None else (f"n{NO_BREAK_SPACE}={NO_BREAK_SPACE}", Number(total))
        heads.append(HeadCell((material.series_label(one),), below=size, columns=2))
    return (
        Table(
            id=f"{material.analysis.id}_by_number",
            title=f"{material.words.units.capitalize()} by number of events: "
            f"{material.words.cause(endpoint)}",
            head=(
                (HeadCell(("Events",), rows=2), *heads),
                (HeadCell((form,)), HeadCell(interval_name(percents))) * len(series),
            ),
            rows=tuple(
                Row(
                    number,
                    tuple(
                        TableCell(text)
                        for one in series
                        for text in (
                            level_text(material, endpoint, number, series=one, with_total=False),
                            level_interval(material, endpoint, number, series=one),
                        )
                    ),
                )
                for number in numbers
            ),
        ),
    )
