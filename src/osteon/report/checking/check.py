"""The numbers of a manuscript against the cells and steps that they are bound to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from osteon.report.checking.manuscript import Manuscript, PrintedNumber
from osteon.report.checking.printed import agrees
from osteon.report.documents.word.numbers import CELL, digest_of
from osteon.report.rounding import Part, render_part
from osteon.study import AttritionStep, Cell, StudyResults


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that is no longer its cell's.

    Parameters
    ----------
    place : str
        The cell and which of its numbers, or the step of the flow chart.
    printed, expected : str
        What the manuscript prints, and what the results give.
    context : str
        How its paragraph begins.
    """

    place: str
    printed: str
    expected: str
    context: str

    def __str__(self) -> str:
        where = f" in '{self.context}'" if self.context else ""
        return f"{self.place}: printed {self.printed}, the results give {self.expected}{where}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a manuscript's numbers.

    Parameters
    ----------
    differences : tuple of Difference
        Numbers that are no longer those of the results.
    unknown : tuple of PrintedNumber
        Numbers bound to a cell that the results do not have.
    n_agreeing, n_unbound : int
        Numbers that agree, and numbers that are bound to nothing and so were not checked.
    """

    differences: tuple[Difference, ...]
    unknown: tuple[PrintedNumber, ...]
    n_agreeing: int
    n_unbound: int


def check_manuscript(manuscript: Manuscript, results: StudyResults) -> Verdict:
    """Return which numbers of a manuscript are still those of the results.

    Rounding further than the report did is no difference: a number is held against its cell at
    the digits that are printed.
    """
    cells = _cells_by_key(results)
    differences: list[Difference] = []
    unknown: list[PrintedNumber] = []
    for number in manuscript.numbers:
        record = _record(number, cells, results)
        if record is None:
            unknown.append(number)
        elif not _is_of(number, record):
            differences.append(_difference(number, record))
    n_agreeing = len(manuscript.numbers) - len(differences) - len(unknown)
    return Verdict(tuple(differences), tuple(unknown), n_agreeing, manuscript.n_unbound)


def _cells_by_key(results: StudyResults) -> Mapping[str, Cell]:
    """Return cells by id, as a page names them, and by the short name that Word has room for."""
    pairs: Iterator[tuple[str, Cell]] = chain.from_iterable(
        ((cell.cell_id, cell), (digest_of(cell.cell_id), cell)) for cell in results.cells
    )
    return dict(pairs)


def _record(
    number: PrintedNumber, cells: Mapping[str, Cell], results: StudyResults
) -> Cell | AttritionStep | None:
    tag = number.tag
    if tag.kind == CELL:
        return cells.get(tag.key) if tag.part in set(Part) else None
    place = int(tag.key) if tag.key.isdigit() else -1
    has_part = tag.part in AttritionStep.__slots__
    return results.attrition[place] if has_part and 0 <= place < len(results.attrition) else None


def _is_of(number: PrintedNumber, record: Cell | AttritionStep) -> bool:
    if isinstance(record, Cell):
        return agrees(number.text, record, Part(number.tag.part))
    return number.text.strip() == str(getattr(record, number.tag.part))


def _difference(number: PrintedNumber, record: Cell | AttritionStep) -> Difference:
    if isinstance(record, Cell):
        part = Part(number.tag.part)
        place = record.cell_id if part is Part.VALUE else f"{record.cell_id} ({part})"
        return Difference(place, number.text, render_part(record, part), number.context)
    place = f"flow chart, {record.population}, {number.tag.part}"
    return Difference(place, number.text, str(getattr(record, number.tag.part)), number.context)
