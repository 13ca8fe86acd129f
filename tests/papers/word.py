"""A Word file as a reader meets it: text in order, and the numbers that are bound to cells."""

from collections.abc import Iterator
from io import BytesIO

import docx
from docx.oxml.ns import qn

from osteon.study import StudyResults
from papers.found import Found, digest_of


class WordFile:
    """A document opened by python-docx."""

    def __init__(self, content: bytes) -> None:
        self.document = docx.Document(BytesIO(content))

    @property
    def body(self):
        return self.document.element.body

    def controls(self) -> Iterator[tuple[str, str]]:
        """Yield tag and text of every content control."""
        for control in self.body.iter(qn("w:sdt")):
            (tag,) = control.iter(qn("w:tag"))
            yield tag.get(qn("w:val")), "".join(t.text for t in control.iter(qn("w:t")))

    def numbers(self, results: StudyResults) -> list[Found]:
        """Return the bound numbers, with the cells that their tags stand for."""
        ids = {digest_of(cell.cell_id): cell.cell_id for cell in results.cells}
        found = []
        for tag, text in self.controls():
            scheme, kind, part, key = tag.split(":")
            assert scheme == "osteon"
            found.append(Found(kind, ids[key] if kind == "cell" else key, part, text))
        return found

    def unbound(self) -> list[str]:
        """Return the text of every cell of a table's body without its bound numbers."""
        texts = []
        for table in self.body.iter(qn("w:tbl")):
            for row in table.iter(qn("w:tr")):
                is_head = next(row.iter(qn("w:tblHeader")), None) is not None
                cells = list(row.iter(qn("w:tc")))
                texts += [] if is_head else [_free_text(cell) for cell in cells[1:]]
        return texts


def _free_text(cell) -> str:
    bound = {t for control in cell.iter(qn("w:sdt")) for t in control.iter(qn("w:t"))}
    raised = {t for run in cell.iter(qn("w:r")) for _ in run.iter(qn("w:vertAlign"))
              for t in run.iter(qn("w:t"))}  # fmt: skip
    return "".join(t.text for t in cell.iter(qn("w:t")) if t not in bound | raised)
