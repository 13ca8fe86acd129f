"""Phrases made of numbers: intervals, counts with percents, and sentences on comparisons."""

import math
from collections.abc import Iterable

from osteon.report.material import Material
from osteon.report.number_style import HOUSE, current_style
from osteon.report.reading import naive_mark, safer_answer
from osteon.report.rounding import NO_BREAK_SPACE, Part, is_p_value, render_part
from osteon.report.tables import Line, Number, Text, capitalised
from osteon.study import Cell

Comparison = tuple[str, str, str, str, str]


def has_interval(cell: Cell | None) -> bool:
    """Return whether a cell carries an interval."""
    return cell is not None and not (math.isnan(cell.conf_low) and math.isnan(cell.conf_high))


def interval(cell: Cell) -> Text:
    """Return an interval: ``117.5-172.5``, or ``-1 to 2`` where a limit is negative."""
    style = current_style()
    between = style.negative_separator if cell.conf_low < 0 else style.interval_separator
    return (Number(cell, Part.CONF_LOW), between, Number(cell, Part.CONF_HIGH))


def with_interval(cell: Cell | None) -> Text:
    """Return a value and, where it has one, its interval in parentheses."""
    if cell is None:
        return ()
    if not has_interval(cell):
        return (Number(cell),)
    return (Number(cell), f"{NO_BREAK_SPACE}(", *interval(cell), ")")


def with_unit(cell: Cell, unit: str) -> Text:
    """Return a value and its unit; words that stand for a number, as *not estimable*, have none."""
    return (Number(cell), unit) if unit and math.isfinite(cell.value) else (Number(cell),)


def interval_name(cells: Iterable[Cell | None]) -> Text:
    """Return ``95% CI`` for the first of the cells that carries an interval, or nothing."""
    for cell in cells:
        if cell is not None and has_interval(cell):
            return (Number(cell, Part.CONF_LEVEL), f"{NO_BREAK_SPACE}CI")
    return ()


def named_interval(cell: Cell) -> Text:
    """Return an interval with its name: ``95% CI 117.5-172.5``."""
    return (*interval_name([cell]), current_style().interval_lead, *interval(cell))


def count_and_percent(
    count: Cell | None, percent: Cell | None, *, with_total: bool, sign: str = ""
) -> Text:
    """Return ``65 (61.9)``, or ``65/105 (61.9)`` where the reader cannot know the denominator."""
    if count is None:
        return () if percent is None else with_unit(percent, sign)
    has_total = with_total and count.n is not None
    total: Text = ("/", Number(count, Part.N)) if has_total else ()
    if percent is None:
        return (Number(count), *total)
    return (Number(count), *total, f"{NO_BREAK_SPACE}(", *with_unit(percent, sign), ")")


def two_numbers(cells: tuple[Cell | None, Cell | None], joint: str) -> Text:
    """Return two numbers that belong together, or nothing where either is wanting."""
    first, second = cells
    if first is None or second is None:
        return ()
    return (Number(first), joint, Number(second))


def comparison_lines(material: Material) -> tuple[Line, ...]:
    """Return one line a comparison: who was compared in what, by which methods, what came out.

    A safer answer than the naive one has a line of its own below it.
    """
    compared: dict[Comparison, list[Cell]] = {}
    for cell in material.comparing:
        safer = safer_answer(cell.statistic)
        place = (cell.population, cell.group, cell.variable, cell.level, safer)
        compared.setdefault(place, []).append(cell)
    return tuple(_comparison_line(material, cells) for cells in compared.values())


def equation(name: str, cell: Cell) -> Text:
    """Return ``name = value (interval)``; a p-value below its least brings its own sign."""
    is_p = is_p_value(cell.statistic)
    style = current_style()
    brings_sign = is_p and render_part(cell)[0] in "<>"
    gap = style.p_equals.partition("=")[0]
    sign = gap if brings_sign else style.p_equals if is_p else f"{NO_BREAK_SPACE}={NO_BREAK_SPACE}"
    name = style.p_symbol if is_p and name == HOUSE.p_symbol else name
    numbers: Text = (f"{name}{sign}", Number(cell))
    if not has_interval(cell):
        return numbers
    return (*numbers, " (", *named_interval(cell), ")")


def method_prefix(method: str) -> str:
    """Return what stands before the numbers of a method: its name, and a colon."""
    return f"{capitalised(method)}: " if method else ""


def joined(texts: Iterable[Text], separator: str) -> Text:
    """Return texts one after another with a separator between them."""
    result: Text = ()
    for text in texts:
        result += (separator, *text) if result else text
    return result


def _comparison_line(material: Material, cells: list[Cell]) -> Line:
    methods: dict[str, list[Text]] = {}
    for cell in cells:
        name = material.words.statistic(cell.statistic)
        methods.setdefault(cell.method, []).append(equation(name, cell))
    sentences = [_method_text(method, found) for method, found in methods.items()]
    label = _comparison_label(material, cells[0])
    return Line(label, (*joined(sentences, ". "), *_basis(cells[0])))


def _method_text(method: str, found: list[Text]) -> Text:
    return (method_prefix(method), *joined(found, ", "))


def _comparison_label(material: Material, cell: Cell) -> str:
    words = material.words
    variable = words.variable(cell.variable)
    level = words.level(cell.variable, cell.level)
    subject = f"{variable} ({level})" if variable and level else variable or level
    sides = material.group_label(cell.group) or words.population(cell.population)
    label = ", ".join(word for word in (subject, sides) if word)
    remark = safer_answer(cell.statistic) or naive_mark(material)
    return f"{label} ({remark})" if remark else label


def _basis(cell: Cell) -> Text:
    """Return how many patients a comparison rests on, and how many lacked a value."""
    if cell.n is None:
        return ()
    counted: Text = (f"; n{NO_BREAK_SPACE}={NO_BREAK_SPACE}", Number(cell, Part.N))
    if not cell.n_missing:
        return counted
    return (*counted, ", missing ", Number(cell, Part.N_MISSING))
