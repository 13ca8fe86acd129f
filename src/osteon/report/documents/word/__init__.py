"""Documents for Word: real tables, numbered captions, and numbers bound to their cells."""

from osteon.report.documents.word.document import render_docx
from osteon.report.documents.word.numbers import BoundNumber, Tag, tag_of

__all__ = ["BoundNumber", "Tag", "render_docx", "tag_of"]
