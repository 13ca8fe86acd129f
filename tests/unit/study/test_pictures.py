"""Skeletal maps and moves between levels count patients, and every row once."""

import pytest

from osteon.errors import ProtocolError
from osteon.protocol import parse_protocol
from osteon.report.document import build_document
from osteon.study import run_study

MAP = """
[analysis.map]
kind = "skeletal_map"
title = "Map"
population = "all"
from = "skeletal_event"
"""
SEXES = """
[variable.compressed]
any = { from = "skeletal_event", where = "type = 'MSCC'", date = "date" }
[variable.broken]
any = { from = "skeletal_event", where = "type = 'FRACTURE_VERTEBRAL'", date = "date" }
[analysis.moves]
kind = "transition"
title = "Moves"
population = "all"
from = "compressed"
to = "broken"
"""


def event(kind, region=None):
    return {"date": "2012-01-01", "type": kind, **({"region": region} if region else {})}


PATIENTS = [
    {"events": [event("MSCC", "T5"), event("MSCC", "T5"), event("FRACTURE_VERTEBRAL", "L2")]},
    {"events": [event("FRACTURE_VERTEBRAL", "T5")]},
    {"events": [event("SURGERY_BONE", "FEMUR_L")]},
    {},
]


@pytest.fixture
def run(freeze_rows, tables, protocol_text):
    """Return a function: parts of a protocol to the results on four hand-made patients."""

    def study(*parts):
        protocol = parse_protocol(protocol_text(*parts))
        return run_study(protocol, freeze_rows(tables(PATIENTS))).results

    return study


def value(results, cell_id):
    return next(cell.value for cell in results.cells if cell.cell_id == cell_id)


def test_a_patient_counts_once_in_a_region_and_in_a_group_of_regions(run):
    results = run(MAP)
    region, group = "map/all/skeletal_region/", "map/all/skeletal_region_group/"
    assert value(results, f"{region}T5/n") == 2
    assert value(results, f"{region}T5/n_lesion") == 3
    assert value(results, f"{region}T5/percent") == 50
    assert value(results, f"{group}SPINE/n") == 2
    assert value(results, f"{group}SPINE/n_lesion") == 4
    assert value(results, f"{group}LONG_BONE_LOWER/n") == 1


def test_totals_say_how_many_have_any_and_how_many_rows_there_are(run):
    results = run(MAP)
    assert value(results, "map/all/n") == 4
    assert value(results, "map/all/n_with_lesion") == 3
    assert value(results, "map/all/n_lesion") == 5


def test_a_condition_chooses_the_rows(run):
    results = run(MAP + "where = \"type = 'MSCC'\"\n")
    assert value(results, "map/all/n_lesion") == 2
    assert not [cell for cell in results.cells if cell.level == "L2"]


def test_a_condition_on_a_field_that_is_none_is_refused(protocol_text):
    with pytest.raises(ProtocolError) as caught:
        parse_protocol(protocol_text(MAP + "where = \"typ = 'MSCC'\"\n"))
    (problem,) = caught.value.problems
    assert problem.found == "'typ'"
    assert "type" in problem.hint


def test_moves_are_counted_from_each_level_to_each_other(run):
    results = run(SEXES)
    moves = {
        (cell.group, cell.level): cell.value
        for cell in results.cells
        if cell.statistic == "n" and cell.group
    }
    assert moves == {
        ("true", "true"): 1, ("true", "false"): 0,
        ("false", "true"): 1, ("false", "false"): 2,
    }  # fmt: skip
    assert value(results, "moves/all/false/broken/true/percent") == pytest.approx(100 / 3)


def test_moves_between_variables_that_are_none_are_refused(protocol_text):
    with pytest.raises(ProtocolError) as caught:
        parse_protocol(protocol_text(SEXES.replace('to = "broken"', 'to = "brokn"')))
    (problem,) = caught.value.problems
    assert problem.where.startswith("protocol.toml") or "moves" in problem.where
    assert "broken" in problem.hint


def test_both_pictures_stand_in_the_report_and_nothing_is_left_over(run):
    document = build_document(run(MAP, SEXES))
    drawings = {drawing.id: drawing for drawing in document.drawings}
    assert "T5: 2 (50.0%)" in drawings["map"].description
    assert "Left femur: 1 (25.0%)" in drawings["map"].description
    assert "No to Yes: 1." in drawings["moves"].description
    assert not any(section.further for section in document.sections)
