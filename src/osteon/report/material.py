"""The material of one analysis: its cells and curves, looked up by what they are."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from osteon.report.rounding import is_p_value
from osteon.report.words import VERSUS, Words
from osteon.study import (
    AnalysisResult,
    Cell,
    Curve,
    GuardFinding,
    PublishedValue,
    StudyResults,
)

Series = tuple[str, str]
"""Population and group: one column of a table, or one curve."""

Value = TypeVar("Value")
Place = tuple[str, str, str, str, str]

YES, NO = "true", "false"
TEST_STATISTICS = frozenset({"chi_square", "df", "min_expected", "test_statistic", "dispersion"})


@dataclass(frozen=True)
class Material:
    """All that a report knows about one analysis.

    Parameters
    ----------
    analysis : AnalysisResult
        How it is to be shown.
    cells : tuple of Cell
        Its cells, in the order of the results.
    curves : tuple of Curve
        Its curves.
    warnings : tuple of GuardFinding
        Guards that fired on it.
    words : Words
        Printed words.
    published : tuple of PublishedValue
        What a publication printed on the same questions.
    """

    analysis: AnalysisResult
    cells: tuple[Cell, ...]
    curves: tuple[Curve, ...]
    warnings: tuple[GuardFinding, ...]
    words: Words
    published: tuple[PublishedValue, ...] = ()

    def find(
        self, statistic: str, series: Series, *, variable: str = "", level: str = ""
    ) -> Cell | None:
        """Return the cell of this place, or nothing where the study has none."""
        return self._places.get((statistic, *series, variable, level))

    @cached_property
    def described(self) -> tuple[Cell, ...]:
        """Return the cells that describe patients; the others compare them."""
        return tuple(cell for cell in self.cells if not is_comparison(cell))

    @cached_property
    def comparing(self) -> tuple[Cell, ...]:
        """Return the cells that compare groups: tests and ratios."""
        return tuple(cell for cell in self.cells if is_comparison(cell))

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """Return the populations and groups, as the analysis orders them."""
        found = [(cell.population, cell.group) for cell in self.described]
        found += [(curve.population, curve.group) for curve in self.curves]
        rank = position_in(self.analysis.columns)
        return tuple(sorted(distinct(found), key=lambda series: (rank(series[0]), rank(series[1]))))

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """Return the variables described, as the analysis orders them."""
        found = distinct(cell.variable for cell in self.described if cell.variable)
        return tuple(sorted(found, key=position_in(self.analysis.rows)))

    def levels(self, variable: str) -> tuple[str, ...]:
        """Return the levels found of a variable, in the order of their words."""
        cells = (cell for cell in self.described if cell.variable == variable)
        found = distinct(cell.level for cell in cells if cell.level)
        return tuple(sorted(found, key=position_in(self.words.levels(variable))))

    def is_yes_or_no(self, variable: str) -> bool:
        """Return whether every patient has one of two levels, true and false, and one says all."""
        return set(self.levels(variable)) == {YES, NO}

    @property
    def grouping(self) -> str:
        """Return the variable that patients were grouped by, or nothing."""
        return str(self.analysis.settings.get("group", ""))

    def group_label(self, group: str) -> str:
        """Return the printed word for a group of this analysis, or for the sides compared."""
        return self.words.group(group, self.grouping)

    def series_label(self, series: Series) -> str:
        """Return the printed word for a population or group of this analysis."""
        population, group = series
        if not group:
            return self.words.population(population)
        label = self.group_label(group)
        is_ambiguous = len({other for other, same in self.series if same == group}) > 1
        return f"{self.words.population(population)}: {label}" if is_ambiguous else label

    def part(self, series: Sequence[Series], variables: Sequence[str]) -> "Material":
        """Return what the analysis found on some variables in some populations or groups."""
        cells = tuple(
            cell
            for cell in self.cells
            if cell.variable in variables
            or (not cell.variable and (cell.population, cell.group) in series)
        )
        analysis = replace(
            self.analysis,
            id=f"{self.analysis.id}_{variables[0]}",
            title=f"{self.analysis.title}: {self.words.variable(variables[0])}",
        )
        return replace(self, analysis=analysis, cells=cells)

    @cached_property
    def _places(self) -> Mapping[Place, Cell]:
        return {
            (cell.statistic, cell.population, cell.group, cell.variable, cell.level): cell
            for cell in self.cells
        }


def gather_material(results: StudyResults, analysis: AnalysisResult, words: Words) -> Material:
    """Return what the results hold on one analysis."""
    return Material(
        analysis=analysis,
        cells=tuple(cell for cell in results.cells if cell.analysis == analysis.id),
        curves=tuple(curve for curve in results.curves if curve.analysis == analysis.id),
        warnings=tuple(found for found in results.warnings if found.analysis == analysis.id),
        words=words,
        published=tuple(one for one in results.published if one.analysis == analysis.id),
    )


def is_comparison(cell: Cell) -> bool:
    """Return whether a cell compares groups rather than describes one."""
    words = cell.statistic.split("_")
    return (
        VERSUS in cell.group
        or is_p_value(cell.statistic)
        or cell.statistic in TEST_STATISTICS
        or "ratio" in words
        or "difference" in words
    )


def distinct(values: Iterable[Value]) -> tuple[Value, ...]:
    """Return each value once, in the order of its first appearance."""
    return tuple(dict.fromkeys(values))


def position_in(order: Sequence[str]) -> Callable[[str], int]:
    """Return a sort key that puts what the order names first, and the rest after it."""
    positions = {name: index for index, name in enumerate(order)}
    return lambda name: positions.get(name, len(positions))
