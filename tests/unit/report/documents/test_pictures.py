"""Tests of figures as pictures: each is the same, alone and among others."""

import struct

import typst

from osteon.report.documents.typeset import render_ahead, render_pngs
from osteon.report.figures.page import MM_PER_INCH, Page
from osteon.report.figures.settings import fixed_settings

PPI = 50
WIDE, TALL = (60, 20), (30, 40)


def drawn(size, name):
    with fixed_settings():
        page = Page(*size)
        page.write(5, 10, (name,))
        return page.finish(name, title=name, description=name)


def test_a_picture_is_the_same_alone_and_among_others():
    wide, tall = drawn(WIDE, "wide"), drawn(TALL, "tall")
    alone = (*render_pngs([wide], ppi=PPI), *render_pngs([tall], ppi=PPI))
    assert render_pngs([wide, tall], ppi=PPI) == alone
    for picture, size in zip(alone, (WIDE, TALL), strict=True):
        dots = struct.unpack(">II", picture[16:24])
        assert dots == tuple(round(side / MM_PER_INCH * PPI) for side in size)


def test_no_figures_need_no_document():
    assert render_pngs([], ppi=PPI) == ()


def test_a_picture_that_was_begun_early_is_the_same_and_is_rendered_once(monkeypatch):
    wide, tall = drawn(WIDE, "wide"), drawn(TALL, "tall")
    pictures = render_pngs([wide, tall], ppi=PPI)
    with render_ahead() as ahead:
        ahead.begin(wide, ppi=PPI)
        assert render_pngs([wide, tall], ppi=PPI) == pictures
        monkeypatch.setattr(typst, "Compiler", None)
        assert render_pngs([tall, wide], ppi=PPI) == pictures[::-1]
