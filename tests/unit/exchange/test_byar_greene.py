"""The trial of Byar and Green through its mapping: 502 real men, none lost, nothing filled in."""

import warnings
from collections import Counter
from datetime import date, timedelta
from math import isnan

import pytest

from osteon.dictionary import check_references
from osteon.exchange import import_table, load_mapping, packaged_mapping


@pytest.fixture(scope="module")
def men():
    """The data set as its package hands it over, which was packed by an older NumPy."""
    data = pytest.importorskip("SurvSet.data")
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        return data.SurvLoader().load_dataset("prostate")["df"]


@pytest.fixture(scope="module")
def result(men, tmp_path_factory):
    path = tmp_path_factory.mktemp("byar") / "prostate.csv"
    men.to_csv(path, index=False)
    return import_table(load_mapping(packaged_mapping("byar_greene")), path)


def column(result, entity: str, field: str) -> list[object]:
    return [record.get(field) for record in result.records[entity]]


def test_every_man_is_accepted(result):
    assert (result.counts.n_in, result.counts.n_accepted) == (502, 502)
    assert check_references(result.records) == []
    assert len(result.records["patient"]) == 502


def test_bone_metastases_and_deaths_are_those_of_the_trial(result):
    assert Counter(column(result, "metastasis_site", "status")) == {"Y": 82, "N": 420}
    assert Counter(column(result, "follow_up", "status")) == {"dead": 354, "alive": 148}


def test_men_with_bone_metastases_have_them_from_entry(result):
    entry = {record["patient_id"]: record["dx_date"] for record in result.records["tumour"]}
    for site in result.records["metastasis_site"]:
        first = entry[site["patient_id"]] if site["status"] == "Y" else None
        assert site.get("first_date") == first


def test_intervals_are_the_months_of_the_source(result, men):
    entry = column(result, "tumour", "dx_date")
    last = {record["patient_id"]: record for record in result.records["follow_up"]}
    days = [
        (
            date.fromisoformat(last[f"byar-greene-{pid}"]["last_alive_date"])
            - date.fromisoformat(day)
        )
        for pid, day in zip(men["pid"], entry, strict=True)
    ]
    assert days == [timedelta(int(months * 30.4375 + 0.5)) for months in men["time"]]
    assert days.count(timedelta(0)) == 16
    assert all(
        record["death_date"] == record["last_alive_date"]
        for record in last.values()
        if record["status"] == "dead"
    )


def test_days_of_entry_are_those_of_the_source_and_marked_as_estimates(result, men):
    assert column(result, "tumour", "dx_date") == [
        (date(1960, 1, 1) + timedelta(int(days))).isoformat() for days in men["num_sdate"]
    ]
    assert set(column(result, "tumour", "dx_date_estimated")) == {True}
    assert set(column(result, "follow_up", "last_alive_date_estimated")) == {True}


def test_a_missing_age_stays_missing_with_its_reason(result, men):
    ages = column(result, "tumour", "age_at_diagnosis")
    assert ages == [None if isnan(age) else int(age) for age in men["num_age"]]
    reasons = column(result, "tumour", "age_at_diagnosis_null")
    assert Counter(reasons) == {None: 501, "UNK": 1}


def test_stage_performance_and_haemoglobin_are_taken_over(result, men):
    assert Counter(column(result, "stage_assessment", "stage")) == {"III": 289, "IV": 213}
    assert Counter(column(result, "patient_observation", "ecog")) == {0: 450, 2: 37, 3: 13, 4: 2}
    assert column(result, "lab_result", "value") == men["num_hg"].to_list()


def test_the_randomised_arm_is_a_daily_dose_or_no_line_at_all(result):
    assert Counter(column(result, "systemic_therapy_drug", "dose_mg")) == {
        0.2: 124,
        1.0: 126,
        5.0: 125,
    }
    treated = set(column(result, "systemic_therapy_line", "patient_id"))
    assert len(treated) == 502 - 127
