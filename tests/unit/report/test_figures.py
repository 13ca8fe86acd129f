"""Figures: nothing overlaps, nothing is cut, numbers stand where they belong."""

import dataclasses
import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osteon.report.attrition import build_attrition_table, build_flow_charts
from osteon.report.bar_figures import build_association_figures, build_distribution_figures
from osteon.report.count_rows import risk_times
from osteon.report.figures import FlowNode, draw_flow, split_flow
from osteon.report.figures.flow import CONTINUED, GREATEST_HEIGHT_MM
from osteon.report.figures.flow_layout import PADDING_MM, Column, Layout
from osteon.report.figures.lettering import BODY, STRONG, wrap
from osteon.report.figures.palette import STROKES
from osteon.report.figures.scale import TimeScale
from osteon.report.material import gather_material
from osteon.report.survival_figure import _time_label, build_survival_figures
from osteon.report.tables import plain_text
from osteon.report.words import words_of
from osteon.study import AttritionStep, Cell

POINTS_PER_MM = 72 / 25.4
LONG = "Histopathologiebefundungsdokumentationsnummernverzeichnis"


@pytest.fixture
def words(results):
    return words_of(results)


@pytest.fixture
def survival(results, words):
    analysis = next(analysis for analysis in results.analyses if analysis.id == "os_by_bone")
    (drawing,) = build_survival_figures(gather_material(results, analysis, words))
    return drawing


def overlap(first, second):
    return (
        first.left < second.left + second.width
        and second.left < first.left + first.width
        and first.top < second.bottom
        and second.top < first.bottom
    )


def branching_node(depth, breadth):
    children = tuple(branching_node(depth - 1, breadth) for _ in range(breadth)) if depth else ()
    reason = f"{LONG} was not found, or was found too late: n = 12345"
    return FlowNode(f"{LONG} {LONG}", ("n = 12345",), (((reason),),) * 2, children)


@pytest.mark.parametrize(("depth", "breadth"), [(1, 1), (1, 2), (2, 2), (1, 5)])
def test_no_box_of_a_flow_chart_overlaps_another_or_leaves_the_page(depth, breadth):
    layout = Layout()
    layout.place(branching_node(depth, breadth), Column(0.5, 45.0 * breadth**depth), 0.5)
    for first, second in itertools.combinations(layout.boxes, 2):
        assert not overlap(first, second)
    for box in layout.boxes:
        assert box.left >= 0
        assert box.left + box.width <= 1 + 45.0 * breadth**depth
        for line, lettering in box.lines:
            assert lettering.width_mm(line) <= box.width - 2 * PADDING_MM + 1e-6


def test_a_fork_reaches_from_its_stem_to_every_branch():
    """In a narrow column the branches' paths may all lie to the left of the stem."""
    leaf = FlowNode("Leaf", ("n = 1",))
    node = FlowNode("Node", ("n = 3",), children=(leaf, FlowNode("Twig", ("n = 2",), (), (leaf,))))
    layout = Layout()
    layout.place(node, Column(0.0, 90.0), 0.0)
    ((stem, _), fork_top), ((first, _), (last, _)) = layout.lines[:2]
    branches = [start for (start, _), _ in layout.arrows]
    assert first <= min(stem, *branches)
    assert max(stem, *branches) <= last
    assert fork_top[0] == stem


@pytest.mark.parametrize("width", [30.0, 84.0, 95.0, 99.9, 100.0, 174.0])
def test_the_path_into_a_box_meets_it(width):
    layout = Layout()
    child = FlowNode("Child", ("n = 1",), (("Gone: n = 2",),))
    layout.place(FlowNode("Root", ("n = 3",), (), (child,)), Column(0.0, width), 0.0)
    box = layout.boxes[-1]
    _, (end, bottom) = layout.arrows[0]
    assert box.left <= end <= box.left + box.width
    assert bottom == box.top


def test_five_branches_fit_the_page():
    root = branching_node(1, 5)
    drawing = draw_flow(root, "flow", title="Flow", description="Flow")
    assert drawing.width_mm == 174


def chain(length):
    """Return populations taken from one another, with two reasons at each step."""
    node = None
    for step in range(length, 0, -1):
        reasons = ((f"Too late for step {step}: n = 3",), ("Not known, or not yet known: n = 12",))
        node = FlowNode(f"Population {step}", ("n = 9",), reasons, (node,) if node else ())
    return node


@pytest.mark.parametrize(("length", "n_charts"), [(5, 1), (10, 1), (25, 3)])
def test_a_long_flow_chart_fits_the_page_or_goes_on_in_another(length, n_charts):
    charts = split_flow(chain(length))
    assert len(charts) == n_charts
    assert charts[0].label == "Population 1"
    for chart in charts:
        drawing = draw_flow(chart, "flow", title="Flow", description="Flow")
        assert drawing.height_mm <= GREATEST_HEIGHT_MM
    ends = [_last(chart) for chart in charts]
    for end, following in itertools.pairwise([*ends, None]):
        assert (end.note == CONTINUED) == (following is not None)
    assert [end.label for end in ends[:-1]] == [chart.label for chart in charts[1:]]


def _last(node):
    return _last(node.children[0]) if node.children else node


@pytest.mark.parametrize("length", [3, 9, 14])
def test_who_left_stands_beside_a_compact_chain_without_overlap(length):
    layout = Layout()
    layout.place(chain(length), Column(0.5, 173.0, is_compact=True), 0.5, 0.5)
    plain_layout = Layout()
    plain_layout.place(chain(length), Column(0.5, 173.0), 0.5)
    assert layout.bottom < plain_layout.bottom
    for first, second in itertools.combinations(layout.boxes, 2):
        assert not overlap(first, second)
    assert all(box.left + box.width <= 173.5 + 1e-9 for box in layout.boxes)


def test_branches_below_a_compact_chain_stand_clear_of_who_left():
    ends = tuple(FlowNode(f"End {k}", ("n = 1",), (("Gone: n = 2",),)) for k in range(3))
    many = tuple((f"Reason {k} in several words: n = 1",) for k in range(12))
    root = FlowNode("All", ("n = 99",), (), (FlowNode("Some", ("n = 9",), many, ends),))
    layout = Layout()
    layout.place(root, Column(0.5, 173.0, is_compact=True), 0.5, 0.5)
    for first, second in itertools.combinations(layout.boxes, 2):
        assert not overlap(first, second)


@given(st.text("abcdefghij -\u00a0", max_size=80), st.floats(12, 80))
def test_wrapped_lines_fit_and_lose_no_letter(text, width):
    lines = wrap((text,), width)
    assert all(BODY.width_mm(line) <= width for line in lines)
    letters = [re.sub(r"[ -]", "", part) for part in (text, "".join(map(plain, lines)))]
    assert letters[0] == letters[1]


def plain(line):
    return "".join(str(fragment) for fragment in line)


def test_a_long_word_breaks_at_its_own_hyphen():
    (first, *_) = wrap(("Non-functioning",), 12)
    assert plain_text(first) == "Non-"


def test_bold_letters_are_measured_as_bold():
    assert STRONG.width_mm(("Excluded",)) > BODY.width_mm(("Excluded",))


def test_numbers_at_risk_stand_exactly_under_their_ticks(survival):
    at = r'data-cell="os_by_bone/stage4/true/(\d+)/n_at_risk"[^>]*data-text="(\d+)">\s*'
    found = re.findall(rf"{at}<g[^>]*translate\(([\d.]+)", survival.svg)
    numbers = {
        float(time): float(x) / POINTS_PER_MM + BODY.width_mm((text,)) / 2
        for time, text, x in found
    }
    tick = r'<g id="os_by_bone-xtick_\d+">.*?<use [^>]*x="([\d.]+)"'
    ticks = [float(x) / POINTS_PER_MM for x in re.findall(tick, survival.svg, re.DOTALL)]
    assert len(ticks) == len(numbers) == 11
    assert list(numbers.values()) == pytest.approx(ticks, abs=0.02)


def test_a_figure_prints_medians_tests_and_counts_of_its_cells(survival):
    printed = {(n.cell.group, n.cell.statistic) for n in survival.numbers}
    assert {
        ("true", "median_survival"), ("false", "n_event"), ("true", "n"), ("", "p_value"),
    } <= printed  # fmt: skip


def test_the_same_figure_has_the_same_bytes_and_no_date(results, words, survival):
    analysis = next(analysis for analysis in results.analyses if analysis.id == "os_by_bone")
    (again,) = build_survival_figures(gather_material(results, analysis, words))
    assert (again.svg, again.pdf) == (survival.svg, survival.pdf)
    assert "<dc:date>" not in survival.svg
    assert b"CreationDate" not in survival.pdf


def test_letters_are_outlines_and_survive_without_fonts(survival):
    assert "<text" not in survival.svg
    assert "font-family" not in survival.svg


def test_a_protocol_may_want_no_figure(results, words):
    analysis = next(analysis for analysis in results.analyses if analysis.id == "os_by_bone")
    quiet = dataclasses.replace(analysis, settings={**analysis.settings, "figure": False})
    assert build_survival_figures(gather_material(results, quiet, words)) == ()


def test_groups_with_other_times_do_not_make_the_ticks_uneven(results, words):
    analysis = next(analysis for analysis in results.analyses if analysis.id == "os_by_bone")
    material = gather_material(results, analysis, words)
    odd = Cell("os_by_bone", "n_at_risk", 40.0, population="stage4", group="true", level="7")
    changed = dataclasses.replace(material, cells=(*material.cells, odd))
    assert risk_times(changed) == risk_times(material)


def test_a_landmark_is_named_on_the_axis(results, words):
    analysis = next(analysis for analysis in results.analyses if analysis.id == "os_by_bone")
    landmark = dataclasses.replace(analysis, settings={"grouping": "landmark"})
    assert _time_label(gather_material(results, landmark, words)) == (
        "Time from the landmark (months)"
    )
    assert _time_label(gather_material(results, analysis, words)) == "Time (months)"


def test_bars_print_count_and_percent_and_one_bar_for_yes_and_no(results, words):
    analysis = next(analysis for analysis in results.analyses if analysis.id == "timing")
    (drawing,) = build_distribution_figures(gather_material(results, analysis, words))
    assert "Pathological fracture: 8 (7.6%). Pain: 5 (4.8%)." in drawing.description
    assert "Osteoblastic: 61 (58.1%)" in drawing.description
    assert {n.cell.variable for n in drawing.numbers} == {"morphology", "fracture", "pain"}


def test_bars_of_an_outcome_have_a_row_a_group_with_its_own_denominator(results, words):
    analysis = next(one for one in results.analyses if one.id == "sre_by_antiresorptive")
    (drawing,) = build_association_figures(gather_material(results, analysis, words))
    assert drawing.description == (
        "Skeletal-related events by antiresorptive therapy. Bars of percents. "
        "Skeletal-related event. Treated: 0/29 (0.0%). Untreated: 13/76 (17.1%). "
        "Fisher's exact test: p = 0.018."
    )
    assert plain_text(drawing.legend) == "Whiskers: 95% CI."


def test_bars_of_an_outcome_of_several_levels_have_a_heading_a_level(results, words):
    analysis = next(one for one in results.analyses if one.id == "sre_by_antiresorptive")
    material = gather_material(results, analysis, words)
    cells = tuple(
        dataclasses.replace(cell, level={"true": "blastic", "false": "lytic"}[cell.level])
        for cell in material.cells
        if cell.level
    )
    (drawing,) = build_association_figures(dataclasses.replace(material, cells=cells))
    assert "Skeletal-related event: blastic. Treated: 0/29 (0.0%)." in drawing.description
    assert "Skeletal-related event: lytic. Treated: 29/29 (100.0%)." in drawing.description


def test_without_percents_there_are_no_bars(results, words):
    analysis = next(one for one in results.analyses if one.id == "sre_by_antiresorptive")
    material = dataclasses.replace(gather_material(results, analysis, words), cells=())
    assert build_association_figures(material) == ()
    assert build_distribution_figures(material) == ()


def test_incidences_show_the_events_of_each_cause(results, words):
    analysis = next(one for one in results.analyses if one.id == "first_sre")
    material = gather_material(results, analysis, words)
    place = {"population": "stage4", "n": 105}
    counts = (
        Cell("first_sre", "n", 105.0, **place),
        Cell("first_sre", "n_event", 9.0, variable="first_sre", **place),
        Cell("first_sre", "n_event", 38.0, variable="death", **place),
    )
    (drawing,) = build_survival_figures(
        dataclasses.replace(material, cells=(*material.cells, *counts))
    )
    assert "events / patients: 9 / 105" in drawing.description
    assert "events / patients: 38 / 105" in drawing.description


def test_crowded_times_are_thinned_evenly():
    scale = TimeScale(left=10, width=100, last=100, times=tuple(map(float, range(0, 101, 5))))
    assert scale.thinned(4) == scale.times
    assert scale.thinned(9) == tuple(map(float, range(0, 101, 10)))
    assert scale.place(50) == 60


def test_strokes_differ_in_colour_and_in_dashes():
    assert len({stroke.colour for stroke in STROKES}) == len(STROKES)
    assert len({str(stroke.dashes) for stroke in STROKES}) == len(STROKES)


def test_a_flow_chart_follows_parents_and_keeps_reasons(results, words):
    (drawing,) = build_flow_charts(results.attrition, words)
    assert (
        "Stage IV, from Small intestinal NET: n = 305 (excluded: Never in stage IV: n = 153)"
        in (drawing.description)
    )
    assert "n = 10; not known: n = 2" in drawing.description


def test_patients_and_lesions_get_a_flow_chart_each(words):
    steps = (
        AttritionStep("patients", "", "a", 100, 10, 0, 90),
        AttritionStep("lesions", "", "b", 900, 10, 0, 890),
    )
    charts = build_flow_charts(steps, words)
    assert [chart.id for chart in charts] == ["attrition", "attrition_2"]


def test_a_population_taken_whole_stands_at_the_top_without_a_box_above(words):
    steps = (AttritionStep("everyone", "", "", 100, 0, 0, 100),)
    (chart,) = build_flow_charts(steps, words)
    assert chart.description == "Flow of patients. everyone: n = 100."


def test_every_step_stands_in_the_table_of_the_flow_chart(results, words):
    table = build_attrition_table(results.attrition, words)
    rows = [row for row in table.rows if row.kind == "detail"]
    assert len(rows) == len(results.attrition)
    first = [plain_text(cell.content) for cell in rows[0].cells]
    assert first == ["500", "30", "0", "470"]
