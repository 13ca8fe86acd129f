"""Shades of one colour from light to dark, which keep their order in grey, and their key."""

import math
from collections.abc import Iterable

from osteon.report.figures.lettering import Lettering
from osteon.report.figures.page import Page
from osteon.report.figures.palette import PAPER
from osteon.report.figures.value_scale import linear_ticks
from osteon.report.rounding import NO_BREAK_SPACE
from osteon.study import Cell

SHADES = ("#dce8f4", "#aecbe6", "#72a6d3", "#3276b1", "#0b3f78")
OUTLINE = "#4a505a"
SMALL = Lettering(size=7.0)
BOX_MM, GAP_MM = 3.0, 5.0


def shade_limits(cells: Iterable[Cell]) -> tuple[float, ...]:
    """Return where one shade ends and the next begins: equal parts from zero to a round number."""
    most = linear_ticks([cell.value for cell in cells])[-1]
    return tuple(most * k / len(SHADES) for k in range(len(SHADES) + 1))


def shade_of(value: float, limits: tuple[float, ...]) -> str:
    """Return the colour of a value; of zero, and of none, that of the paper."""
    if not value > 0:
        return PAPER
    step = math.ceil(len(SHADES) * value / limits[-1] - 1e-9)
    return SHADES[min(step, len(SHADES)) - 1]


def shade_key_height() -> float:
    """Return the height of the key with its name."""
    return 2 * SMALL.line_mm + BOX_MM


def draw_shade_key(
    page: Page, limits: tuple[float, ...], top: float, width: float, *, name: str, unit: str = ""
) -> None:
    """Draw the key in the middle of the page: its name, and below it a box for each shade."""
    page.write(width / 2, top + SMALL.line_mm / 2, (name,), SMALL, "center")
    texts = ["none", *(f"\u2264{NO_BREAK_SPACE}{limit:g}{unit}" for limit in limits[1:])]
    widths = [BOX_MM + 1 + SMALL.width_mm((text,)) for text in texts]
    gap = min(GAP_MM, (width - sum(widths)) / len(texts))
    left = (width - sum(widths) - gap * (len(texts) - 1)) / 2
    middle = top + SMALL.line_mm + BOX_MM / 2 + 0.5
    for text, taken, colour in zip(texts, widths, (PAPER, *SHADES), strict=True):
        page.add_box(
            left=left, top=middle - BOX_MM / 2, width=BOX_MM, height=BOX_MM,
            fill=colour, edge=OUTLINE,
        )  # fmt: skip
        page.write(left + BOX_MM + 1, middle, (text,), SMALL)
        left += taken + gap
