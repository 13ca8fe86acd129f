"""Moves between levels of two variables: streams, and the same numbers as a table."""

from osteon.report.exhibits import Exhibits
from osteon.report.figure_wish import figure_wish
from osteon.report.figures import (
    AlluvialFigure,
    AlluvialNode,
    AlluvialStream,
    Drawing,
    draw_alluvial,
)
from osteon.report.material import Material
from osteon.report.phrases import count_and_percent
from osteon.report.rounding import NO_BREAK_SPACE
from osteon.report.tables import HeadCell, Number, Row, Table, TableCell, Text

TOTAL = "All"


def build_transition(material: Material) -> Exhibits:
    """Return the streams and the table of one analysis of kind ``transition``."""
    transition = Transition(material)
    wanted = figure_wish(material).is_wanted and bool(transition.starts and transition.ends)
    return Exhibits(
        tables=(_table(transition),), drawings=(_drawing(transition),) if wanted else ()
    )


class Transition:
    """The levels of both variables, and the cells of those who moved."""

    def __init__(self, material: Material) -> None:
        settings = material.analysis.settings
        self.material = material
        self.population = str(settings.get("population", ""))
        self.variables = (str(settings.get("from", "")), str(settings.get("to", "")))
        self.starts = tuple(settings.get("from_levels", ()))
        self.ends = tuple(settings.get("to_levels", ()))

    def text(self, variable: str, level: str, *, start: str = "") -> Text:
        """Return count and percent of a level, or of those who moved to it from another."""
        find = self.material.find
        series = (self.population, start)
        count = find("n", series, variable=variable, level=level)
        percent = find("percent", series, variable=variable, level=level)
        return count_and_percent(count, percent, with_total=False, sign="%")

    def nodes(self, variable: str, levels: tuple[str, ...]) -> tuple[AlluvialNode, ...]:
        """Return the levels of one variable that anybody has."""
        found = (
            (level, self.material.find("n", (self.population, ""), variable=variable, level=level))
            for level in levels
        )
        words = self.material.words
        return tuple(
            AlluvialNode(count, words.level(variable, level), self.text(variable, level))
            for level, count in found
            if count is not None and count.value
        )

    def present(self, variable: str, levels: tuple[str, ...]) -> tuple[str, ...]:
        """Return the levels that anybody has, in the order of the nodes."""
        cells = {
            level: self.material.find("n", (self.population, ""), variable=variable, level=level)
            for level in levels
        }
        return tuple(level for level, cell in cells.items() if cell is not None and cell.value)


def _drawing(transition: Transition) -> Drawing:
    material = transition.material
    first, last = transition.variables
    starts = transition.present(first, transition.starts)
    ends = transition.present(last, transition.ends)
    streams = []
    said = []
    for i, start in enumerate(starts):
        for j, end in enumerate(ends):
            place = (transition.population, start)
            count = material.find("n", place, variable=last, level=end)
            if count is not None and count.value:
                streams.append(AlluvialStream(i, j, count))
                words = material.words
                said.append(
                    f"{words.level(first, start)} to {words.level(last, end)}: {Number(count)}"
                )
    figure = AlluvialFigure(
        heads=(material.words.variable(first), material.words.variable(last)),
        starts=transition.nodes(first, transition.starts),
        ends=transition.nodes(last, transition.ends),
        streams=tuple(streams),
        width=figure_wish(material).width,
    )
    title = material.analysis.title
    return draw_alluvial(
        figure,
        material.analysis.id,
        title=title,
        description=f"{title}. Streams from level to level. {'. '.join(said)}.",
        legend=("Numbers in the streams: how many moved; narrow streams stand in the table.",),
    )


def _table(transition: Transition) -> Table:
    material = transition.material
    words = material.words
    first, last = transition.variables
    form = f"n{NO_BREAK_SPACE}(%)"
    levels = (*(words.level(last, end) for end in transition.ends), TOTAL)
    rows = [
        Row(
            words.level(first, start),
            (
                *(TableCell(transition.text(last, end, start=start)) for end in transition.ends),
                TableCell(transition.text(first, start)),
            ),
        )
        for start in transition.starts
    ]
    total = material.find("n", (transition.population, ""))
    sums = (
        *(TableCell(transition.text(last, end)) for end in transition.ends),
        TableCell(() if total is None else (Number(total),)),
    )
    return Table(
        id=material.analysis.id,
        title=f"{material.analysis.title}, {form}",
        head=(
            (
                HeadCell((words.variable(first),), rows=2),
                HeadCell((words.variable(last),), columns=len(levels)),
            ),
            tuple(HeadCell((level,)) for level in levels),
        ),
        rows=(*rows, Row(TOTAL, sums)),
        footnotes=(),
    )
