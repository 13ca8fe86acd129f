"""Numbers found in a finished report, and whether they are those of the results."""

import dataclasses
import hashlib
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from osteon.study import Cell, StudyResults

WORDS = {"not reached", "not estimable", "\u221e", "\u2212\u221e"}


@dataclass(frozen=True)
class Found:
    """A printed number: `kind` is cell or step, `key` the cell's id or the step's place."""

    kind: str
    key: str
    part: str
    text: str


def agrees(text: str, value: float | None) -> bool:
    """Return whether a printed number is a value rounded to the digits printed."""
    text = text.replace("\u00a0", " ").removesuffix("%")
    is_number = value is not None and math.isfinite(value)
    if not is_number or text in WORDS:
        return not is_number and text in WORDS
    if text.startswith(("<", ">")):
        bound = float(text[1:])
        return value < bound if text[0] == "<" else value > bound
    printed = Decimal(text.replace("\u2212", "-"))
    half = Decimal(1).scaleb(printed.as_tuple().exponent) / 2
    return abs(Decimal(repr(float(value))) - printed) <= half


def value_of(cell: Cell, part: str) -> float | None:
    return 100 * cell.conf_level if part == "conf_level" else getattr(cell, part)


def disagreeing(found: Iterable[Found], results: StudyResults) -> list[Found]:
    """Return the printed numbers that are not those of the cell or step they name."""
    cells = {cell.cell_id: cell for cell in results.cells}
    wrong = []
    for number in found:
        if number.kind == "step":
            value = getattr(results.attrition[int(number.key)], number.part)
        else:
            value = value_of(cells[number.key], number.part)
        if not agrees(number.text, value):
            wrong.append(number)
    return wrong


def unnoticed_changes(found: Iterable[Found], results: StudyResults) -> list[tuple[str, str]]:
    """Return the printed parts of cells and steps whose change no printed number would betray."""
    printed: dict[tuple[str, str, str], list[str]] = {}
    for number in found:
        printed.setdefault((number.kind, number.key, number.part), []).append(number.text)
    records = {("cell", cell.cell_id): cell for cell in results.cells}
    records |= {("step", str(i)): step for i, step in enumerate(results.attrition)}
    unnoticed = []
    for (kind, key, part), texts in printed.items():
        record = records[kind, key]
        value = changed(getattr(record, part))
        value = 100 * value if part == "conf_level" else value
        if any(agrees(text, value) for text in texts):
            unnoticed.append((key, part))
    return unnoticed


def changed(value: float) -> float:
    return 2 * value + 7 if math.isfinite(value) else 7.0


def not_shown(found: Iterable[Found], results: StudyResults) -> Iterator[Cell]:
    """Yield the cells whose value is printed nowhere."""
    shown = {number.key for number in found if (number.kind, number.part) == ("cell", "value")}
    yield from (cell for cell in results.cells if cell.cell_id not in shown)


def is_the_rest(cell: Cell, results: StudyResults) -> bool:
    """Return whether a cell counts those who are left when a printed one is taken away."""
    yes = dataclasses.replace(cell, level="true").cell_id
    return cell.level == "false" and any(other.cell_id == yes for other in results.cells)


def digest_of(cell_id: str) -> str:
    return hashlib.sha256(cell_id.encode()).hexdigest()[:32]
