"""What a document is made of, one thing after another, whatever it is printed with."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from osteon.report.figures import Drawing
from osteon.report.tables import Fragment, Line, Table

TEXT_WIDTH_MM = 174.0
FIGURE_HEIGHT_MM = 230.0
"""What a page leaves a figure, with its caption below it."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A place elsewhere in the document: its id, and the number it is called by."""

    target: str
    label: str

    def __str__(self) -> str:
        return self.label


Prose: TypeAlias = tuple[Fragment | Reference, ...]
"""Words, numbers of cells, and references to tables and figures."""


class Role(StrEnum):
    """What a paragraph is for, so that each kind has a style of its own."""

    TITLE = "title"
    QUESTION = "question"
    BODY = "body"
    NOTE = "note"
    WARNING = "warning"
    SMALL = "small"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Heading:
    """The beginning of a part; level 1 is the highest."""

    title: str
    level: int
    id: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, which may lead with a few words in bold."""

    content: Prose
    role: Role = Role.BODY
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines of numbers, each led by what it is about."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what is known under them: cut-off, digests, versions."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table with its number."""

    label: str
    table: Table

    @property
    def id(self) -> str:
        """Return what references call it by."""
        return f"table-{self.table.id}"


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """A figure with its number."""

    label: str
    drawing: Drawing

    @property
    def id(self) -> str:
        """Return what references call it by."""
        return f"figure-{self.drawing.id}"

    @property
    def width_mm(self) -> float:
        """Return how wide it is printed: smaller than drawn where it would leave the page."""
        return self.drawing.width_within(TEXT_WIDTH_MM, FIGURE_HEIGHT_MM)


@dataclass(frozen=True, slots=True)
class Contents:
    """The place where the list of parts stands, with their pages."""


Block: TypeAlias = Heading | Paragraph | Listing | Facts | Contents | TableBlock | FigureBlock
