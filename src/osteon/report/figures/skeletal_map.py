"""The skeletal map: a skeleton whose regions are the darker the more patients have a lesion."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from matplotlib.transforms import Affine2D

from osteon.report.figures.callouts import Callout, Column, draw_callout, fitting, spread
from osteon.report.figures.drawing import Drawing
from osteon.report.figures.drawn import drawn
from osteon.report.figures.lettering import STRONG, Lettering
from osteon.report.figures.page import DOUBLE_COLUMN_MM, Page
from osteon.report.figures.palette import QUIET, SHADE
from osteon.report.figures.shades import (
    OUTLINE,
    draw_shade_key,
    shade_key_height,
    shade_limits,
    shade_of,
)
from osteon.report.figures.skeleton import HALF_WIDTH, HEIGHT, OPPOSITE, VIEWS, load_view
from osteon.report.tables import Text
from osteon.study import Cell

OUTLINE_WIDTH, DETAIL_WIDTH = 0.45, 0.3
SMALL = Lettering(size=7.0)
FAINT = Lettering(size=7.0, colour=QUIET)
HEAD_MM, GAP_MM, EDGE_MM = 5.0, 2.0, 1.0
BEHIND = ("SCAPULA", "SACRUM", "S1", "COCCYX")
MIDLINE = ("SKULL", "MANDIBLE", "STERNUM")


@dataclass(frozen=True, slots=True)
class MapLabel:
    """What stands beside a region: its name, and its numbers."""

    name: str
    numbers: Text


@dataclass(frozen=True)
class SkeletalMap:
    """Frequencies of lesions by region.

    Parameters
    ----------
    percents : mapping of str to Cell
        By code of the region; none for a region without lesions.
    labels : mapping of str to MapLabel
        What is written beside a region.
    key : str
        What the shades mean.
    width : float
        In millimetres; in a single column the views stand below each other.
    """

    percents: Mapping[str, Cell]
    labels: Mapping[str, MapLabel]
    key: str
    width: float = DOUBLE_COLUMN_MM

    @property
    def is_narrow(self) -> bool:
        """Return whether the views stand below each other."""
        return self.width < DOUBLE_COLUMN_MM

    @property
    def body_height(self) -> float:
        """Return how tall the skeleton is drawn."""
        return 98.0 if self.is_narrow else 118.0

    @property
    def scale(self) -> float:
        """Return millimetres of the page for one centimetre of the person."""
        return self.body_height / HEIGHT

    @property
    def half_width(self) -> float:
        """Return how far hands stand from the midline."""
        return HALF_WIDTH * self.scale

    @property
    def height(self) -> float:
        """Return the height in millimetres."""
        views = 2 if self.is_narrow else 1
        return views * (HEAD_MM + self.body_height + GAP_MM) + shade_key_height() + 2 * EDGE_MM

    def middle(self, view: str) -> float:
        """Return where the midline of a view stands."""
        if self.is_narrow:
            return self.width / 2
        room = (self.width - 4 * self.half_width) / 3
        place = VIEWS.index(view)
        return room * 1.04 + self.half_width + place * (2 * self.half_width + room * 1.04)

    def top(self, view: str) -> float:
        """Return where the crown of a view stands."""
        above = VIEWS.index(view) if self.is_narrow else 0
        return EDGE_MM + HEAD_MM + above * (HEAD_MM + self.body_height + GAP_MM)

    @cached_property
    def limits(self) -> tuple[float, ...]:
        """Return where one shade ends and the next begins."""
        return shade_limits(self.percents.values())

    def shade(self, region: str) -> str:
        """Return the colour of a region."""
        cell = self.percents.get(region)
        return shade_of(0.0 if cell is None else cell.value, self.limits)


@drawn
def draw_skeletal_map(
    figure: SkeletalMap, drawing_id: str, *, title: str, description: str, legend: Text = ()
) -> Drawing:
    """Draw the skeleton from the front and from the back, each region with lesions labelled."""
    page = Page(figure.width, figure.height)
    for view in VIEWS:
        _draw_view(page, figure, view)
    for callout in _callouts(figure):
        draw_callout(page, callout)
    key_top = figure.height - EDGE_MM - shade_key_height()
    draw_shade_key(page, figure.limits, key_top, figure.width, name=figure.key, unit="%")
    return page.finish(drawing_id, title=title, description=description, legend=legend)


def _draw_view(page: Page, figure: SkeletalMap, view: str) -> None:
    middle, top = figure.middle(view), figure.top(view)
    page.write(middle, top - HEAD_MM / 2 - 0.8, (view.capitalize(),), STRONG, "center")
    place = Affine2D().scale(figure.scale).translate(middle, top)
    for bone in load_view(view):
        outline = place.transform_path(bone.outline)
        if bone.is_detail:
            fill = SHADE if not bone.region else "none"
            page.add_shape(outline, fill=fill, edge=OUTLINE, width=DETAIL_WIDTH)
        else:
            fill = figure.shade(bone.region)
            page.add_shape(outline, fill=fill, edge=OUTLINE, width=OUTLINE_WIDTH)
    foot = top + figure.body_height - SMALL.line_mm
    left, right = ("R", "L") if view == "front" else ("L", "R")
    for letter, sign in ((left, -1), (right, 1)):
        page.write(middle + sign * 0.5 * figure.half_width, foot, (letter,), FAINT, "center")


def _callouts(figure: SkeletalMap) -> tuple[Callout, ...]:
    """Return the labels of all regions with lesions, placed so that none touches another."""
    columns: dict[Column, list[Callout]] = {}
    for region, label in figure.labels.items():
        view, sign = _labelled_on(region)
        anchor = _anchor(figure, region, view, sign)
        if anchor is not None:
            column = _column(figure, view, sign)
            content = (f"{label.name}: ", *label.numbers)
            weight = figure.percents[region].value
            columns.setdefault(column, []).append(
                Callout(anchor, sign, content, column, weight=weight)
            )
    return tuple(placed for own in columns.values() for placed in spread(fitting(own)))


def _labelled_on(region: str) -> tuple[str, int]:
    """Return the view in which a region is labelled, and -1 or 1 for the side of the page."""
    is_vertebra = region[0] in "CTL" and region[1:].isdigit()
    view = "back" if is_vertebra or region.startswith(BEHIND) else "front"
    side = next((s for s in OPPOSITE if f"_{s}" in region), "")
    if not side:
        return view, 1 if view == "back" or region in MIDLINE else -1
    return view, 1 if (side == "L") == (view == "front") else -1


def _anchor(figure: SkeletalMap, region: str, view: str, sign: int) -> tuple[float, float] | None:
    """Return the point of a region that is led to: the middle of its part on that side."""
    parts = [b.middle for b in load_view(view) if b.region == region and not b.is_detail]
    own = [(x, y) for x, y in parts if sign * x >= -1e-6]
    if not own:
        return None
    x, y = max(own, key=lambda point: sign * point[0])
    return figure.middle(view) + figure.scale * x, figure.top(view) + figure.scale * y


def _column(figure: SkeletalMap, view: str, sign: int) -> Column:
    """Return the strip of the page in which labels on one side of a view stand."""
    top = figure.top(view)
    reach = figure.half_width + GAP_MM
    inner = sorted(figure.middle(each) + away * reach for each in VIEWS for away in (-1, 1))
    edges = (0.0, *inner, figure.width)
    if figure.is_narrow:
        edges = (0.0, inner[0], inner[-1], inner[-1], figure.width, figure.width)
        place = 0 if sign < 0 else 3
    else:
        place = {("front", -1): 0, ("back", 1): 4}.get((view, sign), 2)
    return Column(edges[place], edges[place + 1], top, top + figure.body_height)
