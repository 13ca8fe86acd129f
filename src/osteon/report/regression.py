"""Regressions: a table of ratios, alone and together, what the model says, and its forest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from osteon.report.covariates import (
    RATIO_NAMES,
    covariate_label,
    level_label,
    levels_of,
    reference_of,
)
from osteon.report.exhibits import Exhibits
from osteon.report.figures import Drawing, ForestFigure, ForestRow, draw_forest
from osteon.report.material import Material, Series
from osteon.report.phrases import equation, has_interval, interval_name, joined, with_interval
from osteon.report.rounding import NO_BREAK_SPACE
from osteon.report.survival import followed_lines
from osteon.report.tables import (
    Footnotes,
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
from osteon.study import Cell

ALONE = "_univariable"
HAZARDS = "p_value_proportional_hazards"
BENDS = "p_value_linearity"
REFERENCE = f"1{NO_BREAK_SPACE}(reference)"
MODEL_STATISTICS = ("n", "n_event", "events_per_variable")
WHOLE_TESTS = {
    "likelihood_ratio": "Likelihood-ratio test",
    "wald": "Wald test",
    "proportional_hazards": "Proportional hazards",
}


@dataclass(frozen=True)
class RatioTable:
    """What the table of a regression is made from.

    Parameters
    ----------
    material : Material
        The analysis.
    footnotes : Footnotes
        Methods of its columns.
    """

    material: Material
    footnotes: Footnotes = field(default_factory=Footnotes)

    @property
    def ratio(self) -> str:
        """Return the statistic that the model gives."""
        return str(self.material.analysis.settings.get("ratio", "hazard_ratio"))

    @property
    def series(self) -> Series:
        """Return the population whose cells stand in the table."""
        return (str(self.material.analysis.settings.get("population", "")), "")

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Return the models that have columns: each covariate alone, and all together."""
        cells = {cell.statistic for cell in self.material.cells}
        return tuple(
            s for s in (ALONE, "") if f"{self.ratio}{s}" in cells or f"p_value{s}" in cells
        )

    @property
    def has_hazards(self) -> bool:
        """Return whether proportional hazards were tested."""
        return any(cell.statistic == HAZARDS for cell in self.material.cells)

    def find(self, statistic: str, variable: str, level: str = "") -> Cell | None:
        """Return the cell of a place in the table."""
        return self.material.find(statistic, self.series, variable=variable, level=level)

    def numbers(self, variable: str, level: str) -> tuple[TableCell, TableCell]:
        """Return patients and events of a level."""
        found = (self.find(word, variable, level) for word in ("n", "n_event"))
        first, second = (TableCell(() if cell is None else (Number(cell),)) for cell in found)
        return first, second

    def ratios(self, variable: str, level: str = "", p_value: str = "p_value") -> list[TableCell]:
        """Return ratio and p of each model, with the letters of joint tests."""
        cells: list[TableCell] = []
        for suffix in self.suffixes:
            ratio = self.find(f"{self.ratio}{suffix}", variable, level)
            tested = self.find(f"{p_value}{suffix}", variable, level)
            is_reference = ratio is None and level == reference_of(self.material, variable) != ""
            text: Text = (REFERENCE,) if is_reference else with_interval(ratio)
            joint = tested is not None and ratio is None
            marker = self.footnotes.marker(tested.method) if tested is not None and joint else ""
            cells.append(TableCell(text))
            cells.append(TableCell(() if tested is None else (Number(tested),), marker))
        return cells

    def hazards(self, variable: str) -> tuple[TableCell, ...]:
        """Return the test of proportional hazards of a covariate, where there is a column."""
        if not self.has_hazards:
            return ()
        found = self.find(HAZARDS, variable)
        return (TableCell(() if found is None else (Number(found),)),)

    @property
    def no_hazards(self) -> tuple[TableCell, ...]:
        """Return the empty cell of a row whose covariate has its test in another."""
        return (TableCell(),) if self.has_hazards else ()


def build_regression(material: Material) -> Exhibits:
    """Return the exhibits of a regression."""
    table = RatioTable(material)
    return Exhibits(
        tables=(_build_table(table),) if table.suffixes else (),
        drawings=_draw_forest(table),
        remarks=(*followed_lines(material), *_missing_lines(table)),
        lines=tuple(_model_lines(table)),
    )


def _build_table(table: RatioTable) -> Table:
    head = _head(table)
    rows = [row for name in table.material.analysis.rows for row in _rows(table, name)]
    analysis = table.material.analysis
    return Table(
        id=analysis.id,
        title=analysis.title,
        head=head,
        rows=tuple(rows),
        footnotes=table.footnotes.listed(),
    )


def _head(table: RatioTable) -> tuple[tuple[HeadCell, ...], ...]:
    """Return the head: the models where there are two, below them ratio and p."""
    words = {ALONE: "Univariable", "": "Multivariable"}
    groups, columns = [], []
    for suffix in table.suffixes:
        cells = [c for c in table.material.cells if c.statistic == f"{table.ratio}{suffix}"]
        limits = plain_text(interval_name(cells))
        name = RATIO_NAMES.get(table.ratio, table.ratio)
        methods = {cell.method.partition("; against")[0] for cell in cells}
        marker = table.footnotes.marker("; ".join(sorted(methods)))
        groups.append(HeadCell((words[suffix],), columns=2))
        columns += [
            HeadCell((f"{name} ({limits})" if limits else name,), marker=marker),
            HeadCell(("p",)),
        ]
    units = table.material.words.units.capitalize()
    rows = 2 if len(groups) > 1 else 1
    first = [HeadCell((word,), rows=rows) for word in ("Covariate", units, "Events")]
    last: list[HeadCell] = []
    if table.has_hazards:
        method = next(c.method for c in table.material.cells if c.statistic == HAZARDS)
        marker = table.footnotes.marker(method)
        last = [HeadCell((f"p, proportional{NO_BREAK_SPACE}hazards",), rows=rows, marker=marker)]
    if rows == 1:
        return ((*first, *columns, *last),)
    return ((*first, *groups, *last), tuple(columns))


def _rows(table: RatioTable, variable: str) -> Iterator[Row]:
    label = covariate_label(table.material, variable)
    levels = levels_of(table.material, variable)
    nothing = (TableCell(), TableCell())
    if not levels:
        cells = (*nothing, *table.ratios(variable), *table.hazards(variable))
        yield Row(label, cells)
        return
    joint = [TableCell() for _ in table.suffixes for _ in range(2)]
    if any(table.find(f"p_value{suffix}", variable) for suffix in table.suffixes):
        joint = table.ratios(variable)
    yield Row(label, (*nothing, *joint, *table.hazards(variable)), RowKind.HEADING)
    for level in levels:
        cells = (
            *table.numbers(variable, level), *table.ratios(variable, level), *table.no_hazards,
        )  # fmt: skip
        yield Row(level_label(table.material, variable, level), cells, RowKind.DETAIL)
    if any(table.find(f"{BENDS}{suffix}", variable) for suffix in table.suffixes):
        bends = table.ratios(variable, p_value=BENDS)
        yield Row("Curvature", (*nothing, *bends, *table.no_hazards), RowKind.DETAIL)


def _missing_lines(table: RatioTable) -> tuple[Line, ...]:
    """Return which covariates some patients lack, and how many."""
    lacking = [cell for cell in table.material.cells if cell.statistic == "n_without"]
    if not lacking:
        return ()
    words = table.material.words
    found = ((f"{words.variable(cell.variable)} ", Number(cell)) for cell in lacking)
    return (Line("Without a value", joined(found, "; ")),)


def _model_lines(table: RatioTable) -> Iterator[Line]:
    """Yield what the model says as a whole: size, concordance, tests."""
    material = table.material
    cells = [material.find(word, table.series) for word in MODEL_STATISTICS]
    sizes: list[Text] = [
        (Number(cell), f" {material.words.statistic(cell.statistic).lower()}")
        for cell in cells
        if cell is not None
    ]
    concordance = material.find("concordance", table.series)
    if concordance is not None:
        sizes.append(equation("Harrell's C", concordance))
    if sizes:
        yield Line("Model", joined(sizes, "; "))
    for name, label in WHOLE_TESTS.items():
        numbers = [
            material.find(f"{w}_{name}", table.series) for w in ("chi_square", "df", "p_value")
        ]
        found = [cell for cell in numbers if cell is not None]
        if found:
            texts = (equation(material.words.statistic(cell.statistic), cell) for cell in found)
            method = "" if found[0].method == label else f"{found[0].method}: "
            yield Line(label, (method, *joined(texts, ", ")))


def _draw_forest(table: RatioTable) -> tuple[Drawing, ...]:
    """Return the forest of the ratios of all covariates together."""
    rows = [row for name in table.material.analysis.rows for row in _forest_rows(table, name)]
    estimates = [row.estimate for row in rows if row.estimate is not None]
    if not any(has_interval(cell) for cell in estimates):
        return ()
    analysis = table.material.analysis
    name = RATIO_NAMES.get(table.ratio, table.ratio)
    limits = plain_text(interval_name(estimates))
    has_events = any(any(row.before) for row in rows)
    together = ", all covariates together" if ALONE in table.suffixes else ""
    figure = ForestFigure(
        rows=tuple(rows),
        axis_label=f"{name}{together} (logarithmic scale)",
        before=(table.material.words.units.capitalize(), "Events") if has_events else (),
        after=(f"{name} ({limits})", "p"),
    )
    drawing = draw_forest(
        figure,
        f"{analysis.id}_forest",
        title=analysis.title,
        description=_describe(analysis.title, rows),
        legend=(f"Squares: {name.lower()}s; lines: ", *interval_name(estimates), "."),
    )
    return (drawing,)


def _forest_rows(table: RatioTable, variable: str) -> Iterator[ForestRow]:
    label = covariate_label(table.material, variable)
    levels = levels_of(table.material, variable)
    if not levels:
        yield _forest_row(table, variable, "", label, is_part=False)
        return
    yield ForestRow(label)
    for level in levels:
        word = level_label(table.material, variable, level)
        yield _forest_row(table, variable, level, word, is_part=True)


def _forest_row(
    table: RatioTable, variable: str, level: str, label: str, *, is_part: bool
) -> ForestRow:
    ratio, p_value = (table.find(word, variable, level) for word in (table.ratio, "p_value"))
    is_reference = ratio is None and level == reference_of(table.material, variable) != ""
    text: Text = (REFERENCE,) if is_reference else with_interval(ratio)
    return ForestRow(
        label,
        ratio,
        before=tuple(cell.content for cell in table.numbers(variable, level)),
        after=(text, () if p_value is None else (Number(p_value),)),
        is_part=is_part,
    )


def _describe(title: str, rows: Sequence[ForestRow]) -> str:
    """Return the forest in words."""
    texts = (f"{row.label}: {plain_text(row.after[0])}" if row.after else row.label for row in rows)
    return ". ".join([f"{title}. Forest plot", *texts]) + "."
