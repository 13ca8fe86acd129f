"""Whole documents: a report as blocks in order, printed for Word and by Typst."""

from osteon.report.documents.cover import Cover, cover_of
from osteon.report.documents.story import tell
from osteon.report.documents.typeset import render_pdf
from osteon.report.documents.word import render_docx

__all__ = ["Cover", "cover_of", "render_docx", "render_pdf", "tell"]
