"""The drawn skeleton as plain outlines, for pages that shade it themselves."""

from dataclasses import dataclass
from functools import cache

from matplotlib.path import Path

from osteon.report.figures.skeleton import HALF_WIDTH, HEIGHT, VIEWS, load_view

_COMMANDS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE4: "C", Path.CLOSEPOLY: "Z"}
DECIMALS = 1
"""Of a centimetre of the person: more is not seen on a screen."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One outline of the drawing.

    Parameters
    ----------
    region : str
        Code of the region it belongs to; empty for cartilage.
    path : str
        The outline as the data of an SVG path, in centimetres of the person.
    is_detail : bool
        Whether it only explains the shape, and is never shaded.
    """

    region: str
    path: str
    is_detail: bool


@dataclass(frozen=True, slots=True)
class SkeletonView:
    """The skeleton from one side.

    Parameters
    ----------
    side : str
        ``front`` or ``back``.
    left, top, width, height : float
        The box that holds it, in centimetres of the person.
    outlines : tuple of Outline
        Those farthest from the eye first.
    """

    side: str
    left: float
    top: float
    width: float
    height: float
    outlines: tuple[Outline, ...]


@cache
def skeleton_views() -> tuple[SkeletonView, ...]:
    """Return the skeleton from the front and from the back."""
    return tuple(
        SkeletonView(
            side=view,
            left=-HALF_WIDTH,
            top=0.0,
            width=2 * HALF_WIDTH,
            height=HEIGHT,
            outlines=tuple(
                Outline(bone.region, svg_path(bone.outline), bone.is_detail)
                for bone in load_view(view)
            ),
        )
        for view in VIEWS
    )


def svg_path(outline: Path) -> str:
    """Return a curve as the data of an SVG path."""
    parts = []
    for points, code in outline.iter_segments(simplify=False, curves=True):
        command = _COMMANDS[code]
        numbers = [] if command == "Z" else [f"{value:.{DECIMALS}f}" for value in points]
        parts.append(command + " ".join(numbers))
    return "".join(parts)
