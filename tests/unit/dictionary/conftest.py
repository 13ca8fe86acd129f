"""Synthetic rows that the dictionary accepts, to be spoilt by one test each."""

import pytest

KEYS = {"id": "R1", "patient_id": "P1", "centre_id": "C1", "source": "manual"}


@pytest.fixture
def patient():
    return {
        "patient_id": "P1",
        "centre_id": "C1",
        "source": "manual",
        "birth": "1960",
        "sex": "F",
    }


@pytest.fixture
def pathology():
    return KEYS | {
        "tumour_id": "T1",
        "specimen_date": "2020-05",
        "specimen_site": "liver",
        "is_reference": True,
        "morphology": "8240/3",
        "differentiation": "well",
        "ki67_percent": 2.5,
        "grade_reported": "G1",
        "grade_edition": "WHO2019",
    }


@pytest.fixture
def hormone_assessment():
    return KEYS | {
        "date": "2020-05-17",
        "functioning": "functioning",
        "syndrome": ["carcinoid"],
        "basis": "clinical",
    }


@pytest.fixture
def target():
    return KEYS | {
        "radiotherapy_course_id": "X1",
        "region": "L3",
        "dose_total_cgy": 800.0,
        "fractions": 1,
    }


@pytest.fixture
def lab_result():
    return KEYS | {
        "date": "2020-05-17",
        "analyte": "creatinine",
        "value": 90.0,
        "unit": "umol/L",
    }
