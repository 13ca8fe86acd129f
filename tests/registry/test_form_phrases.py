"""What the dictionary says of a value it refuses is said by a form in the language of the page."""

from pathlib import Path

import pytest
from django.utils import translation

import osteon.dictionary
from osteon.dictionary import check_rows
from osteon.web.records.phrases import PHRASES
from osteon.web.records.problems import translate_problems

SOURCES = "".join(
    path.read_text(encoding="utf-8")
    for path in [
        *Path(osteon.dictionary.__file__).parent.rglob("*.py"),
        *(Path(osteon.dictionary.__file__).parents[1] / "registry" / "actions").glob("*.py"),
        *(Path(osteon.dictionary.__file__).parents[1] / "codes").glob("*.py"),
    ]
)
MADE = {
    "a date from 1900 to 2100", "a date outside the years 1900 to 2100",
    "a number below the permitted range", "a number above the permitted range",
    "a year, month or day as in 2020, 2020-05 or 2020-05-17",
    "a date that does not exist (yyyy-mm-dd pattern)",
    (
        "Look the date up and write it as yyyy-mm-dd, "
        "or shorter where the day is not known, as in 2020-05."
    ),
}  # fmt: skip
"""Phrases that the dictionary puts together."""


@pytest.mark.parametrize("phrase", [str(phrase) for phrase in PHRASES])
def test_a_phrase_is_one_the_dictionary_uses(phrase):
    with translation.override("en"):
        assert phrase in SOURCES or phrase in MADE


@pytest.mark.parametrize(
    ("table", "facts", "name", "german"),
    [
        ("pain_assessment", {"nrs_worst": "11"}, "nrs_worst", "eine ganze Zahl von 0 bis 10"),
        ("patient_observation", {"weight_kg": "500"}, "weight_kg", "von 1 bis 400 kg"),
        ("imaging_study", {"ct_slice_mm": "0.05"}, "ct_slice_mm", "von 0,1 bis 20 mm"),
        ("bone_lesion", {"lesion_no": "0"}, "lesion_no", "von mindestens 1"),
        ("skeletal_event", {}, "type", "ein Wert, oder der Grund"),
        ("skeletal_event", {"date": "2020-02-31"}, "date", "ein Datum, das es nicht gibt"),
        ("skeletal_event", {"date": "1850"}, "date", "ein Datum von 1900 bis 2100"),
        ("skeletal_event", {"date": "2020-02-31"}, "date", "Datum nachschlagen"),
        ("patient_observation", {"weight_kg": "viel"}, "weight_kg", "Text von 4 Zeichen"),
        ("skeletal_event", {"type": "PAIN"}, "type", "ein Code, der nicht in der Liste steht"),
        ("lab_result", {"value_null": "BLQ"}, "value", "die Grenze neben BLQ und ALQ"),
    ],
)
def test_a_refusal_in_german(table, facts, name, german):
    row = {"id": "1", "patient_id": "P1", "centre_id": "A", "source": "manual"} | facts
    names = [field.name for field in osteon.dictionary.ENTITIES[table].fields]
    with translation.override("de"):
        problems = translate_problems(check_rows(table, [row]).problems, names)
        [text] = [problem.text for problem in problems if problem.name == name]
    assert german in text
