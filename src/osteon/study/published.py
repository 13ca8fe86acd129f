"""Values that a publication printed, held against ours: they agree, differ, or cannot be."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import get_args

from osteon.errors import Problem, StudyError, suggest
from osteon.estimate import find_counts_for_percentage
from osteon.protocol import (
    Brackets,
    Printed,
    PrintedNumber,
    Published,
    StudyProtocol,
    parse_printed,
)
from osteon.study.answer import Answer
from osteon.study.results import Cell, PublishedValue

STATISTICS: Mapping[str, tuple[str, ...]] = {
    "percent": ("percent",),
    "range": ("min", "max"),
    "quartiles": ("q1", "q3"),
}
"""Which statistics stand in brackets; an interval is part of its cell."""
LISTED = 12


def compare_with_published(
    protocol: StudyProtocol, answers: Sequence[Answer]
) -> tuple[PublishedValue, ...]:
    """Hold every value that the protocol quotes against the cell it names.

    Raises
    ------
    StudyError
        A quoted value names a cell that the run does not give; with the nearest that it does.
    """
    compared: list[PublishedValue] = []
    problems: list[Problem] = []
    for answer in answers:
        name = answer.result.id
        cells = {cell.cell_id.removeprefix(f"{name}/"): cell for cell in answer.cells}
        for number, published in enumerate(protocol.analysis[name].published):
            where = f"analysis.{name}.published.{number}"
            found = list(_address_problems(where, published, cells))
            problems += found
            if not found:
                compared.append(_compare(name, published, cells))
    if problems:
        raise StudyError("A published value has no number of ours to stand beside.", problems)
    return tuple(compared)


def _address_problems(
    where: str, published: Published, cells: Mapping[str, Cell]
) -> Iterator[Problem]:
    if published.cell in cells:
        yield from _bracket_problems(f"{where}.printed", published, cells)
        return
    statistic = published.cell.rpartition("/")[2]
    alike = [name for name in cells if name.rpartition("/")[2] == statistic]
    listed = ", ".join((alike or list(cells))[:LISTED])
    yield Problem(
        where=f"{where}.cell",
        found=f"'{published.cell}'",
        permitted=f"a cell of this analysis, such as {listed}",
        hint=suggest(published.cell, tuple(cells)),
    )


def _bracket_problems(
    where: str, published: Published, cells: Mapping[str, Cell]
) -> Iterator[Problem]:
    cell, printed = cells[published.cell], parse_printed(published.printed)
    form = _form(published, cell, printed)
    hint = f"Say with `brackets` what they are: {', '.join(get_args(Brackets))}."
    if form and len(printed.brackets) != (1 if form == "percent" else 2):
        amount = "one number" if form == "percent" else "two numbers"
        permitted = f"{amount} in brackets, where they are the {form}"
        yield Problem(where, f"'{published.printed}'", permitted, hint)
    elif form and _beside(form, cell, cells) is None:
        found = f"brackets beside '{published.cell}', which has no {form} here"
        yield Problem(where, found, "a value alone, or brackets of what ours has too", hint)


def _form(published: Published, cell: Cell, printed: Printed) -> str:
    """Return what the brackets hold: as declared, or as their number and the cell suggest."""
    if not printed.brackets:
        return ""
    if published.brackets is not None:
        return published.brackets
    if len(printed.brackets) == 1:
        return "percent"
    return "range" if cell.statistic == "median" else "interval"


def _beside(form: str, cell: Cell, cells: Mapping[str, Cell]) -> tuple[float, ...] | None:
    """Return our numbers for those in brackets, or None where we have none."""
    if form == "interval":
        return None if math.isnan(cell.conf_level) else (cell.conf_low, cell.conf_high)
    keys = [replace(cell, statistic=word).cell_id for word in STATISTICS.get(form, ())]
    found = [cells.get(key.removeprefix(f"{cell.analysis}/")) for key in keys]
    there = tuple(one.value for one in found if one is not None)
    return there if len(there) == len(keys) else None


def _compare(name: str, published: Published, cells: Mapping[str, Cell]) -> PublishedValue:
    cell = cells[published.cell]
    printed = parse_printed(published.printed)
    form = _form(published, cell, printed)
    reasons = tuple(_impossibilities(published, printed, cell, form))
    if reasons:
        verdict = "cannot be"
    elif _agrees(printed, cell, _beside(form, cell, cells) or ()):
        verdict = "agrees"
    else:
        verdict = "differs"
    return PublishedValue(
        analysis=name,
        cell_id=cell.cell_id,
        printed=published.printed,
        brackets=form,
        status=published.status,
        verdict=verdict,
        where=published.where,
        note=published.note,
        reasons=reasons,
    )


def _agrees(printed: Printed, cell: Cell, beside: Sequence[float]) -> bool:
    if printed.value is None:
        return not math.isfinite(cell.value)
    if printed.sign == "<":
        return cell.value < printed.value.value
    if printed.sign == ">":
        return cell.value > printed.value.value
    if printed.total is not None and printed.total != cell.n:
        return False
    pairs = [(printed.value, cell.value), *zip(printed.brackets, beside, strict=True)]
    return all(number.is_rounded_from(value) for number, value in pairs)


def _impossibilities(
    published: Published, printed: Printed, cell: Cell, form: str
) -> Iterator[str]:
    """Yield each reason why a printed value cannot be true, whatever the records are."""
    number, total = printed.value, published.of or printed.total
    if number is None:
        return
    if total is not None and "percent" in {form, cell.statistic}:
        yield from _impossible_percent(printed, number, total, cell.statistic)
    if form != "percent" and printed.brackets:
        yield from _impossible_ends(number, *printed.brackets)
    if cell.statistic.startswith("p_value") and number.value > 1:
        yield f"{number.text} is no probability"


def _impossible_percent(
    printed: Printed, number: PrintedNumber, total: int, statistic: str
) -> Iterator[str]:
    """Yield why no count gives a percent, or why the printed count does not."""
    percent = number if statistic == "percent" else printed.brackets[0]
    counts = [match.count for match in find_counts_for_percentage(percent.text, n=total)]
    if not counts:
        yield f"no count of {total} is {percent.text} %"
    elif statistic != "percent" and number.value not in counts:
        yield f"{number.text} of {total} is not {percent.text} %"


def _impossible_ends(
    number: PrintedNumber, low: PrintedNumber, high: PrintedNumber
) -> Iterator[str]:
    """Yield that an estimate lies outside its own interval or range, rounding allowed for."""
    is_below = number.value + number.half_a_unit < low.value - low.half_a_unit
    is_above = number.value - number.half_a_unit > high.value + high.half_a_unit
    if is_below or is_above:
        yield f"{number.text} does not lie between {low.text} and {high.text}"
