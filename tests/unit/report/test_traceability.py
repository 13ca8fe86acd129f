"""Every number of the page is taken back to its cell."""

import dataclasses
import math
import re

import pytest

from osteon.report import write_report
from osteon.report.rounding import Part
from papers.found import agrees, changed, value_of
from papers.page import Page

LABEL = re.compile(r"(Table|Figure)s?\s\d+(\u2013\d+)?(, \d+(\u2013\d+)?)*")
NUMBER = re.compile("[\u2212]?[0-9]+(?:\\.[0-9]+)?")


@pytest.fixture(scope="module")
def page(results, tmp_path_factory):
    path = write_report(results, tmp_path_factory.mktemp("report"))
    return Page(path.read_text(encoding="utf-8"))


def disagreeing(page, cells):
    """Return the numbers of a page that are not those of the cells they name."""
    by_id = {cell.cell_id: cell for cell in cells}
    return [
        (source, part, text)
        for kind, source, part, text in page.numbers
        if kind == "data-cell" and not agrees(text, value_of(by_id[source], part))
    ]


def test_every_number_is_the_rounded_number_of_its_cell(results, page):
    assert disagreeing(page, results.cells) == []
    assert len(page.numbers) > 300


def test_no_table_prints_a_number_that_names_no_source(page):
    assert [text for text in page.unsourced if NUMBER.search(LABEL.sub("", text))] == []


def test_the_numbers_of_the_flow_chart_are_those_of_its_steps(results, page):
    found = [number for number in page.numbers if number[0] == "data-attrition"]
    assert found
    for _, index, part, text in found:
        assert text == str(getattr(results.attrition[int(index)], part))


def test_a_change_of_any_printed_number_is_noticed(results, page):
    """The check can fail: for every cell, and for every part of it that is printed."""
    printed = {(source, part) for kind, source, part, _ in page.numbers if kind == "data-cell"}
    for index, cell in enumerate(results.cells):
        for part in Part:
            value = getattr(cell, part.value)
            if (cell.cell_id, part.value) not in printed or value is None:
                continue
            other = dataclasses.replace(cell, **{part.value: changed(value)})
            cells = (*results.cells[:index], other, *results.cells[index + 1 :])
            assert disagreeing(page, cells), (cell.cell_id, part)


def test_every_cell_is_printed_but_those_that_the_shown_ones_imply(results, page):
    shown = {source for _, source, part, _ in page.numbers if part == "value"}
    left = [cell for cell in results.cells if cell.cell_id not in shown]
    assert {(cell.variable, cell.level) for cell in left} == {
        ("fracture", "false"),
        ("pain", "false"),
    }


def test_the_list_of_all_cells_has_every_digit(results, page):
    assert set(page.rows) == {cell.cell_id for cell in results.cells}
    for cell in results.cells:
        if math.isfinite(cell.value):
            value, *_ = [t for t in page.rows[cell.cell_id] if t.startswith(repr(cell.value))]
            assert value.split(" ")[0] == repr(cell.value)
