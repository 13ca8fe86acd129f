"""The skeletal map: every region of the code list is drawn, shaded by rank and labelled once."""

from itertools import pairwise

import pytest
from matplotlib.colors import to_rgb

from osteon.codes import load_value_set
from osteon.report.figures import MapLabel, SkeletalMap, draw_skeletal_map
from osteon.report.figures.callouts import Callout, Column, fitting, spread
from osteon.report.figures.palette import PAPER
from osteon.report.figures.shades import SHADES
from osteon.report.figures.skeleton import VIEWS, load_view, regions_drawn, smooth_outline
from osteon.report.tables import Number
from osteon.study import Cell

CODES = [code.code for code in load_value_set("bone_region").codes]
STRIP = Column(0.0, 30.0, 0.0, 40.0)


def percent(region, value):
    return Cell("map", "percent", value, level=region, unit="%")


def skeletal_map(shares, width=174.0):
    percents = {region: percent(region, share) for region, share in shares.items()}
    labels = {r: MapLabel(r, (Number(cell), "%")) for r, cell in percents.items()}
    return SkeletalMap(percents, labels, "Patients with a lesion in the region", width)


def draw(figure):
    return draw_skeletal_map(figure, "map", title="Map", description="Map")


def test_the_drawing_has_every_region_of_the_code_list_and_no_other():
    assert regions_drawn() == set(CODES)


def test_sides_are_those_of_the_patient():
    for view, sign in zip(VIEWS, (1, -1), strict=True):
        bones = {bone.region: bone.points[:, 0].mean() for bone in load_view(view)}
        assert sign * bones["FEMUR_L"] > 0 > sign * bones["FEMUR_R"]


@pytest.mark.parametrize("width", [85.0, 174.0])
def test_a_map_of_all_regions_has_room_for_its_labels(width):
    shares = {code: 1.0 + 37 * k % 60 for k, code in enumerate(CODES)}
    drawing = draw(skeletal_map(shares, width))
    labelled = {number.cell.level for number in drawing.numbers}
    most = max(shares, key=shares.get)
    assert most in labelled
    assert len(labelled) == len(CODES) if width > 100 else len(labelled) > 30


def test_the_same_map_has_the_same_bytes():
    first, second = (draw(skeletal_map({"L2": 49.5, "RIB_R4": 3.0})) for _ in range(2))
    assert (first.svg, first.pdf) == (second.svg, second.pdf)


def test_more_patients_are_darker_and_none_is_paper():
    figure = skeletal_map({"L1": 1.0, "L2": 11.0, "L3": 29.0, "L4": 50.0, "L5": 0.0})
    shades = [figure.shade(region) for region in ("L1", "L2", "L3", "L4")]
    assert shades == [SHADES[0], SHADES[1], SHADES[2], SHADES[4]]
    assert figure.shade("L5") == figure.shade("T1") == PAPER


def test_shades_can_be_told_apart_in_grey():
    grey = [sum(w * c for w, c in zip((0.3, 0.59, 0.11), to_rgb(s), strict=True)) for s in SHADES]
    assert all(lighter - darker > 0.1 for lighter, darker in pairwise(grey))


def test_labels_that_would_touch_are_moved_apart_around_their_points():
    points = (10.0, 10.5, 11.0, 30.0)
    placed = spread([Callout((50.0, y), -1, (f"region {y}",), STRIP) for y in points])
    for above, below in pairwise(placed):
        assert above.top + above.height <= below.top + 1e-9
    assert placed[0].top < 10.0 - placed[0].height / 2


def test_labels_stay_within_their_column():
    placed = spread([Callout((50.0, 39.9), -1, (f"region {k}",), STRIP) for k in range(4)])
    assert placed[-1].top + placed[-1].height <= STRIP.lowest + 1e-9


def test_where_room_is_scarce_the_most_frequent_are_labelled():
    callouts = [
        Callout((50.0, float(k)), 1, (f"region {k}",), STRIP, weight=float(k)) for k in range(40)
    ]
    kept = [callout.weight for callout in fitting(callouts)]
    assert kept == [float(k) for k in range(39, 39 - len(kept), -1)]
    assert 5 < len(kept) < 40


def test_an_outline_runs_through_its_points_and_closes():
    outline = smooth_outline([(0, 0), (4, 0), (4, 3), (0, 3)])
    assert outline.contains_point((2, 1.5))
    assert {(0, 0), (4, 0), (4, 3), (0, 3)} <= {tuple(vertex) for vertex in outline.vertices}
