"""A drawn skeleton from the front and from the back: the outline of every region of bone.

The drawing is data, ``drawings/skeleton.json``, in centimetres of a person 181 cm tall: x from the
midline to the right of the page, y from the crown downwards. Midline bones are drawn as right
halves, paired ones once, and mirrored here. An outline runs smoothly through its points.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

import numpy as np
from matplotlib.path import Path
from numpy.typing import NDArray

VIEWS = ("front", "back")
HEIGHT = 182.6
HALF_WIDTH = 36.5
OPPOSITE = {"L": "R", "R": "L"}
SIDE_ON_THE_RIGHT = {"front": "L", "back": "R"}

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Bone:
    """One outline of the drawing.

    Parameters
    ----------
    region : str
        Code of the region it belongs to; empty for cartilage.
    points : ndarray of float, shape (n, 2)
        What its outer edge runs through.
    outline : Path
        The outline itself.
    is_detail : bool
        Whether it only explains the shape, such as an orbit, and is never shaded.
    """

    region: str
    points: Points
    outline: Path
    is_detail: bool

    @property
    def middle(self) -> tuple[float, float]:
        """Return a point within it: the mean of its points, of the upper ones where it is open."""
        is_open = np.count_nonzero(self.outline.codes == np.uint8(Path.MOVETO)) > 1
        upper = self.points[:, 1] <= np.median(self.points[:, 1])
        x, y = self.points[upper].mean(axis=0) if is_open else self.points.mean(axis=0)
        return float(x), float(y)


@cache
def load_view(view: str) -> tuple[Bone, ...]:
    """Return the bones seen from one side, those farthest from the eye first."""
    text = (files("osteon.report.figures") / "drawings" / "skeleton.json").read_text("utf-8")
    shapes = [shape for shape in json.loads(text) if shape["view"] == view]
    return tuple(chain.from_iterable(_bones(shape) for shape in shapes))


def regions_drawn() -> frozenset[str]:
    """Return the codes of all regions of the drawing."""
    return frozenset(bone.region for view in VIEWS for bone in load_view(view) if bone.region)


def _bones(shape: Mapping[str, Any]) -> Iterator[Bone]:
    points = np.array(shape["outline"], dtype=np.float64)
    hole = np.array(shape["hole"], dtype=np.float64) if "hole" in shape else None
    side = SIDE_ON_THE_RIGHT[shape["view"]]
    if shape["mode"] == "half":
        right = points[points[:, 0] > 0]
        whole = np.concatenate([points, (right * (-1, 1))[::-1]])
        yield _bone(shape, whole, None, "")
        return
    yield _bone(shape, points, hole, side)
    mirrored = None if hole is None else hole * (-1, 1)
    yield _bone(shape, points * (-1, 1), mirrored, OPPOSITE[side])


def _bone(shape: Mapping[str, Any], points: Points, hole: Points | None, side: str) -> Bone:
    straight = shape.get("straight", False)
    outline = Path(points, closed=False) if straight else smooth_outline(points)
    if straight:
        outline = Path([*points, points[0]], closed=True)
    if hole is not None:
        outline = Path.make_compound_path(outline, smooth_outline(hole[::-1]))
    region = shape["region"].format(side=side)
    return Bone(region, points, outline, bool(shape.get("detail", False)))


def smooth_outline(points: Sequence[Sequence[float]] | Points) -> Path:
    """Return a closed curve through points: a cubic between two, its ends as Catmull and Rom."""
    at = np.asarray(points, dtype=np.float64)
    before, after = np.roll(at, 1, axis=0), np.roll(at, -1, axis=0)
    tangents = (after - before) / 6
    leaving, arriving = at + tangents, after - np.roll(tangents, -1, axis=0)
    curves = np.stack([leaving, arriving, after], axis=1).reshape(-1, 2)
    codes = [Path.MOVETO, *[Path.CURVE4] * len(curves), Path.CLOSEPOLY]
    return Path(np.concatenate([at[:1], curves, at[:1]]), codes)
