"""Numbers of a Word document, each in a content control whose tag names its cell.

A tag of Word holds 64 characters and an id of a cell may be longer, so the tag holds the first
half of the id's SHA-256 in hexadecimal digits. Word and LibreOffice keep the tag when the number
within is typed anew, when the sentence is moved, and when the document is saved.
"""

import hashlib
from dataclasses import dataclass

from docx.oxml.xmlchemy import BaseOxmlElement

from osteon.report.documents.word.elements import NOTHING, element, run, value
from osteon.report.documents.word.styles import TRACED
from osteon.report.tables import AttritionNumber, Number

SCHEME = "osteon"
CELL, STEP = "cell", "step"
DIGEST_LENGTH = 32
LONGEST_TITLE = 64


@dataclass(frozen=True, slots=True)
class Tag:
    """What a content control says of the number in it.

    Parameters
    ----------
    kind : str
        ``cell``, or ``step`` for a number of the flow chart.
    key : str
        Digest of the cell's id, or the step's place in the results.
    part : str
        Which of its numbers is printed.
    """

    kind: str
    key: str
    part: str

    def __str__(self) -> str:
        return ":".join((SCHEME, self.kind, self.part, self.key))

    @classmethod
    def parse(cls, text: str) -> "Tag | None":
        """Return the tag that a text is, or nothing where it is of another program."""
        words = text.split(":")
        if len(words) != 4 or words[0] != SCHEME or words[1] not in {CELL, STEP}:
            return None
        _, kind, part, key = words
        return cls(kind, key, part)


@dataclass(frozen=True, slots=True)
class BoundNumber:
    """A number found in a document, and the tag it is bound by."""

    tag: Tag
    text: str


def tag_of(number: Number | AttritionNumber) -> Tag:
    """Return the tag that binds a number to its cell or step."""
    if isinstance(number, AttritionNumber):
        return Tag(STEP, str(number.index), number.part.value)
    return Tag(CELL, digest_of(number.cell.cell_id), number.part.value)


def digest_of(cell_id: str) -> str:
    """Return the short name of a cell's id."""
    return hashlib.sha256(cell_id.encode()).hexdigest()[:DIGEST_LENGTH]


def bound(number: Number | AttritionNumber, serial: int) -> BaseOxmlElement:
    """Return a printed number in a content control.

    Parameters
    ----------
    number : Number or AttritionNumber
        What is printed.
    serial : int
        A number that no other control of the document has.
    """
    properties = element(
        "sdtPr",
        NOTHING,
        value("alias", _title(number)),
        value("tag", str(tag_of(number))),
        value("id", str(serial)),
        element("text"),
    )
    content = element("sdtContent", NOTHING, run(str(number), TRACED))
    return element("sdt", NOTHING, properties, content)


def _title(number: Number | AttritionNumber) -> str:
    """Return what Word shows above a number that is selected: the cell, as far as there is room."""
    if isinstance(number, AttritionNumber):
        return f"flow chart, step {number.index + 1}: {number.part.value}"
    title = f"{number.cell.cell_id} ({number.part.value})"
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}\u2026"
