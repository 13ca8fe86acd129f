"""What a table consists of, before it becomes a page or a file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from osteon.report.rounding import NO_BREAK_SPACE, Part, render_part
from osteon.study import AttritionStep, Cell


@dataclass(frozen=True, slots=True)
class Number:
    """One printed number, which is one part of one cell."""

    cell: Cell
    part: Part = Part.VALUE

    def __str__(self) -> str:
        return render_part(self.cell, self.part)

    @property
    def source(self) -> Mapping[str, str]:
        """Return the attributes by which the printed number names its cell."""
        return {"data-cell": self.cell.cell_id, "data-part": self.part.value}


class AttritionPart(StrEnum):
    """Which of the numbers of a step of the flow chart is meant."""

    BEFORE = "n_before"
    EXCLUDED = "n_excluded"
    UNKNOWN = "n_unknown"
    AFTER = "n_after"


@dataclass(frozen=True, slots=True)
class AttritionNumber:
    """One printed number of the flow chart: the step's place in the results, and its part."""

    index: int
    step: AttritionStep
    part: AttritionPart

    def __str__(self) -> str:
        return str(getattr(self.step, self.part.value))

    @property
    def source(self) -> Mapping[str, str]:
        """Return the attributes by which the printed number names its step."""
        return {"data-attrition": str(self.index), "data-part": self.part.value}


Fragment = str | Number | AttritionNumber
Text = tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class HeadCell:
    """One cell of a table's head.

    Parameters
    ----------
    content : tuple of str and numbers
        What is printed.
    below : tuple of str and numbers
        What is printed on a line of its own below it.
    columns, rows : int
        How many columns and rows of the head it spans.
    marker : str
        Letter of the footnote that belongs to it.
    """

    content: Text
    below: Text = ()
    columns: int = 1
    rows: int = 1
    marker: str = ""


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell of a table's body, with the letter of its footnote."""

    content: Text = ()
    marker: str = ""


class RowKind(StrEnum):
    """How a row stands to its neighbours."""

    SINGLE = "single"
    HEADING = "heading"
    DETAIL = "detail"


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its label, one cell a column, and the letter of the label's footnote.

    A heading opens the details that follow it.
    """

    label: str
    cells: tuple[TableCell, ...]
    kind: RowKind = RowKind.SINGLE
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of numbers below a table: what it is about, and what was found."""

    label: str
    content: Text


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a report.

    Parameters
    ----------
    id : str
        Stem of its file under ``tables/``.
    title : str
        Its caption without the number.
    head : tuple of tuple of HeadCell
        Rows of the head; the first cell of the first row stands above the labels.
    rows : tuple of Row
        The body.
    footnotes : tuple of (str, str)
        Letter and sentence.
    is_folded : bool
        Whether it is shown only when asked for, because a figure shows the same.
    is_prose : bool
        Whether its cells hold words, which are set from the left, rather than numbers.
    """

    id: str
    title: str
    head: tuple[tuple[HeadCell, ...], ...]
    rows: tuple[Row, ...]
    footnotes: tuple[tuple[str, str], ...] = ()
    is_folded: bool = False
    is_prose: bool = False

    @property
    def width(self) -> int:
        """Return how many columns it has, that of the labels included."""
        return sum(cell.columns for cell in self.head[0])

    def contents(self) -> Iterator[Text]:
        """Yield what every cell of the head and the body prints."""
        yield from (
            text for row in self.head for cell in row for text in (cell.content, cell.below)
        )
        yield from (cell.content for row in self.rows for cell in row.cells)


@dataclass(slots=True)
class Footnotes:
    """Letters for sentences: the same sentence, the same letter."""

    _letters: dict[str, str] = field(default_factory=dict)

    def marker(self, sentence: str) -> str:
        """Return the letter of a sentence, and nothing for an empty one."""
        if not sentence:
            return ""
        return self._letters.setdefault(sentence, _letter(len(self._letters)))

    def listed(self) -> tuple[tuple[str, str], ...]:
        """Return letters and sentences in order."""
        return tuple((letter, as_sentence(sentence)) for sentence, letter in self._letters.items())


def _letter(index: int) -> str:
    """Return a, b, ..., z, aa, ab, ... for 0, 1, ..."""
    above, within = divmod(index, 26)
    return (_letter(above - 1) if above else "") + "abcdefghijklmnopqrstuvwxyz"[within]


def as_sentence(text: str) -> str:
    """Return a text with a capital at its start and a full stop at its end."""
    text = text.strip()
    if not text:
        return ""
    ending = "" if text.endswith((".", "?", ":")) else "."
    return capitalised(text) + ending


def capitalised(text: str) -> str:
    """Return a text with a capital at its start, and the rest as it is."""
    return text[:1].upper() + text[1:]


def numbers_of(contents: Iterable[Text]) -> Iterator[Number]:
    """Yield the cells' numbers among what is printed."""
    for content in contents:
        yield from (fragment for fragment in content if isinstance(fragment, Number))


def plain_text(content: Text) -> str:
    """Return what is printed as one plain text without special spaces."""
    return "".join(str(fragment) for fragment in content).replace(NO_BREAK_SPACE, " ")
