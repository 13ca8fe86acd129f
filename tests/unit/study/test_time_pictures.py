"""Trajectories, swimmer plots and Lexis diagrams: what is counted on hand-made patients."""

import pytest

from osteon.errors import ProtocolError
from osteon.protocol import parse_protocol
from osteon.report.document import build_document
from osteon.study import run_study

ENDPOINT = """
[endpoint.survival]
title = "Survival"
origin = "diagnosis"
events = ["death"]
censored_at = ["last_contact"]
"""
SWIM = """
[analysis.swim]
kind = "swimmer"
title = "Courses"
not_for_release = true
population = "all"
endpoint = "survival"
marks = ["referral"]
"""
LEXIS = """
[analysis.lexis]
kind = "lexis"
title = "Lexis"
population = "all"
endpoint = "survival"
since = "diagnosis"
step = 1
"""
COURSE = """
[analysis.course]
kind = "trajectory"
title = "Course"
population = "all"
origin = "diagnosis"
first = -1
last = 1
[analysis.course.values.pain]
label = "Worst pain"
from = "pain_assessment"
value = "nrs_worst"
"""
PATIENTS = [
    {"diagnosis": "2010-01-01", "referral": "2010-03-01", "death": "2012-01-01"},
    {"diagnosis": "2010-01-01", "referral": "2010-03-01", "last": "2011-07-02"},
    {"diagnosis": "2011-01-01", "referral": "2011-01-01", "death": "2011-06-30"},
]


def pain(patient, date, score):
    return {"patient_id": patient, "date": date, "nrs_worst": score, "scope": "global"}


@pytest.fixture
def run(freeze_rows, tables, protocol_text):
    """Return a function: parts of a protocol, and rows of pain, to the results."""

    def study(*parts, assessments=()):
        rows = tables(PATIENTS)
        if assessments:
            first = rows["patient"][0]["patient_id"]
            rows = {**rows, "pain_assessment": [pain(first, *each) for each in assessments]}
        return run_study(parse_protocol(protocol_text(*parts)), freeze_rows(rows)).results

    return study


def found(results, statistic):
    return {
        (cell.group, cell.variable, cell.level): cell.value
        for cell in results.cells
        if cell.statistic == statistic
    }


def test_courses_are_numbered_from_the_longest_and_carry_no_name(run):
    results = run(ENDPOINT, SWIM)
    times = found(results, "course_time")
    assert [key[:2] for key in times] == [("1", "death"), ("2", "censored"), ("3", "death")]
    assert times["1", "death", ""] == pytest.approx(730 / 30.4375)
    assert found(results, "mark_time")["2", "referral", ""] == pytest.approx(59 / 30.4375)
    assert "P" not in {cell.group[:1] for cell in results.cells}


def test_a_swimmer_plot_says_that_it_must_not_leave(run):
    results = run(ENDPOINT, SWIM)
    (analysis,) = [one for one in results.analyses if one.id == "swim"]
    assert analysis.note.startswith("Not for release")
    (drawing,) = [one for one in build_document(results).drawings if one.id == "swim"]
    assert "(not for release)" in drawing.title


def test_a_swimmer_plot_must_be_asked_for_with_open_eyes(protocol_text):
    for text in (SWIM.replace("not_for_release = true\n", ""), SWIM.replace("true", "false")):
        with pytest.raises(ProtocolError):
            parse_protocol(protocol_text(ENDPOINT, text))


def test_squares_of_a_lexis_diagram_add_up_to_all_follow_up(run):
    results = run(ENDPOINT, LEXIS)
    years = found(results, "person_years")
    total = years.pop(("", "", ""))
    assert total == pytest.approx((730 + 547 + 180) / 365.25)
    assert sum(years.values()) == pytest.approx(total)
    assert years["2010", "", "0"] == pytest.approx(2 * 365 / 365.25)


def test_an_event_lies_in_the_square_where_follow_up_ended(run):
    events = found(run(ENDPOINT, LEXIS), "n_event")
    assert events == {("", "", ""): 2, ("2011", "", "0"): 1, ("2011", "", "1"): 1}


def test_the_last_value_of_a_step_counts_and_days_outside_do_not(run):
    assessments = [
        ("2009-12-24", 9), ("2009-12-25", 8), ("2009-12-31", 7),
        ("2010-01-01", 4), ("2010-01-07", 3), ("2010-01-08", 1), ("2010-01-15", 10),
    ]  # fmt: skip
    results = run(COURSE, assessments=assessments)
    medians = found(results, "median")
    assert medians == {("", "pain", "-1"): 7, ("", "pain", "0"): 3, ("", "pain", "1"): 1}
    numbers = found(results, "n")
    assert [numbers[key] for key in medians] == [1, 1, 1]


def test_a_value_that_is_no_number_is_refused(protocol_text):
    with pytest.raises(ProtocolError) as caught:
        parse_protocol(protocol_text(COURSE.replace('"nrs_worst"', '"scope"')))
    (problem,) = caught.value.problems
    assert problem.found == "'scope', which is no number"


def test_all_of_them_stand_in_the_report_and_nothing_is_left_over(run):
    assessments = [("2009-12-31", 7), ("2010-01-01", 4)]
    document = build_document(run(ENDPOINT, SWIM, LEXIS, COURSE, assessments=assessments))
    assert {"swim", "lexis", "course"} <= {drawing.id for drawing in document.drawings}
    assert not any(section.further for section in document.sections)
