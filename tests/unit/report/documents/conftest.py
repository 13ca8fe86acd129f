"""The documents of the study of the fixtures, each made once."""

import pytest

from osteon.report.document import build_document
from osteon.report.documents import cover_of, render_docx, render_pdf, tell
from papers.tagged_pdf import TaggedPdf
from papers.word import WordFile


@pytest.fixture(scope="session")
def blocks(results):
    return tell(build_document(results))


@pytest.fixture(scope="session")
def docx_bytes(blocks, results):
    return render_docx(blocks, cover_of(results))


@pytest.fixture(scope="session")
def word(docx_bytes):
    return WordFile(docx_bytes)


@pytest.fixture(scope="session")
def pdf_bytes(blocks, results):
    return render_pdf(blocks, cover_of(results))


@pytest.fixture(scope="session")
def pdf(pdf_bytes):
    return TaggedPdf(pdf_bytes)
