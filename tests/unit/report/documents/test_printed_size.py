"""Figures as large as drawn where the page has room, and smaller where it has not."""

import pytest

from osteon.report.documents.blocks import FIGURE_HEIGHT_MM, TEXT_WIDTH_MM, FigureBlock
from osteon.report.figures.page import Page
from osteon.report.figures.settings import fixed_settings


def figure(width, height):
    with fixed_settings():
        page = Page(width, height)
        page.add_box(left=1, top=1, width=5, height=5, fill="black")
        return FigureBlock("Figure 1", page.finish("drawn", title="Drawn", description="Drawn"))


@pytest.mark.parametrize(
    ("width", "height", "printed"),
    [(85, 60, 85), (174, 200, 174), (348, 200, TEXT_WIDTH_MM), (174, 2 * FIGURE_HEIGHT_MM, 87)],
)
def test_a_figure_never_leaves_the_page(width, height, printed):
    assert figure(width, height).width_mm == pytest.approx(printed)
