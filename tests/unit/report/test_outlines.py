"""The drawn skeleton as outlines that a page can shade."""

import re

import numpy as np

from osteon.codes import load_value_set
from osteon.report import skeleton_views
from osteon.report.figures.outlines import svg_path
from osteon.report.figures.skeleton import smooth_outline

NUMBER = re.compile(r"-?\d+\.\d+")


def test_front_and_back_have_every_region_of_the_code_list_between_them():
    drawn = {outline.region for view in skeleton_views() for outline in view.outlines}
    assert [view.side for view in skeleton_views()] == ["front", "back"]
    assert drawn - {""} == {code.code for code in load_value_set("bone_region").codes}


def test_outlines_stay_inside_their_box():
    for view in skeleton_views():
        for outline in view.outlines:
            numbers = np.array([float(n) for n in NUMBER.findall(outline.path)]).reshape(-1, 2)
            assert (numbers[:, 0] >= view.left - 1).all()
            assert (numbers[:, 0] <= view.left + view.width + 1).all()
            assert (numbers[:, 1] >= view.top - 1).all()
            assert (numbers[:, 1] <= view.top + view.height + 1).all()


def test_a_path_runs_through_the_points_of_its_outline():
    points = [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]]
    path = svg_path(smooth_outline(points))
    ends = [tuple(map(float, NUMBER.findall(part)[-2:])) for part in re.split("C", path)]
    assert ends == [tuple(point) for point in [*points, points[0]]]
    assert path[0] == "M"
    assert path.endswith("Z")
