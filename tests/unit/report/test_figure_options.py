"""What a protocol may ask of a figure of curves: rows below it, panels, width, what is drawn."""

import dataclasses

import pytest

from osteon.report.figure_wish import figure_wish
from osteon.report.material import gather_material
from osteon.report.survival_figure import build_survival_figures
from osteon.report.tables import plain_text
from osteon.report.words import words_of
from osteon.study import Cell


def survival(results, name="os_by_bone", cells=(), **options):
    analysis = next(analysis for analysis in results.analyses if analysis.id == name)
    asked = dataclasses.replace(analysis, settings={**analysis.settings, "figure": options})
    material = gather_material(results, asked, words_of(results))
    return dataclasses.replace(material, cells=(*material.cells, *cells))


def events(results, name="os_by_bone", **place):
    at_risk = [cell for cell in results.cells if cell.statistic == "n_at_risk"]
    return tuple(
        Cell(name, "n_event_by", 7.0 + k, "stage4", cell.group, level=cell.level, **place)
        for k, cell in enumerate(at_risk)
    )


@pytest.mark.parametrize(("width", "millimetres"), [("single", 85.0), ("double", 174.0)])
def test_a_figure_is_as_wide_as_asked(results, width, millimetres):
    (drawing,) = build_survival_figures(survival(results, width=width))
    assert drawing.width_mm == millimetres


def test_events_so_far_stand_below_the_numbers_at_risk(results):
    material = survival(results, cells=events(results), below=["at_risk", "events"])
    (drawing,) = build_survival_figures(material)
    printed = {number.cell.statistic for number in drawing.numbers}
    assert {"n_at_risk", "n_event_by"} <= printed


def test_rows_that_are_not_asked_for_are_not_drawn(results):
    (drawing,) = build_survival_figures(survival(results, cells=events(results), below=[]))
    printed = {number.cell.statistic for number in drawing.numbers}
    assert not printed & {"n_at_risk", "n_event_by"}


def test_the_legend_names_only_what_is_drawn(results):
    full, bare = (
        build_survival_figures(survival(results, **options))[0]
        for options in ({}, {"bands": False, "censor_marks": False, "medians": False})
    )
    assert "ticks: censored" in plain_text(full.legend)
    assert "broken lines: medians" in plain_text(full.legend)
    assert "bands" not in plain_text(bare.legend)
    assert "ticks" not in plain_text(bare.legend)
    assert "medians" not in plain_text(bare.legend)
    assert len(bare.svg) < len(full.svg)


def test_a_hazard_ratio_stands_in_the_figure_and_tests_may_be_left_out(results):
    ratio = Cell("os_by_bone", "hazard_ratio", 1.56, "stage4", "true vs false", conf_low=1.06,
                 conf_high=2.3, conf_level=0.95)  # fmt: skip
    (drawing,) = build_survival_figures(survival(results, cells=(ratio,)))
    sides = "With bone metastases vs Without bone metastases"
    said = f"Hazard ratio, {sides} = 1.56 (95% CI 1.06\u20132.30)"
    assert said in drawing.description
    (quiet,) = build_survival_figures(survival(results, cells=(ratio,), tests=False))
    assert "azard ratio" not in quiet.description


@pytest.mark.parametrize("width", ["single", "double"])
@pytest.mark.parametrize(
    ("form", "panels"),
    [
        ("side_by_side", ("Skeletal-related event.", "death.")),
        ("stacked", ("Stage IV. Cumulative incidence curves. Skeletal-related event",)),
    ],
)
def test_incidences_are_drawn_in_panels(results, width, form, panels):
    (drawing,) = build_survival_figures(survival(results, "first_sre", form=form, width=width))
    assert all(panel in drawing.description for panel in panels)
    again = build_survival_figures(survival(results, "first_sre", form=form, width=width))
    assert again[0].svg == drawing.svg


def test_false_and_draw_false_ask_for_no_figure(results):
    assert build_survival_figures(survival(results, draw=False)) == ()
    assert figure_wish(survival(results)).is_wanted
