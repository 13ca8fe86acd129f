"""Edited manuscripts: what was changed is found, what only looks different is not."""

import dataclasses
import math
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from typer.testing import CliRunner

from osteon.cli.app import app
from osteon.errors import SourceFileError
from osteon.report import check_manuscript, read_manuscript, write_report
from osteon.report.checking.printed import agrees
from osteon.report.rounding import Part
from osteon.study import Cell


@pytest.fixture
def folder(results, tmp_path, docx_bytes):
    write_report(results, tmp_path)
    (tmp_path / "report.docx").write_bytes(docx_bytes)
    return tmp_path


def edit_word(path, change):
    """Let an author change the text of the first bound number that a rule picks."""
    document = docx.Document(BytesIO(path.read_bytes()))
    for control in document.element.body.iter(qn("w:sdt")):
        (text,) = control.iter(qn("w:t"))
        new = change(text.text, next(control.iter(qn("w:alias"))).get(qn("w:val")))
        if new is not None:
            text.text = new
            break
    document.save(str(path))


@pytest.mark.parametrize("name", ["report.docx", "report.html"])
def test_an_unedited_report_agrees_in_every_number(folder, results, name):
    verdict = check_manuscript(read_manuscript(folder / name), results)
    assert (verdict.differences, verdict.unknown) == ((), ())
    assert verdict.n_agreeing > 300


def test_a_number_typed_anew_is_listed_with_its_cell_and_its_paragraph(folder, results):
    cell = "table_1/bone/sex/M/percent (value)"
    edit_word(folder / "report.docx", lambda _, title: "62.9" if title == cell else None)
    (found,) = check_manuscript(read_manuscript(folder / "report.docx"), results).differences
    assert str(found) == (
        "table_1/bone/sex/M/percent: printed 62.9, the results give 61.9 in '65\u00a0(62.9)'"
    )


def test_a_number_of_the_flow_chart_is_checked_too(folder, results):
    title = "flow chart, step 1: n_before"
    edit_word(folder / "report.docx", lambda _, alias: "501" if alias == title else None)
    (found,) = check_manuscript(read_manuscript(folder / "report.docx"), results).differences
    assert (found.printed, found.expected) == ("501", "500")


def test_a_changed_page_is_noticed(folder, results):
    page = folder / "report.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace(">61.9</span>", ">69.1</span>", 1), encoding="utf-8")
    (found,) = check_manuscript(read_manuscript(page), results).differences
    assert (found.printed, found.expected) == ("69.1", "61.9")


def test_a_change_of_any_cell_is_noticed(folder, results):
    """Results of a later run: whatever moved shows in the manuscript of the earlier one."""
    manuscript = read_manuscript(folder / "report.docx")
    for index, cell in enumerate(results.cells):
        value = 2 * cell.value + 7 if math.isfinite(cell.value) else 7.0
        moved = dataclasses.replace(cell, value=value)
        cells = (*results.cells[:index], moved, *results.cells[index + 1 :])
        verdict = check_manuscript(manuscript, dataclasses.replace(results, cells=cells))
        is_implied = cell.variable in {"fracture", "pain"} and cell.level == "false"
        assert bool(verdict.differences) is not is_implied, cell.cell_id


def test_a_cell_that_the_results_lack_is_said(folder, results):
    fewer = dataclasses.replace(results, cells=results.cells[1:])
    verdict = check_manuscript(read_manuscript(folder / "report.docx"), fewer)
    assert verdict.unknown


def test_what_a_tracked_change_deletes_is_not_read(folder, results):
    path = folder / "report.docx"
    document = docx.Document(str(path))
    (text, *_) = next(document.element.body.iter(qn("w:sdt"))).iter(qn("w:t"))
    text.tag = qn("w:delText")
    document.save(str(path))
    (found,) = check_manuscript(read_manuscript(path), results).differences
    assert found.printed == ""


@pytest.mark.parametrize(
    ("text", "value", "statistic", "expected"),
    [
        ("61.9", 61.9047, "percent", True),
        ("62", 61.9047, "percent", True),
        ("61", 61.9047, "percent", False),
        ("61\u00b79", 61.9047, "percent", True),
        (".023", 0.02293, "p_value", True),
        ("<.001", 0.00023, "p_value", True),
        ("< 0.001", 0.0023, "p_value", False),
        ("0.000", 0.0004, "p_value", True),
        ("0.00", 0.004, "p_value", False),
        ("1,234", 1234.0, "n", True),
        ("1\u2009234", 1234.0, "n", True),
        ("\u22121.5", -1.5, "mean", True),
        ("not reached", math.nan, "median_survival", True),
        ("NR", math.inf, "median_survival", True),
        ("127", math.nan, "median_survival", False),
        ("about 62", 61.9, "percent", False),
        ("nan", 61.9, "percent", False),
        ("", 61.9, "percent", False),
        (">0.999", 0.9999, "p_value", True),
    ],
)
def test_styles_of_journals_are_understood(text, value, statistic, expected):
    assert agrees(text, Cell("a", statistic, value), Part.VALUE) is expected


@pytest.mark.parametrize(("name", "content"), [("x.odt", b""), ("x.docx", b"no archive"),
                                               ("x.html", b"\xff\xfe\xff")])  # fmt: skip
def test_other_files_are_refused(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceFileError, match="cannot be read"):
        read_manuscript(tmp_path / name)


def test_the_command_says_what_agrees(folder):
    said = CliRunner().invoke(app, ["report", "check", str(folder / "report.docx")])
    assert said.exit_code == 0
    assert "0 differ, 0 are bound to no cell" in said.stdout


def test_the_command_fails_where_a_number_differs(folder):
    edit_word(folder / "report.docx", lambda text, _: "1" if text == "458" else None)
    said = CliRunner().invoke(app, ["report", "check", str(folder / "report.docx"), str(folder)])
    assert "report.docx: 1 numbers are not those of the results." in str(said.exception)


def test_the_command_fails_where_no_control_is_left(folder):
    docx.Document().save(str(folder / "empty.docx"))
    said = CliRunner().invoke(app, ["report", "check", str(folder / "empty.docx")])
    assert "may have dropped the content controls" in str(said.exception)
