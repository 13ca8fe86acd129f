"""The counts of the radiotherapy series, worked out from the golden records in plain Python."""

from collections import Counter, defaultdict
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import comb

import pytest

from osteon.dictionary import ENTITIES, check_references, check_rows
from osteon.quality import Severity, check_quality
from osteon.synthetic import GOLDEN_RADIOTHERAPY_DATA_CUTOFF, golden_radiotherapy_records

DAYS_PER_MONTH = 30.4375
DERIVED_WORDS = ("response", "improved", "recurrence", "n_lines", "bed", "single")


@pytest.fixture(scope="module")
def records():
    return golden_radiotherapy_records()


@pytest.fixture(scope="module")
def irradiated(records):
    return {row["patient_id"] for row in records["radiotherapy_target"]}


@pytest.fixture(scope="module")
def scores(records):
    """Day after the last fraction, worst pain and opioids, by target and in order of time."""
    opioids = {row["pain_assessment_id"]: row["omed_mg_d"] for row in records["analgesic_use"]}
    ends = {row["id"]: row["end_date"] for row in records["radiotherapy_course"]}
    end_of = {
        row["id"]: ends[row["radiotherapy_course_id"]] for row in records["radiotherapy_target"]
    }
    found = defaultdict(list)
    for row in records["pain_assessment"]:
        target = row["radiotherapy_target_id"]
        days = date.fromisoformat(row["date"]) - date.fromisoformat(end_of[target])
        found[target].append((days.days, row["nrs_worst"], opioids.get(row["id"])))
    return {target: sorted(rows) for target, rows in found.items()}


def of(rows, patients):
    return [row for row in rows if row["patient_id"] in patients]


def test_the_same_call_gives_the_same_records(records):
    assert golden_radiotherapy_records() == records


def test_six_hundred_records_twenty_eight_patients_sixty_one_sites(records, irradiated):
    sites = Counter(row["patient_id"] for row in records["radiotherapy_target"])
    assert (len(records["patient"]), len(irradiated), sum(sites.values())) == (600, 28, 61)
    assert Counter(sites.values()) == {1: 12, 2: 7, 3: 4, 4: 3, 5: 1, 6: 1}


def test_the_others_are_left_out_for_a_reason(records, irradiated):
    bone = {row["patient_id"] for row in records["metastasis_site"] if row["organ"] == "BONE"}
    negative = {
        row["patient_id"] for row in records["skeletal_finding"] if row["bone_result"] == "negative"
    }
    everyone = {row["patient_id"] for row in records["patient"]}
    assert irradiated < bone
    assert (len(bone - irradiated), len(negative), len(everyone - bone - negative)) == (44, 488, 40)


def test_sex_and_age(records, irradiated):
    people = of(records["patient"], irradiated)
    first = {}
    for row in records["radiotherapy_course"]:
        first.setdefault(row["patient_id"], row["start_date"])
    ages = [int(first[row["patient_id"]][:4]) - int(row["birth"]) for row in people]
    assert Counter(row["sex"] for row in people) == {"M": 13, "F": 15}
    assert (min(ages), max(ages)) == (35, 88)


def test_histology(records, irradiated):
    lung = {row["patient_id"] for row in records["tumour"] if row["topography"].startswith("C34")}
    kinds = Counter(
        (row["patient_id"] in lung, row["grade_reported"], row["morphology"])
        for row in of(records["pathology"], irradiated)
    )
    assert kinds == {
        (True, "TC", "8240/3"): 7,
        (True, "AC", "8249/3"): 2,
        (True, "NEC", "8013/3"): 1,
        (True, "NEC", "8041/3"): 1,
        (False, "G1", "8240/3"): 8,
        (False, "G2", "8249/3"): 8,
        (False, "G3", "8249/3"): 1,
    }


def test_lines_of_systemic_therapy_before_radiotherapy(records, irradiated):
    first = {}
    for row in records["radiotherapy_course"]:
        first.setdefault(row["patient_id"], row["start_date"])
    lines = Counter(row["patient_id"] for row in records["systemic_therapy_line"])
    late = [
        row
        for row in records["systemic_therapy_line"]
        if row["start_date"] >= first[row["patient_id"]]
    ]
    assert late == []
    assert Counter(min(lines[patient], 2) for patient in irradiated) == {0: 2, 1: 7, 2: 19}


def test_indications_by_patient(records):
    patients = defaultdict(set)
    for row in records["radiotherapy_course"]:
        for indication in row["indication"]:
            patients[indication].add(row["patient_id"])
    assert {name: len(found) for name, found in patients.items()} == {
        "pain": 28,
        "neuro": 7,
        "fracture": 5,
        "impending_fracture": 4,
    }
    assert not patients["fracture"] & patients["impending_fracture"]


def test_fractionation(records):
    recorded = [row for row in records["radiotherapy_target"] if "fractions" in row]
    single = [row["dose_total_cgy"] for row in recorded if row["fractions"] == 1]
    several = [row for row in recorded if row["fractions"] > 1]
    doses, fractions = ([row[name] for row in several] for name in ("dose_total_cgy", "fractions"))
    assert (len(single), len(several), 61 - len(recorded)) == (19, 34, 8)
    assert (min(single), max(single)) == (800, 1800)
    assert (min(doses), max(doses)) == (900, 3750)
    assert (min(fractions), max(fractions)) == (3, 15)


def test_improvement(records, scores):
    fractions = {row["id"]: row.get("fractions") for row in records["radiotherapy_target"]}
    counts = Counter()
    for target, found in scores.items():
        before = [nrs for day, nrs, _ in found if day < 0][-1]
        [at_week_4] = [nrs for day, nrs, _ in found if 14 <= day <= 42]
        schedule = {None: "unrecorded", 1: "single"}.get(fractions[target], "several")
        counts[schedule, at_week_4 < before] += 1
    assert counts == {
        ("single", True): 19,
        ("several", True): 31,
        ("several", False): 3,
        ("unrecorded", True): 6,
        ("unrecorded", False): 2,
    }


def test_the_naive_p_value_of_the_source():
    """Fisher's exact test of 19 of 19 against 31 of 34, the two-sided one by probability."""
    chances = [Fraction(comb(19, k) * comb(34, 3 - k), comb(53, 3)) for k in range(4)]
    assert round(float(sum(chance for chance in chances if chance <= chances[0])), 3) == 0.545


def test_median_time_to_recurrence_or_progression(scores):
    """Kaplan and Meier by hand; an event where the last score is worse than the one before."""
    last = sorted((found[-1][0], is_worse(*found[-2:])) for found in scores.values())
    event_days = [day for day, has_event in last if has_event]
    survival, median = Fraction(1), None
    for day in sorted(set(event_days)):
        n_at_risk = sum(other >= day for other, _ in last)
        survival *= 1 - Fraction(event_days.count(day), n_at_risk)
        if survival <= Fraction(1, 2) and median is None:
            median = day
    assert len(event_days) == 38
    assert round(median / DAYS_PER_MONTH, 1) == 3.5


def is_worse(earlier, later):
    """More pain, or more opioids."""
    (_, nrs_before, omed_before), (_, nrs, omed) = earlier, later
    return nrs > nrs_before or (None not in {omed_before, omed} and omed > omed_before)


def test_sites_irradiated_again_name_the_earlier_target(records):
    again = [row for row in records["radiotherapy_target"] if row["re_irradiation"]]
    regions = {row["id"]: row["region"] for row in records["radiotherapy_target"]}
    assert len(again) == 2
    assert all(regions[row["prior_target_id"]] == row["region"] for row in again)
    assert min(row["gap_days"] for row in again) >= 28


def test_a_patient_takes_one_dose_of_opioids_at_a_time(records):
    """Sites of a patient follow each other; opioids are the patient's, not the site's."""
    spans = defaultdict(list)
    by_target = defaultdict(list)
    for row in records["pain_assessment"]:
        by_target[row["patient_id"], row["radiotherapy_target_id"]].append(row["date"])
    for (patient, _), days in by_target.items():
        spans[patient].append((min(days), max(days)))
    for found in spans.values():
        ordered = sorted(found)
        assert all(end < start for (_, end), (start, _) in pairwise(ordered))


def test_the_dictionary_accepts_every_row(records):
    accepted = {}
    for name, rows in records.items():
        checked = check_rows(name, rows)
        assert not checked.rejected, [str(p) for r in checked.rejected for p in r.problems][:5]
        accepted[name] = checked.accepted
    assert check_references(accepted) == []
    assert set(accepted) <= set(ENTITIES)


def test_no_finding_of_data_quality_is_hard(records):
    """Improved with more opioids, and opioids not recorded before: both are meant to be there."""
    found = check_quality(records, data_cutoff=GOLDEN_RADIOTHERAPY_DATA_CUTOFF)
    assert {finding.severity for finding in found} == {Severity.WARNING}
    assert {finding.rule for finding in found} == {"W-21", "W-23"}


def test_nothing_happens_after_death_or_last_contact(records):
    last = {row["patient_id"]: row["last_alive_date"] for row in records["follow_up"]}
    assert max(last.values()) <= GOLDEN_RADIOTHERAPY_DATA_CUTOFF.isoformat()
    for name, rows in records.items():
        for row in rows:
            days = [value for key, value in row.items() if key == "date" or key.endswith("_date")]
            assert all(day <= last[row["patient_id"]] for day in days), name


def test_no_field_holds_a_derived_concept(records):
    names = {name for rows in records.values() for row in rows for name in row}
    assert not [name for name in names for word in DERIVED_WORDS if word in name]
