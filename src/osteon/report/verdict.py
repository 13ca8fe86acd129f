"""What a figure says of the tests of its groups: a short line each, marked where it is biased."""

import re
from collections.abc import Iterator

from osteon.report.material import NO, Material
from osteon.report.phrases import equation, joined, method_prefix
from osteon.report.reading import NAIVE_MARK, is_naive, is_time_safe
from osteon.report.rounding import is_p_value
from osteon.report.tables import Text
from osteon.report.words import VERSUS
from osteon.study import Cell

MOST_TESTS_IN_FIGURE = 2
EXACT = "p_value_exact"
DETAILS = re.compile(r"[(,;].*", re.DOTALL)


def verdict_lines(material: Material) -> tuple[Text, ...]:
    """Return the lines on tests of all groups, not of pairs among several; the exact form alone.

    Below a naive comparison stands the time-safe answer, where the study has one.
    """
    cells = [cell for cell in material.comparing if not is_time_safe(cell.statistic)]
    tests = [cell for cell in cells if is_p_value(cell.statistic)]
    tests = [cell for cell in tests if cell.statistic == EXACT or not _has_exact(cell, tests)]
    overall = [cell for cell in tests if not cell.group] or tests
    if len(overall) > MOST_TESTS_IN_FIGURE:
        return ()
    mark: Text = (f" ({NAIVE_MARK})",) if is_naive(material) else ()
    lines = tuple((*_test(cell), *mark) for cell in overall)
    safe = joined(_safe_parts(material), "; ")
    return (*lines, ("Time-safe: ", *safe)) if safe else lines


def _has_exact(cell: Cell, tests: list[Cell]) -> bool:
    return any(
        other.statistic == EXACT and (other.group, other.variable) == (cell.group, cell.variable)
        for other in tests
    )


def _test(cell: Cell) -> Text:
    """Return ``Log-rank test: p = 0.023``; the details of the method stand in the text."""
    name = DETAILS.sub("", cell.method).strip()
    return (method_prefix(name), *equation("p", cell))


def _safe_parts(material: Material) -> Iterator[Text]:
    for cell in material.comparing:
        if is_time_safe(cell.statistic):
            is_test = is_p_value(cell.statistic)
            yield _test(cell) if is_test else equation(_ratio_name(material, cell), cell)


def _ratio_name(material: Material, cell: Cell) -> str:
    """Return the name of a ratio, with those compared where a group came to be during time."""
    name = material.words.statistic(cell.statistic)
    groups = material.analysis.columns
    if len(groups) != 2 or NO not in groups:
        return name
    (other,) = (group for group in groups if group != NO)
    return f"{name}, {material.group_label(other + VERSUS + NO)}"
