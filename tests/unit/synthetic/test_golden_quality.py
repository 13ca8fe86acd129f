"""The golden records break none of the hard data-quality rules that apply to them."""

from collections import Counter
from datetime import date

import pytest

from osteon.codes import load_value_set
from osteon.synthetic import GOLDEN_DATA_CUTOFF, golden_records

SPINE = {code.code for code in load_value_set("bone_region") if code.group == "SPINE"}


@pytest.fixture(scope="module")
def records():
    return golden_records()


def by_id(rows):
    return {row["id"]: row for row in rows}


def latest_day(row):
    days = [str(value) for name, value in row.items() if name == "date" or name.endswith("_date")]
    return max(map(date.fromisoformat, days), default=None)


def test_h04_nothing_is_dated_after_the_data_cut(records):
    days = [latest_day(row) for rows in records.values() for row in rows]
    assert max(day for day in days if day is not None) <= GOLDEN_DATA_CUTOFF


def test_h05_a_day_of_death_if_and_only_if_dead(records):
    for row in records["follow_up"]:
        assert ("death_date" in row) == (row["status"] == "dead")
        assert row["last_alive_date"] <= row.get("death_date", row["last_alive_date"])


def test_h11_and_h13_the_m_category_fits_the_organs_known_by_then(records):
    for stage in records["stage_assessment"]:
        organs = {
            row["organ"]
            for row in records["metastasis_site"]
            if row["patient_id"] == stage["patient_id"] and row["first_date"] <= stage["date"]
        }
        beyond_liver = bool(organs - {"LIVER"})
        expected = {
            (False, False): "M0",
            (True, False): "M1a",
            (False, True): "M1b",
            (True, True): "M1c",
        }
        assert stage["m_category"] == expected["LIVER" in organs, beyond_liver]


def test_h12_the_stage_fits_the_m_category(records):
    for row in records["stage_assessment"]:
        assert (row.get("stage") == "IV") == row["m_category"].startswith("M1")


def test_h14_bone_metastasis_refers_to_the_study_of_that_day(records):
    studies = by_id(records["imaging_study"])
    bone = [row for row in records["metastasis_site"] if row["organ"] == "BONE"]
    assert len(bone) == 105
    assert all(studies[row["first_imaging_id"]]["date"] == row["first_date"] for row in bone)


def test_h15_and_h16_findings_agree_with_their_lesions(records):
    seen = Counter(row["imaging_study_id"] for row in records["lesion_observation"])
    visible = {
        row["imaging_study_id"] for row in records["lesion_observation"] if row["morph"] == "Y"
    }
    for row in records["skeletal_finding"]:
        lesions = seen[row["imaging_study_id"]]
        assert row["n_loci"] == lesions
        assert row["bone_result"] == ("positive" if lesions else "negative")
        assert row["tracer_positive"] == ("Y" if lesions else "N")
        assert row["morph_positive"] == ("Y" if row["imaging_study_id"] in visible else "N")


def test_h17_every_study_has_a_tracer(records):
    assert all(row["tracer"] == "GA68_DOTATOC" for row in records["imaging_study"])


def test_h18_a_type_of_morphology_if_and_only_if_there_is_a_correlate(records):
    for row in records["lesion_observation"]:
        assert (row["morph"] == "Y") == (row["morph_type"] != "none")


def test_h19_no_lesion_is_seen_before_it_was_first_seen(records):
    studies, lesions = by_id(records["imaging_study"]), by_id(records["bone_lesion"])
    for row in records["lesion_observation"]:
        first = lesions[row["bone_lesion_id"]]["first_seen_date"]
        assert studies[row["imaging_study_id"]]["date"] >= first


def test_h24_vertebral_fracture_and_cord_compression_lie_in_the_spine(records):
    spinal = [row for row in records["skeletal_event"]
              if row["type"] in {"MSCC", "FRACTURE_VERTEBRAL"}]  # fmt: skip
    assert len(spinal) == 11
    assert {row["region"] for row in spinal} <= SPINE


def test_h28_and_h29_doses_lie_in_their_course_and_have_a_standard_size(records):
    courses = by_id(records["antiresorptive_course"])
    for row in records["antiresorptive_dose"]:
        course = courses[row["antiresorptive_course_id"]]
        assert course["start_date"] <= row["date"] <= course.get("stop_date", "9999")
        assert (row["agent"], row["dose_mg"]) in {("denosumab", 120.0), ("zoledronic_acid", 4.0)}


def test_h33_a_functioning_tumour_has_a_syndrome(records):
    for row in records["hormone_assessment"]:
        assert (row["functioning"] == "functioning") == bool(row.get("syndrome"))


def test_h34_every_patient_has_a_basis_of_use(records):
    assert [row["patient_id"] for row in records["consent"]] == [
        row["patient_id"] for row in records["patient"]
    ]
