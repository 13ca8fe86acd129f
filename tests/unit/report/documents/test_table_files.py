"""Tables as a workbook and in LaTeX."""

import re
from io import BytesIO

import openpyxl
import pytest

from osteon.report.documents import TableBlock, cover_of, render_latex, render_xlsx
from osteon.report.documents.latex import escape
from osteon.report.tables import plain_text


@pytest.fixture(scope="module")
def tables(blocks):
    return [block for block in blocks if isinstance(block, TableBlock)]


@pytest.fixture(scope="module")
def workbook_bytes(tables, results):
    return render_xlsx(tables, results.cells, cover_of(results))


@pytest.fixture(scope="module")
def workbook(workbook_bytes):
    return openpyxl.load_workbook(BytesIO(workbook_bytes))


@pytest.fixture(scope="module")
def latex(tables):
    return render_latex(tables)


def test_the_same_tables_give_the_same_bytes(tables, results, workbook_bytes):
    assert render_xlsx(tables, results.cells, cover_of(results)) == workbook_bytes


def test_every_table_has_a_sheet_and_cells_have_the_last(workbook, tables, results):
    assert workbook.sheetnames == [
        *(block.label.replace("\u00a0", " ") for block in tables), "Cells"
    ]  # fmt: skip
    assert workbook["Cells"].max_row == len(results.cells) + 1


def test_a_sheet_prints_what_the_table_prints(workbook, tables):
    for block in tables:
        sheet = workbook[block.label.replace("\u00a0", " ")]
        first = 1 + len(block.table.head) + 1
        for place, row in enumerate(block.table.rows, start=first):
            assert sheet.cell(place, 1).value.startswith(row.label)
            for column, cell in enumerate(row.cells, start=2):
                found = sheet.cell(place, column).value
                if cell.content and not isinstance(found, int | float):
                    assert found.startswith(plain_text(cell.content))


def test_a_lone_number_keeps_its_digits_and_is_shown_as_printed(workbook, tables, results):
    (block,) = [block for block in tables if block.table.id == "os_by_bone_at_risk"]
    sheet = workbook[block.label.replace("\u00a0", " ")]
    assert sheet.cell(3, 2).value == 200
    assert sheet.cell(3, 2).number_format == "0"


def test_latex_has_a_table_for_each_with_as_many_columns_in_every_row(latex, tables):
    parts = re.findall(r"\\begin\{table\}.*?\\end\{table\}", latex, re.DOTALL)
    assert len(parts) == len(tables)
    for part, block in zip(parts, tables, strict=True):
        rows = re.findall(r"^(.*) \\\\$", part, re.MULTILINE)
        assert rows
        for row in rows:
            spans = [int(n) - 1 for n in re.findall(r"\\multicolumn\{(\d+)\}", row)]
            columns = len(re.findall(r"(?<!\\)&", row)) + 1 + sum(spans)
            assert columns == block.table.width
        assert part.count("{") == part.count("}")


def test_signs_of_latex_are_escaped():
    assert escape("50% of A_1 & B\u00a0\u2013 p < 0.05") == (r"50\% of A\_1 \& B~-- p $<$ 0.05")
