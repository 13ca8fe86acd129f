"""Pies and alluvial figures: parts are as large as their numbers and told apart in grey."""

import dataclasses
from itertools import pairwise

import pytest
from matplotlib.colors import to_rgb

from osteon.report.bar_figures import build_distribution_figures
from osteon.report.figures import (
    AlluvialFigure,
    AlluvialNode,
    AlluvialStream,
    Pie,
    PieFigure,
    Slice,
    draw_alluvial,
    draw_pies,
)
from osteon.report.figures.palette import FILLS
from osteon.report.figures.pies import _sector
from osteon.report.material import gather_material
from osteon.report.tables import Number
from osteon.report.words import words_of
from osteon.study import Cell

WIDTHS = (85.0, 174.0)
LONG = "Tracer and morphology as the first reader of the first examination saw them"


def count(level, value):
    return Cell("moves", "n", float(value), level=level)


def node(label, value):
    cell = count(label, value)
    return AlluvialNode(cell, label, (Number(cell),))


def alluvial(width):
    return AlluvialFigure(
        heads=("Evidence at the first positive PET/CT", "Evidence at the last PET/CT"),
        starts=(node(LONG, 54), node("Tracer only", 51), node("Rare", 1)),
        ends=tuple(node(f"End {k}", n) for k, n in enumerate((80, 20, 2, 2, 2))),
        streams=(
            AlluvialStream(0, 0, count("a", 54)), AlluvialStream(1, 0, count("b", 26)),
            AlluvialStream(1, 1, count("c", 20)), AlluvialStream(1, 2, count("d", 2)),
            AlluvialStream(1, 3, count("e", 2)), AlluvialStream(1, 4, count("f", 1)),
            AlluvialStream(2, 4, count("g", 1)),
        ),
        width=width,
    )  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
def test_streams_fill_their_levels_on_both_sides(width):
    figure = alluvial(width)
    for side, place in ((figure.starts, "start"), (figure.ends, "end")):
        for index, level in enumerate(side):
            inside = sum(s.count.value for s in figure.streams if getattr(s, place) == index)
            assert inside == level.count.value
        tops = figure.tops(side)
        for (above, below), level in zip(pairwise(tops), side, strict=False):
            assert below >= above + figure.per_unit * level.count.value


@pytest.mark.parametrize("width", WIDTHS)
def test_an_alluvial_figure_has_room_and_the_same_bytes(width):
    first, second = (
        draw_alluvial(alluvial(width), "moves", title="Moves", description="Moves")
        for _ in range(2)
    )
    assert (first.svg, first.pdf) == (second.svg, second.pdf)
    assert {"54", "26", "20"} <= {str(number) for number in first.numbers}


def pie(title, shares):
    cells = {name: Cell("pie", "percent", share, level=name) for name, share in shares.items()}
    slices = tuple(Slice(cell, name, (Number(cell), "%")) for name, cell in cells.items())
    return Pie(title, slices)


@pytest.mark.parametrize("width", WIDTHS)
def test_pies_have_room_for_the_labels_of_small_parts(width):
    small = {f"Rare kind number {k}": 2.0 for k in range(5)}
    pies = (pie("All", {LONG: 90.0, **small}), pie("One", {"Whole": 100.0}), pie("Third", small))
    figure = PieFigure(pies, width)
    first, second = (draw_pies(figure, "pie", title="P", description="P") for _ in range(2))
    assert first.svg == second.svg
    assert figure.n_columns == (1 if width < 100 else 2)


def test_a_quarter_from_twelve_o_clock_lies_to_the_upper_right():
    quarter = _sector((10.0, 10.0), 5.0, 0.0, 0.25)
    assert quarter.contains_point((12.0, 8.0))
    assert not quarter.contains_point((8.0, 8.0))
    assert not quarter.contains_point((12.0, 12.0))


def test_a_protocol_asks_for_pies(results):
    analysis = next(one for one in results.analyses if one.id == "figure_2a")
    asked = dataclasses.replace(analysis, settings={"figure": {"form": "pies"}})
    material = gather_material(results, asked, words_of(results))
    (drawing,) = build_distribution_figures(material)
    assert drawing.description == (
        "Evidence at the first PET/CT. Pies. Evidence at first PET/CT: "
        "Tracer uptake and morphology 54 (51.4%); Tracer uptake only 51 (48.6%)."
    )


def test_neighbouring_areas_differ_in_grey():
    grey = [sum(w * c for w, c in zip((0.3, 0.59, 0.11), to_rgb(f), strict=True)) for f in FILLS]
    assert all(abs(one - next_one) > 0.05 for one, next_one in pairwise(grey))
