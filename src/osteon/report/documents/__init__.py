"""Whole documents: a report as blocks in order, printed for Word, by Typst, and as tables."""

from osteon.report.documents.blocks import TableBlock
from osteon.report.documents.cover import Cover, cover_of
from osteon.report.documents.latex import render_latex
from osteon.report.documents.story import tell
from osteon.report.documents.typeset import render_pdf
from osteon.report.documents.word import render_docx
from osteon.report.documents.workbook import render_xlsx

__all__ = [
    "Cover",
    "TableBlock",
    "cover_of",
    "render_docx",
    "render_latex",
    "render_pdf",
    "render_xlsx",
    "tell",
]
