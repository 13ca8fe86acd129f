"""Documents for Word: real tables, numbered captions, and numbers bound to their cells."""

from osteon.report.documents.word.document import render_docx
from osteon.report.documents.word.figures import PICTURE_PPI
from osteon.report.documents.word.numbers import BoundNumber, Tag, tag_of

__all__ = ["PICTURE_PPI", "BoundNumber", "Tag", "render_docx", "tag_of"]
