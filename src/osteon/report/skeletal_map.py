"""The skeletal map of an analysis: the drawing, and its numbers as a table."""

from osteon.report.exhibits import Exhibits
from osteon.report.figure_wish import figure_wish
from osteon.report.figures import Drawing, MapLabel, SkeletalMap, draw_skeletal_map
from osteon.report.material import Material, Series
from osteon.report.phrases import count_and_percent, interval_name
from osteon.report.rounding import NO_BREAK_SPACE
from osteon.report.summaries import level_interval, level_text
from osteon.report.tables import (
    HeadCell,
    Line,
    Number,
    Row,
    RowKind,
    Table,
    TableCell,
    Text,
    plain_text,
)

MISSING_LEVEL = "missing"
ROWS: dict[str, str] = {"skeletal_event": "event", "radiotherapy_target": "treated site"}


def build_skeletal_map(material: Material) -> Exhibits:
    """Return the map and the table of one analysis of kind ``skeletal_map``."""
    (series,) = material.series[:1] or (("", ""),)
    wish = figure_wish(material)
    drawn = wish.is_wanted and any(cell.statistic == "percent" for cell in material.cells)
    return Exhibits(
        tables=(_table(material, series),),
        drawings=(_drawing(material, series),) if drawn else (),
        remarks=_remarks(material, series),
    )


def _regions(material: Material) -> tuple[str, ...]:
    """Return the variable of single regions: the last of the rows."""
    return material.variables[-1:]


def _noun(material: Material) -> str:
    return ROWS.get(str(material.analysis.settings.get("table", "")), "lesion")


def _drawing(material: Material, series: Series) -> Drawing:
    (variable,) = _regions(material)
    percents, labels = {}, {}
    for level in material.levels(variable):
        percent = material.find("percent", series, variable=variable, level=level)
        count = material.find("n", series, variable=variable, level=level)
        if percent is None or level == MISSING_LEVEL:
            continue
        percents[level] = percent
        numbers = count_and_percent(count, percent, with_total=False, sign="%")
        labels[level] = MapLabel(material.words.level(variable, level), numbers)
    noun = _noun(material)
    title = material.analysis.title
    said = [f"{label.name}: {plain_text(label.numbers)}" for label in labels.values()]
    figure = SkeletalMap(
        percents=percents,
        labels=labels,
        key=f"Patients with a {noun} in the region, percent of {_whole(material, series)}",
        width=figure_wish(material).width,
    )
    return draw_skeletal_map(
        figure,
        material.analysis.id,
        title=title,
        description=f"{title}. A skeleton shaded by region. {'. '.join(said)}.",
        legend=("Numbers: patients, and their percent. R and L are the patient's right and left.",),
    )


def _whole(material: Material, series: Series) -> str:
    return material.series_label(series)


def _table(material: Material, series: Series) -> Table:
    cells = [cell for cell in material.cells if cell.statistic == "percent"]
    noun = _noun(material)
    head: tuple[Text, ...] = (
        ("Region",),
        (f"Patients,{NO_BREAK_SPACE}n{NO_BREAK_SPACE}(%)",),
        interval_name(cells),
        (f"{noun.capitalize()}s",),
    )
    rows: list[Row] = []
    for variable in material.variables:
        heading = material.words.variable(variable)
        rows.append(Row(heading, (TableCell(),) * (len(head) - 1), RowKind.HEADING))
        rows += [_row(material, variable, level, series) for level in material.levels(variable)]
    return Table(
        id=material.analysis.id,
        title=material.analysis.title,
        head=(tuple(HeadCell(text) for text in head),),
        rows=tuple(rows),
        is_folded=bool(figure_wish(material).is_wanted),
    )


def _row(material: Material, variable: str, level: str, series: Series) -> Row:
    lesions = material.find("n_lesion", series, variable=variable, level=level)
    contents = (
        level_text(material, variable, level, series=series, with_total=False),
        level_interval(material, variable, level, series=series),
        () if lesions is None else (Number(lesions),),
    )
    cells = tuple(TableCell(content) for content in contents)
    return Row(material.words.level(variable, level), cells, RowKind.DETAIL)


def _remarks(material: Material, series: Series) -> tuple[Line, ...]:
    """Return how many patients were looked at, how many had any lesion, how many lesions."""
    noun = _noun(material)
    words = {"n": "in the population", "n_with_lesion": f"with any {noun}", "n_lesion": f"{noun}s"}
    found = {name: material.find(name, series) for name in words}
    parts: Text = ()
    for name, cell in found.items():
        if cell is not None:
            parts += ("; " if parts else "", Number(cell), f" {words[name]}")
    return (Line("Patients", parts),) if parts else ()
