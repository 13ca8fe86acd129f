"""The look at finished figures sees what it should."""

from drawn import find_faults
from osteon.report.figures.page import Page
from osteon.report.figures.settings import fixed_settings


def faults(*places):
    with fixed_settings():
        page = Page(60, 20)
        for x, y in places:
            page.write(x, y, ("Metastasis",))
        return find_faults(page._figure)


def test_lines_side_by_side_and_below_each_other_are_in_order():
    assert faults((1, 4), (30, 4), (1, 8)) == []


def test_lines_upon_each_other_are_found():
    assert faults((1, 4), (8, 5)) == ["'Metastasis' and 'Metastasis' overlap"]


def test_a_line_that_leaves_the_page_is_found():
    assert faults((50, 4)) == ["'Metastasis' leaves the page"]
    assert faults((1, 0.5)) == ["'Metastasis' leaves the page"]
