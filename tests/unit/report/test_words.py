"""Words for ids, and what stands where there is none."""

import dataclasses

import pytest

from osteon.report import write_report
from osteon.report.words import Words, is_time, words_of
from osteon.study import Cell

LABELS = {
    "population": {"bone": "Bone metastases", "no_bone": "No bone metastases"},
    "variable": {"sex": "Sex", "death": "Death"},
    "endpoint": {"os": "Overall survival"},
    "level:sex": {"F": "Female", "M": "Male"},
}


@pytest.fixture
def words():
    return Words(LABELS, "months")


def test_an_id_without_a_word_is_printed_as_it_is(words):
    assert words.population("lung") == "lung"
    assert words.level("sex", "X") == "X"


def test_groups_are_levels_of_a_variable_or_populations(words):
    assert words.group("F", "sex") == "Female"
    assert words.group("F vs M", "sex") == "Female vs Male"
    assert words.group("bone vs no_bone") == "Bone metastases vs No bone metastases"


def test_an_event_is_an_endpoint_or_a_date(words):
    assert words.cause("os") == "Overall survival"
    assert words.cause("death") == "Death"


@pytest.mark.parametrize(("level", "printed"), [("60", "60\u00a0months"), ("1", "1\u00a0month")])
def test_a_time_has_its_unit(words, level, printed):
    assert words.time(level) == printed


@pytest.mark.parametrize(
    ("level", "expected"),
    [("60", True), ("0.5", True), ("G1", False), ("1.2.3", False), ("", False)],
)
def test_a_time_is_a_number(level, expected):
    assert is_time(level) is expected


def test_a_statistic_without_a_word_is_read_from_its_name(words):
    assert words.statistic("p_value_trend") == "p (trend)"
    assert words.statistic("variance_ratio") == "variance ratio"


def test_a_cell_outside_its_table_says_where_it_belongs(words):
    cell = Cell("a", "percent", 1.0, population="bone", group="F", variable="sex", level="M")
    assert words.cell(cell, "sex") == (
        "Bone metastases \u2013 Female \u2013 Sex \u2013 Male \u2013 Percent"
    )
    survival = Cell("a", "survival", 1.0, population="bone", level="60")
    assert words.cell(survival) == "Bone metastases \u2013 60\u00a0months \u2013 Survival"


def test_a_study_of_lesions_does_not_speak_of_patients(results, tmp_path):
    assert words_of(results).units == "patients"
    lesions = dataclasses.replace(results, study={**results.study, "unit": "lesion"})
    page = write_report(lesions, tmp_path).read_text(encoding="utf-8")
    assert "Flow of lesions" in page
    assert "How many lesions of each population" in page
    assert "Flow of patients" not in page
