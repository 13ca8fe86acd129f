"""The concepts on the golden cohort give the counts of the source study."""

from collections import Counter
from statistics import median

import ibis
import pytest

from osteon.concepts import CONCEPTS
from osteon.dictionary import ENTITIES, check_rows, to_arrow
from osteon.synthetic import golden_records

OF_PATIENTS = {name for name, item in CONCEPTS.items() if item.unit == "patient"}
COUNTS = {
    "primary_site": {"ileum": 338, "jejunum": 34, "duodenum": 29, "small_intestine_nos": 57},
    "small_intestinal": {True: 458},
    "in_site_group": {True: 458},
    "grade": {"G1": 285, "G2": 163, "G3": 8},
    "grade_reported": {"G1": 285, "G2": 163, "G3": 8},
    "functioning": {"functioning": 183, "non_functioning": 275},
    "hormone_syndrome": {"carcinoid": 179, "gastrinoma": 4, "non_functioning": 275},
    "functioning_ever": {True: 183, False: 275},
    "stage_iv_ever": {True: 305, False: 153},
    "bone_metastasis": {True: 105, False: 353},
    "bone_timing": {"synchronous": 43, "metachronous": 62},
    "evidence_first": {"C": 54, "B": 51},
    "evidence_last": {"C": 80, "B": 25},
    "morphology_first": {
        "osteoblastic": 40,
        "mixed": 10,
        "osteolytic": 4,
        "tracer_only": 51,
    },
    "morphology_last": {"osteoblastic": 61, "mixed": 14, "osteolytic": 5, "tracer_only": 25},
    "skeletal_extent": {
        "MULTIFOCAL_GE4": 41,
        "SPINE_2_3": 33,
        "SKELETON_2_3": 8,
        "SOLITARY": 23,
    },
    "solitary_region": {"SPINE": 11, "PELVIS": 7, "STERNUM": 3, "RIB": 1, "SCAPULA": 1},
    "spine_instability": {},
    "long_bone_risk": {},
    "epidural_compression": {},
    "high_grade_compression": {},
    "krenning_highest": {},
    "bone_response": {},
    "creatinine_clearance": {},
    "corrected_calcium": {},
    "skeletal_event_ever": {True: 13, False: 445},
    "skeletal_event_fracture": {True: 8, False: 450},
    "skeletal_event_pain": {True: 5, False: 453},
    "skeletal_event_radiation": {True: 5, False: 453},
    "skeletal_event_surgery": {False: 458},
    "skeletal_event_cord_compression": {True: 3, False: 455},
    "skeletal_event_count": {0.0: 445, 1.0: 13},
    "antiresorptive_ever": {True: 29, False: 429},
    "denosumab_rebound": {False: 443},
    "n_lines": {"none": 458},
}
ROWS = {
    "diagnosis": 458,
    "first_referral": 458,
    "last_contact": 458,
    "death": 129,
    "bone_index_date": 105,
    "bone_first_seen": 105,
    "first_skeletal_event": 13,
    "antiresorptive_start": 29,
    "antiresorptive_exposure_end": 29,
    "conversion": 26,
    "conversion_last_negative": 51,
}
CONVERSION_MONTHS = (16, 3, 198)
"""Median, shortest and longest among the 26 who converted."""
DAYS_PER_MONTH = 30.4375
ALL_STAGE_IV_BUT_TWO = {True: 303, False: 155}
"""Metastases other than bone are taken as known at diagnosis; two patients have none."""


def load(records):
    connection = ibis.duckdb.connect()
    for name in ENTITIES:
        checked = check_rows(name, records.get(name, []))
        connection.create_table(name, to_arrow(name, checked.accepted))
    return connection


def answers(connection, name, **switches):
    concept = CONCEPTS[name]
    tables = {table: connection.table(table) for table in concept.tables}
    rows = concept.derive(tables, switches).to_pyarrow().to_pylist()
    return {row[concept.key]: (row["value"], row["known_on"]) for row in rows}


def count(found):
    return Counter(value for value, _ in found.values())


@pytest.fixture(scope="module")
def golden():
    return load(golden_records())


@pytest.fixture(scope="module")
def by_default(golden):
    return {name: answers(golden, name) for name in OF_PATIENTS}


@pytest.mark.parametrize("name", COUNTS)
def test_counts(by_default, name):
    assert count(by_default[name]) == COUNTS[name]


@pytest.mark.parametrize("name", ROWS)
def test_dates(by_default, name):
    found = by_default[name]
    assert len(found) == ROWS[name]
    assert all(value == known_on for value, known_on in found.values())


def test_stage_iv_at_diagnosis(by_default):
    assert count(by_default["stage_iv_at_diagnosis"]) == ALL_STAGE_IV_BUT_TWO


def test_days_under_a_drug_are_of_those_who_had_one(by_default):
    found = by_default["antiresorptive_exposed_days"]
    treated = {patient for patient, (days, _) in found.items() if days > 0}
    assert len(found) == 458
    assert treated == set(by_default["antiresorptive_exposure_end"])


def test_every_concept_is_counted():
    others = {"stage_iv_at_diagnosis", "antiresorptive_exposed_days"}
    assert set(COUNTS) | set(ROWS) | others == OF_PATIENTS


def test_conversion_of_those_seen_by_tracer_only(by_default):
    """The median of the source is one of converters only: 25 of the 51 never had a correlate."""
    found, last = by_default["bone_index_date"], by_default["conversion_last_negative"]
    converted = by_default["conversion"]
    months = [round((day - found[patient][0]) / DAYS_PER_MONTH)
              for patient, (day, _) in converted.items()]  # fmt: skip
    assert (median(months), min(months), max(months)) == CONVERSION_MONTHS
    assert set(converted) < set(last)
    assert all(found[patient][0] <= last[patient][0] < day
               for patient, (day, _) in converted.items())  # fmt: skip


def test_four_first_events_are_prevalent(golden):
    prevalent = answers(golden, "first_skeletal_event", relative_to_bone="prevalent")
    incident = answers(golden, "first_skeletal_event", relative_to_bone="incident")
    assert set(prevalent) == {"sinet-371", "sinet-374", "sinet-408", "sinet-412"}
    assert len(incident) == 9


@pytest.mark.parametrize(("window_months", "synchronous"), [(3, 20), (6, 43), (12, 50)])
def test_the_window_moves_the_timing(golden, window_months, synchronous):
    found = answers(golden, "bone_timing", window_months=window_months)
    assert count(found)["synchronous"] == synchronous


def test_without_the_duodenum(golden):
    found = answers(golden, "small_intestinal", include_duodenum=False)
    assert count(found) == {True: 429, False: 29}


def test_deleting_one_lesion_changes_the_extent():
    records = golden_records()
    kept = [row for row in records["lesion_observation"]
            if row["bone_lesion_id"] != "sinet-354-lesion-1"]  # fmt: skip
    changed = {**records, "lesion_observation": kept}
    found = answers(load(changed), "skeletal_extent")
    assert count(found) == {**COUNTS["skeletal_extent"], "MULTIFOCAL_GE4": 40, "SKELETON_2_3": 9}


def test_a_value_is_never_known_before_diagnosis_nor_after_last_contact(by_default):
    diagnosed, last = by_default["diagnosis"], by_default["last_contact"]
    for name in COUNTS:
        for patient, (_, known_on) in by_default[name].items():
            if known_on is not None:
                assert diagnosed[patient][0] <= known_on <= last[patient][0], (name, patient)
