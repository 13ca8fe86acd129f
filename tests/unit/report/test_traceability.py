"""Every number of the page is taken back to its cell."""

import dataclasses
import math
import re
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from osteon.report import write_report
from osteon.report.rounding import Part

NUMBER = re.compile("[\u2212]?[0-9]+(?:\\.[0-9]+)?")
WORDS = {"not reached", "not estimable", "\u221e", "\u2212\u221e"}


class Page(HTMLParser):
    """The numbers of a page with their sources, the text of table cells without them, and rows."""

    def __init__(self, text):
        super().__init__()
        self.numbers = []  # (kind, source, part, text)
        self.unsourced = []
        self.rows = {}
        self._open = []
        self._row = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        kind = next((k for k in ("data-cell", "data-attrition") if k in found), "")
        source = (kind, found.get(kind), found.get("data-part")) if kind else None
        if source and "data-text" in found:
            self.numbers.append((*source, found["data-text"]))
            source = None
        if "data-row" in found:
            self._row = self.rows.setdefault(found["data-row"], [])
        self._open.append((tag, source))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag == "tr":
            self._row = None

    def handle_data(self, text):
        tags = [tag for tag, _ in self._open]
        source = next((source for _, source in reversed(self._open) if source), None)
        if self._row is not None:
            if {"td", "th"} & set(tags):
                self._row.append(text)
        elif source:
            self.numbers.append((*source, text))
        elif "td" in tags and "sup" not in tags:
            self.unsourced.append(text)


@pytest.fixture(scope="module")
def page(results, tmp_path_factory):
    path = write_report(results, tmp_path_factory.mktemp("report"))
    return Page(path.read_text(encoding="utf-8"))


def agrees(text, value):
    """Return whether a printed number is a value rounded to the digits printed."""
    text = text.replace("\u00a0", " ").removesuffix("%")
    is_number = value is not None and math.isfinite(value)
    if not is_number or text in WORDS:
        return not is_number and text in WORDS
    if text.startswith(("<", ">")):
        bound = float(text[2:])
        return value < bound if text[0] == "<" else value > bound
    printed = Decimal(text.replace("\u2212", "-"))
    half = Decimal(1).scaleb(printed.as_tuple().exponent) / 2
    return abs(Decimal(repr(float(value))) - printed) <= half


def value_of(cell, part):
    return 100 * cell.conf_level if part == "conf_level" else getattr(cell, part)


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
    assert [text for text in page.unsourced if NUMBER.search(text)] == []


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
            changed = dataclasses.replace(cell, **{part.value: changed_number(value)})
            cells = (*results.cells[:index], changed, *results.cells[index + 1 :])
            assert disagreeing(page, cells), (cell.cell_id, part)


def changed_number(value):
    return 2 * value + 7 if math.isfinite(value) else 7.0


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
