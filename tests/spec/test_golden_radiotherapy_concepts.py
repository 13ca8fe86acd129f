"""The concepts on the golden registry of radiotherapy give the counts it was built to."""

from collections import Counter, defaultdict

import pytest

from osteon.concepts import CONCEPTS
from osteon.synthetic import golden_radiotherapy_records

COUNTS = {
    "single_fraction": {True: 19, False: 34},
    "large_fraction": {True: 8, False: 45},
    "pain_improved": {True: 56, False: 5},
    "pain_response": {"CR": 12, "PR": 25, "IR": 15, "PP": 3, "NE": 6},
    "pain_responder": {True: 37, False: 24},
}
ROWS = {
    "radiotherapy_end": 61,
    "bed": 53,
    "eqd2": 53,
    "pain_before": 61,
    "pain_after": 61,
    "pain_recurrence": 38,
}


@pytest.fixture(scope="module")
def golden(read_cases):
    by_patient = defaultdict(lambda: defaultdict(list))
    for table, rows in golden_radiotherapy_records().items():
        for row in rows:
            by_patient[row["patient_id"]][table].append(row)
    return read_cases(by_patient)


def count(found):
    return Counter(value for value, _ in found.values())


@pytest.mark.parametrize("name", COUNTS)
def test_counts(golden, name):
    assert count(golden.derive(name)) == COUNTS[name]


@pytest.mark.parametrize("name", ROWS)
def test_rows(golden, name):
    assert len(golden.derive(name)) == ROWS[name]


def test_every_concept_of_a_target_is_counted():
    of_targets = {name for name, item in CONCEPTS.items() if item.unit == "radiotherapy_target"}
    assert set(COUNTS) | set(ROWS) == of_targets


def test_assessable_sites_only(golden):
    assert count(golden.derive("pain_responder", assessable_only=True)) == {True: 37, False: 18}


def test_strictly_one_progression_less(golden):
    assert count(golden.derive("pain_response", pain_mode="strict")) == {
        **COUNTS["pain_response"],
        "IR": 16,
        "PP": 2,
    }


def test_opioids_taken_as_unchanged_leave_nobody_out(golden):
    found = count(golden.derive("pain_response", missing_opioids="unchanged"))
    assert found == {"CR": 12, "PR": 31, "IR": 15, "PP": 3}


def test_fewer_are_asked_later(golden):
    not_evaluable = {week: count(golden.derive("pain_response", pain_week=week))["NE"]
                     for week in (4, 8, 12)}  # fmt: skip
    assert not_evaluable == {4: 6, 8: 9, 12: 17}


def test_lines_of_systemic_therapy_up_to_radiotherapy(golden):
    found = golden.derive("n_lines", lines_up_to="first_radiotherapy")
    assert count(found) == {"none": 2, "one": 7, "two_or_more": 19}


def test_bone_metastasis(golden):
    assert count(golden.derive("bone_metastasis")) == {True: 72, False: 488}


def test_indications_as_the_source_counts_events(golden):
    found = golden.derive("skeletal_event_ever", event_set="S3_INDICATION")
    assert count(found) == {True: 28, False: 572}
    assert count(golden.derive("skeletal_event_fracture"))[True] == 5
