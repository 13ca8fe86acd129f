"""The test of a number is named in the footnote of its table, in every format."""

import re
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from osteon.report.document import build_document, render_document
from osteon.report.documents import (
    TableBlock,
    cover_of,
    render_docx,
    render_latex,
    render_pdf,
    render_xlsx,
    tell,
)
from osteon.study import Cell
from papers.tagged_pdf import TaggedPdf
from papers.word import WordFile

METHOD = "Mann-Whitney test with continuity correction"
SIDES = {"group": "bone vs no_bone", "variable": "age", "n": 305, "n_missing": 0}


@pytest.fixture(scope="module")
def tested(results):
    """The study of the fixtures, age compared."""
    cells = (
        Cell("table_1", "test_statistic", 11_201.5, method=METHOD, **SIDES),
        Cell("table_1", "p_value", 0.3456, method=METHOD, **SIDES),
    )
    return replace(results, cells=(*results.cells, *cells))


@pytest.fixture(scope="module")
def blocks(tested):
    return tell(build_document(tested))


def page(tested, _):
    return render_document(build_document(tested))


def word(tested, blocks):
    return "".join(WordFile(render_docx(blocks, cover_of(tested))).body.itertext())


def pdf(tested, blocks):
    return TaggedPdf(render_pdf(blocks, cover_of(tested))).text()


def workbook(tested, blocks):
    tables = [block for block in blocks if isinstance(block, TableBlock)]
    book = openpyxl.load_workbook(BytesIO(render_xlsx(tables, tested.cells, cover_of(tested))))
    sheets = (sheet for sheet in book if sheet.title != "Cells")
    return "".join(str(value) for sheet in sheets for row in sheet.values for value in row if value)


def latex(_, blocks):
    return render_latex([block for block in blocks if isinstance(block, TableBlock)])


@pytest.mark.parametrize("render", [page, word, pdf, workbook, latex])
def test_the_footnote_names_the_test(render, tested, blocks):
    text = re.sub(r"\s", "", render(tested, blocks))
    compared = "Bone metastases vs Stage IV without bone metastases"
    assert f"{compared}: {METHOD}.".replace(" ", "") in text


def test_the_p_value_stands_beside_the_summary(blocks):
    (table,) = (b.table for b in blocks if isinstance(b, TableBlock) and b.table.id == "table_1")
    (age,) = (row for row in table.rows if row.label.startswith("Age"))
    assert [cell for cell in age.cells if cell.marker]
    assert ("a", f"Bone metastases vs Stage IV without bone metastases: {METHOD}.") in (
        table.footnotes
    )
