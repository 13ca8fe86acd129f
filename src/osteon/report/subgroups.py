"""Subgroups: a forest of the effect in all and within each level, and the same as a table."""

from collections.abc import Iterator
from dataclasses import dataclass

from osteon.report.covariates import RATIO_NAMES
from osteon.report.exhibits import Exhibits
from osteon.report.figures import Drawing, ForestFigure, ForestRow, draw_forest
from osteon.report.material import Material
from osteon.report.phrases import has_interval, interval_name, with_interval
from osteon.report.rounding import NO_BREAK_SPACE
from osteon.report.survival import followed_lines
from osteon.report.tables import (
    Footnotes,
    HeadCell,
    Number,
    Row,
    RowKind,
    Table,
    TableCell,
    Text,
    plain_text,
)
from osteon.report.words import VERSUS
from osteon.study import Cell

INTERACTION = "p_value_interaction"
INTERACTION_HEAD = f"p,{NO_BREAK_SPACE}interaction"


@dataclass(frozen=True)
class Effects:
    """The effect of a group in places: a variable and a level, both empty for all patients."""

    material: Material

    @property
    def population(self) -> str:
        """Return whom the analysis looks at."""
        return str(self.material.analysis.settings.get("population", ""))

    @property
    def sides(self) -> tuple[str, ...]:
        """Return the group whose risk is taken, and the one it is held against."""
        return tuple(self.material.analysis.settings.get("groups", ()))

    @property
    def ratio(self) -> str:
        """Return the statistic of the effect."""
        return str(self.material.analysis.settings.get("ratio", "hazard_ratio"))

    @property
    def places(self) -> Iterator[tuple[str, str]]:
        """Yield a variable and each of its levels; first all patients, headings without level."""
        yield "", ""
        for variable in self.material.analysis.rows:
            yield variable, ""
            cells = (c for c in self.material.cells if c.variable == variable and c.level)
            for level in dict.fromkeys(cell.level for cell in cells):
                yield variable, level

    def effect(self, variable: str, level: str) -> Cell | None:
        """Return the ratio of a place."""
        return self._compared(self.ratio, variable, level)

    def p_value(self, variable: str, level: str) -> Cell | None:
        """Return the p-value of the effect, or of the interaction where the place is a heading."""
        if variable and not level:
            series = (self.population, "")
            return self.material.find(INTERACTION, series, variable=variable)
        return self._compared("p_value", variable, level)

    def events(self, variable: str, level: str) -> tuple[Text, ...]:
        """Return events and patients of either side."""
        return tuple(self._events(side, variable, level) for side in self.sides)

    def label(self, variable: str, level: str) -> str:
        """Return the printed word of a place."""
        words = self.material.words
        if not variable:
            return f"All {words.units}"
        return words.level(variable, level) if level else words.variable(variable)

    def _events(self, side: str, variable: str, level: str) -> Text:
        event, n = (
            self.material.find(word, (self.population, side), variable=variable, level=level)
            for word in ("n_event", "n")
        )
        return (Number(event), "/", Number(n)) if event is not None and n is not None else ()

    def _compared(self, statistic: str, variable: str, level: str) -> Cell | None:
        series = (self.population, VERSUS.join(self.sides))
        return self.material.find(statistic, series, variable=variable, level=level)


def build_subgroups(material: Material) -> Exhibits:
    """Return the exhibits of an analysis of subgroups."""
    effects = Effects(material)
    return Exhibits(
        tables=(_build_table(effects),),
        drawings=_draw(effects),
        remarks=followed_lines(material),
    )


def _build_table(effects: Effects) -> Table:
    material, footnotes = effects.material, Footnotes()
    ratios = [effects.effect(*place) for place in effects.places]
    name, limits = RATIO_NAMES[effects.ratio], plain_text(interval_name(ratios))
    method = next((cell.method for cell in ratios if cell is not None), "")
    ratio_marker = footnotes.marker(method)
    rows = []
    for variable, level in effects.places:
        is_heading = bool(variable) and not level
        cells = [TableCell(text) for text in effects.events(variable, level)]
        cells.append(TableCell(with_interval(effects.effect(variable, level))))
        p_value = effects.p_value(variable, level)
        shown = () if p_value is None else (Number(p_value),)
        marker = footnotes.marker(p_value.method) if p_value is not None and is_heading else ""
        cells += [TableCell(), TableCell(shown, marker)] if is_heading else [
            TableCell(shown), TableCell(),
        ]  # fmt: skip
        kind = RowKind.HEADING if is_heading else RowKind.DETAIL if level else RowKind.SINGLE
        rows.append(Row(effects.label(variable, level), tuple(cells), kind))
    return Table(
        id=material.analysis.id,
        title=material.analysis.title,
        head=(_head(effects, f"{name} ({limits})" if limits else name, ratio_marker),),
        rows=tuple(rows),
        footnotes=footnotes.listed(),
    )


def _head(effects: Effects, ratio: str, marker: str) -> tuple[HeadCell, ...]:
    below = (f"events/{effects.material.words.units}",)
    sides = (HeadCell((effects.material.group_label(s),), below=below) for s in effects.sides)
    p_values = (HeadCell(("p",)), HeadCell((INTERACTION_HEAD,)))
    return (HeadCell(("Subgroup",)), *sides, HeadCell((ratio,), marker=marker), *p_values)


def _draw(effects: Effects) -> tuple[Drawing, ...]:
    """Return the forest, unless there is nothing to draw."""
    ratios = [cell for cell in (effects.effect(*place) for place in effects.places) if cell]
    if not any(map(has_interval, ratios)):
        return ()
    material, name = effects.material, RATIO_NAMES[effects.ratio]
    rows = tuple(_row(effects, variable, level) for variable, level in effects.places)
    first, second = (material.group_label(side) for side in effects.sides)
    limits = plain_text(interval_name(ratios))
    figure = ForestFigure(
        rows=rows,
        axis_label=f"{name}, {first} vs {second} (logarithmic scale)",
        before=(first, second),
        after=(f"{name} ({limits})", "p", INTERACTION_HEAD),
        sides=(f"fewer events: {first}", f"more events: {first}"),
    )
    texts = (f"{row.label}: {plain_text(row.after[0])}" for row in rows if row.estimate)
    description = ". ".join([f"{material.analysis.title}. Forest plot", *texts]) + "."
    counted = f"Events/{material.words.units} of either group."
    marks = f"{counted} Squares and diamond: {name.lower()}s; lines: "
    drawing = draw_forest(
        figure,
        material.analysis.id,
        title=material.analysis.title,
        description=description,
        legend=(marks, *interval_name(ratios), "."),
    )
    return (drawing,)


def _row(effects: Effects, variable: str, level: str) -> ForestRow:
    ratio, p_value = effects.effect(variable, level), effects.p_value(variable, level)
    shown: Text = () if p_value is None else (Number(p_value),)
    p_values: tuple[Text, Text] = ((), shown) if variable and not level else (shown, ())
    return ForestRow(
        effects.label(variable, level),
        ratio,
        before=effects.events(variable, level),
        after=(with_interval(ratio), *p_values),
        is_summary=not variable,
        is_part=bool(level),
    )
