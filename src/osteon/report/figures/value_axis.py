"""A horizontal axis of values: its line, the ticks that stand apart, its name, a reference line."""

from collections.abc import Iterator

from osteon.report.figures.lettering import BODY
from osteon.report.figures.page import Page
from osteon.report.figures.palette import INK, RULE, Stroke
from osteon.report.figures.value_scale import ValueScale, tick_texts

AXIS = Stroke(INK, "solid")
REFERENCE = Stroke(RULE, (0, (3, 2)))
TICK_MM = 1.0
AXIS_MM = 4.5
LABEL_GAP_MM = 1.5
LINE_WIDTH = 0.7


def axis_height(name: str) -> float:
    """Return the room an axis needs below its line."""
    return AXIS_MM + (BODY.line_mm if name else 0.0)


def draw_value_axis(page: Page, scale: ValueScale, top: float, name: str) -> None:
    """Draw an axis whose line stands at `top`; labels that would touch others are left out."""
    page.add_line((scale.left, top), (scale.right, top), AXIS, width=LINE_WIDTH)
    labelled = dict(_labelled(scale))
    for tick in scale.ticks:
        place = scale.place(tick)
        page.add_line((place, top), (place, top + TICK_MM), AXIS, width=LINE_WIDTH)
        if tick in labelled:
            middle = top + TICK_MM + BODY.line_mm / 2
            page.write(place, middle, (labelled[tick],), align="center")
    if name:
        middle = top + AXIS_MM + BODY.line_mm / 2
        page.write(scale.left + scale.width / 2, middle, (name,), align="center")


def draw_reference(page: Page, scale: ValueScale, value: float, top: float, bottom: float) -> None:
    """Draw a broken line at a value, where the axis has it."""
    if scale.holds(value):
        place = scale.place(value)
        page.add_line((place, top), (place, bottom), REFERENCE, width=0.8)


def _labelled(scale: ValueScale) -> Iterator[tuple[float, str]]:
    """Yield ticks with their texts: powers of ten first, then what has room beside them."""
    texts = dict(zip(scale.ticks, tick_texts(scale.ticks), strict=True))
    taken: list[tuple[float, float]] = []
    for tick in sorted(scale.ticks, key=lambda tick: (not _is_round(tick), tick)):
        half = BODY.width_mm((texts[tick],)) / 2 + LABEL_GAP_MM / 2
        place = scale.place(tick)
        if all(place + half <= low or place - half >= high for low, high in taken):
            taken.append((place - half, place + half))
            yield tick, texts[tick]


def _is_round(tick: float) -> bool:
    """Return whether a number is zero or a power of ten."""
    return f"{abs(tick):e}".startswith("1.000000e") or tick == 0
