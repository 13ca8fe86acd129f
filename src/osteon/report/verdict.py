"""What a figure says of the tests of its groups: a short line each, marked where it is biased."""

import re
from collections.abc import Iterator

from osteon.report.material import NO, Material
from osteon.report.phrases import equation, joined, method_prefix
from osteon.report.reading import SAFER_ANSWERS, naive_mark, safer_answer
from osteon.report.rounding import is_p_value
from osteon.report.tables import Text, capitalised
from osteon.report.words import VERSUS
from osteon.study import Cell

MOST_TESTS_IN_FIGURE = 2
EXACT = "p_value_exact"
DETAILS = re.compile(r"[(,;].*", re.DOTALL)


def verdict_lines(material: Material) -> tuple[Text, ...]:
    """Return the lines on tests of all groups, not of pairs among several; the exact form alone.

    Below a naive comparison stands the safer answer, where the study has one.
    """
    cells = [cell for cell in material.comparing if not safer_answer(cell.statistic)]
    tests = [cell for cell in cells if is_p_value(cell.statistic)]
    tests = [cell for cell in tests if cell.statistic == EXACT or not _has_exact(cell, tests)]
    overall = [cell for cell in tests if not cell.group] or tests
    if len(overall) > MOST_TESTS_IN_FIGURE:
        return ()
    mark = naive_mark(material)
    ending = f" ({mark})" if mark else ""
    naive = [(*_test(cell), ending) for cell in overall]
    ratios = joined((_ratio(material, cell) for cell in _plain_ratios(cells)), "; ")
    return (*naive, *(((*ratios, ending),) if ratios else ()), *_safer_lines(material))


def _plain_ratios(cells: list[Cell]) -> list[Cell]:
    """Return the hazard ratios that have room in a figure."""
    ratios = [cell for cell in cells if cell.statistic == "hazard_ratio" and not cell.variable]
    return ratios if len(ratios) <= MOST_TESTS_IN_FIGURE else []


def _ratio(material: Material, cell: Cell) -> Text:
    return equation(capitalised(_ratio_name(material, cell)), cell)


def _has_exact(cell: Cell, tests: list[Cell]) -> bool:
    return any(
        other.statistic == EXACT and (other.group, other.variable) == (cell.group, cell.variable)
        for other in tests
    )


def _safer_lines(material: Material) -> Iterator[Text]:
    for answer in SAFER_ANSWERS.values():
        cells = [cell for cell in material.comparing if safer_answer(cell.statistic) == answer]
        if cells:
            parts = joined((_safer_part(material, cell) for cell in cells), "; ")
            yield (f"{capitalised(answer)}: ", *parts)


def _safer_part(material: Material, cell: Cell) -> Text:
    is_test = is_p_value(cell.statistic)
    return _test(cell) if is_test else equation(_ratio_name(material, cell), cell)


def _test(cell: Cell) -> Text:
    """Return ``Log-rank test: p = 0.023``; the details of the method stand in the text."""
    name = DETAILS.sub("", cell.method).strip()
    return (method_prefix(name), *equation("p", cell))


def _ratio_name(material: Material, cell: Cell) -> str:
    """Return the name of a ratio, with those compared where a group came to be during time."""
    name = material.words.statistic(cell.statistic)
    groups = material.analysis.columns
    if cell.group:
        return f"{name}, {material.group_label(cell.group)}"
    if len(groups) != 2 or NO not in groups:
        return name
    (other,) = (group for group in groups if group != NO)
    return f"{name}, {material.group_label(other + VERSUS + NO)}"
