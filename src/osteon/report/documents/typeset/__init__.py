"""Documents set by Typst: a tagged PDF, and figures as pictures."""

from osteon.report.documents.typeset.pdf import render_pdf
from osteon.report.documents.typeset.picture import PicturesAhead, render_ahead, render_pngs

__all__ = ["PicturesAhead", "render_ahead", "render_pdf", "render_pngs"]
