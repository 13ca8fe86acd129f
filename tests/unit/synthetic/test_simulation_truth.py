"""What a truth may say, and that it survives the way through a file."""

from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest
from numpy.testing import assert_allclose
from pydantic import ValidationError

from osteon.errors import ProtocolError
from osteon.synthetic import (
    Centre,
    PiecewiseConstant,
    Process,
    Ratios,
    SimulationTruth,
    Weibull,
    dump_truth,
    parse_truth,
)

TRUTH = SimulationTruth()


@pytest.mark.parametrize(
    "hazard",
    [
        PiecewiseConstant((0.2,)),
        PiecewiseConstant((0.1, 0.0, 0.3), from_years=(0.0, 2.0, 3.0)),
        Weibull(0.7, 12.0),
        Weibull(2.0, 3.0),
    ],
)
def test_a_time_is_where_its_cumulative_hazard_is_reached(hazard):
    years = np.array([0.1, 0.5, 1.9, 3.5, 40.0])
    assert_allclose(hazard.time_at(hazard.cumulative(years)), years, rtol=1e-12)


def test_hazards_in_pieces_sum_up_piece_by_piece():
    hazard = PiecewiseConstant((0.1, 0.0, 0.3), from_years=(0.0, 2.0, 3.0))
    assert_allclose(hazard.cumulative([0.0, 1.0, 2.5, 5.0]), [0.0, 0.1, 0.2, 0.8])


def test_a_hazard_that_ends_never_brings_the_rest():
    hazard = PiecewiseConstant((0.5, 0.0), from_years=(0.0, 1.0))
    assert hazard.time_at([0.25, 0.75]).tolist() == [0.5, np.inf]
    assert np.isinf(PiecewiseConstant((0.0,)).time_at(0.1))


@pytest.mark.parametrize("pieces", [(), (1.0,), (0.0, 2.0, 2.0)])
def test_pieces_begin_at_0_and_then_ever_later(pieces):
    with pytest.raises(ValidationError, match=r"pieces begin at 0"):
        PiecewiseConstant((0.1,) * max(len(pieces), 1), from_years=pieces)


def test_every_piece_has_its_rate():
    with pytest.raises(ValidationError, match="one number for each piece"):
        PiecewiseConstant((0.1, 0.2))


def test_a_truth_survives_the_way_through_text():
    truth = replace(
        TRUTH,
        course=replace(TRUTH.course, death=Process(Weibull(1.7, 33.3), Ratios(g3=4.25))),
        antiresorptive=replace(
            TRUTH.antiresorptive,
            start=Process(PiecewiseConstant((0.1, 1 / 3), (0.0, 0.7))),
        ),
        patients=replace(TRUTH.patients, centres=(Centre("a", 0.1), Centre("b", 0.9))),
    )
    assert parse_truth(dump_truth(truth)) == truth != TRUTH


def test_the_text_names_every_parameter():
    def names(part):
        for field in fields(part):
            yield field.name
            value = getattr(part, field.name)
            for inner in value if isinstance(value, tuple) else (value,):
                if is_dataclass(inner):
                    yield from names(inner)

    text = dump_truth(TRUTH)
    assert len(set(names(TRUTH))) > 60
    assert all(f'"{name}"' in text for name in names(TRUTH))


def test_what_a_text_leaves_out_has_its_default():
    assert parse_truth("{}") == TRUTH


def test_all_problems_of_a_text_are_told_at_once():
    text = """{
        "evnts": {},
        "events": {"rate_bone": -1, "kind_shares": [0.5, 0.5, 0.5, 0.5]},
        "observation": {"loss": {"kind": "gompertz"}},
        "imaging": {"jitter_days": 200}
    }"""
    with pytest.raises(ProtocolError) as caught:
        parse_truth(text, where="truth.json")
    places = {problem.where for problem in caught.value.problems}
    assert places == {
        "truth.json.evnts",
        "truth.json.events.rate_bone",
        "truth.json.events.kind_shares",
        "truth.json.observation.loss",
        "truth.json.imaging",
    }
    assert "jitter_days is at most a third of interval_days" in str(caught.value)


def test_text_that_is_not_json_is_refused():
    with pytest.raises(ProtocolError, match="a text that is not JSON"):
        parse_truth("{")


@pytest.mark.parametrize(
    ("part", "change", "message"),
    [
        ("patients", {"grade_shares": (0.5, 0.5, 0.5)}, "shares sum to 1"),
        ("patients", {"severity_shares": (0.5,)}, "shares sum to 1"),
        ("patients", {"centres": (Centre("a", 0.5),)}, "shares sum to 1"),
        ("patients", {"sites": ()}, "shares sum to 1"),
        ("observation", {"data_cutoff": TRUTH.observation.first_diagnosis_date}, "begin before"),
    ],
)
def test_what_cannot_be_is_refused(part, change, message):
    with pytest.raises(ValidationError, match=message):
        replace(getattr(TRUTH, part), **change)


def test_precision_leaves_room_for_whole_dates():
    with pytest.raises(ValidationError, match="1 at most together"):
        replace(TRUTH.recording.death, year_share=0.6, month_share=0.6)
