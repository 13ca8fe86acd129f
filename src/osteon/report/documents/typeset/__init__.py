"""Documents set by Typst: a tagged PDF, and figures as pictures."""

from osteon.report.documents.typeset.pdf import render_pdf
from osteon.report.documents.typeset.picture import render_png

__all__ = ["render_pdf", "render_png"]
