"""The rules by which the golden table becomes records."""

import csv
from collections import Counter
from datetime import date
from importlib.resources import files

import pytest

from osteon.synthetic import GOLDEN_DATA_CUTOFF, golden_records

DAYS_PER_MONTH = 30.4375
WINDOW = (date(2003, 2, 1), date(2023, 5, 31))
DATE_FIELDS = ("date", "specimen_date", "dx_date", "first_date", "first_seen_date", "start_date")
DERIVED_WORDS = ("timing", "extent", "evidence", "synchronous", "ever", "conversion")


@pytest.fixture(scope="module")
def records():
    return golden_records()


@pytest.fixture(scope="module")
def table():
    path = files("osteon.synthetic") / "sinet_cohort.csv"
    return {
        f"sinet-{int(row['id']):03d}": row
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    }


@pytest.fixture(scope="module")
def diagnosed(records):
    return {row["patient_id"]: date.fromisoformat(row["dx_date"]) for row in records["tumour"]}


@pytest.fixture(scope="module")
def entered(records):
    return {
        row["patient_id"]: date.fromisoformat(row["first_referral_date"])
        for row in records["patient"]
    }


def event_date(row):
    return next((date.fromisoformat(row[name]) for name in DATE_FIELDS if name in row), None)


def test_the_same_call_gives_the_same_records(records):
    assert golden_records() == records


def test_months_and_deaths_can_be_read_back(records, table, diagnosed):
    for row in records["follow_up"]:
        patient = row["patient_id"]
        days = (date.fromisoformat(row["last_alive_date"]) - diagnosed[patient]).days
        assert str(round(days / DAYS_PER_MONTH)) == table[patient]["T"]
        assert (row["status"] == "dead") == (table[patient]["d"] == "1")
        assert row.get("death_date", row["last_alive_date"]) == row["last_alive_date"]


def test_every_diagnosis_is_the_first_of_a_month(diagnosed):
    assert {day.day for day in diagnosed.values()} == {1}


def test_six_calendar_months_are_183_or_184_days_where_bone_metastasis_occurs(table, diagnosed):
    """Otherwise patients at six months would turn metachronous."""
    months = {diagnosed[patient].month for patient, row in table.items() if row["bm"] == "1"}
    assert months <= set(range(3, 9))


def test_other_months_only_where_the_window_leaves_no_choice(table, diagnosed):
    """Followed for 239 or 240 of the 244 months: no first of March to August fits."""
    other = {
        patient: int(row["T"]) - int(row["entry"])
        for patient, row in table.items()
        if diagnosed[patient].month not in range(3, 9)
    }
    assert len(other) == 7
    assert min(other.values()) >= 239


def test_the_centre_saw_its_patients_in_the_window(records, entered):
    last = [date.fromisoformat(row["last_alive_date"]) for row in records["follow_up"]]
    assert min(entered.values()) >= WINDOW[0]
    assert max(last) <= WINDOW[1] == GOLDEN_DATA_CUTOFF


def test_what_happened_before_the_first_visit_is_external(records, entered):
    for name, rows in records.items():
        for row in rows:
            on = event_date(row) or entered[row["patient_id"]]
            before = on < entered[row["patient_id"]]
            if name in {"skeletal_finding", "lesion_observation", "radiotherapy_target"}:
                continue
            assert (row["source"] == "external") == before, name


def test_findings_carry_the_source_of_their_study(records):
    source = {row["id"]: row["source"] for row in records["imaging_study"]}
    for name in ("skeletal_finding", "lesion_observation"):
        assert all(row["source"] == source[row["imaging_study_id"]] for row in records[name])


def test_events_before_the_first_visit(records):
    external = {
        name: {row["patient_id"] for row in rows if row["source"] == "external"}
        for name, rows in records.items()
    }
    onsets = {row["id"] for row in records["imaging_study"] if row["source"] == "external"}
    assert len([key for key in onsets if key.endswith("pet-onset")]) == 30
    assert len([key for key in onsets if key.endswith("pet-conversion")]) == 7
    assert len(external["antiresorptive_course"]) == 10
    assert len(external["skeletal_event"]) == 2


def test_nothing_happens_after_death_or_last_contact(records):
    last = {
        row["patient_id"]: date.fromisoformat(row["last_alive_date"])
        for row in records["follow_up"]
    }
    for rows in records.values():
        assert all((event_date(row) or WINDOW[0]) <= last[row["patient_id"]] for row in rows)


def test_age_is_the_difference_of_years(records, diagnosed):
    """Birthdays lie before March, or before the seven other first days of a month."""
    born = {row["patient_id"]: int(row["birth"]) for row in records["patient"]}
    for row in records["tumour"]:
        patient = row["patient_id"]
        assert diagnosed[patient].year - born[patient] == row["age_at_diagnosis"]


def test_no_field_holds_a_derived_concept(records):
    names = {name for rows in records.values() for row in rows for name in row}
    assert not [name for name in names for word in DERIVED_WORDS if word in name]


def test_radiation_has_a_target_on_the_same_day(records):
    course = {row["patient_id"]: row for row in records["radiotherapy_course"]}
    target = {row["patient_id"]: row for row in records["radiotherapy_target"]}
    radiated = [row for row in records["skeletal_event"] if row["type"] == "RT_BONE"]
    assert len(radiated) == len(course) == len(target) == 5
    for row in radiated:
        patient = row["patient_id"]
        assert course[patient]["start_date"] == course[patient]["end_date"] == row["date"]
        assert target[patient]["region"] == row["region"]


def test_components_of_one_event_are_linked(records):
    linked = [row for row in records["skeletal_event"] if "linked_event_id" in row]
    assert len(linked) == 21 - 13


def test_agents_follow_the_calendar(records):
    agents = Counter(
        (row["agent"], row["start_date"] >= "2011-08-01")
        for row in records["antiresorptive_course"]
    )
    assert set(agents) == {("zoledronic_acid", False), ("denosumab", True)}


def test_the_diagnosis_of_one_patient_by_hand(diagnosed):
    """Patient 384 was seen for no time at all: every first of March to August from
    March 2003 to May 2023 is permitted, 6 x 20 + 3 = 123 of them; 384 modulo 123 is 15;
    number 15, counted from 0, is June 2005."""
    assert diagnosed["sinet-384"] == date(2005, 6, 1)
