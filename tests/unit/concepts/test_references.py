"""What concepts say of single patients, and since when: cases a clinician can read."""

from datetime import date

import pytest

from osteon.concepts import concept
from osteon.dictionary import check_rows, to_arrow


def day(text: str) -> int:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def derive(name: str, tables: dict[str, list[dict]], **switches: object):
    """The plain reference on rows as a snapshot has them."""
    keys = {"patient_id": "P1", "centre_id": "C1", "source": "manual"}
    records = {}
    for table, rows in {"patient": [PATIENT], **tables}.items():
        numbered = [{"id": f"{table}{n}", **keys, **row} for n, row in enumerate(rows)]
        if table == "patient":
            del numbered[0]["id"]
        checked = check_rows(table, numbered)
        assert not checked.rejected, [str(p) for r in checked.rejected for p in r.problems]
        records[table] = to_arrow(table, checked.accepted).to_pylist()
    known = concept(name).derive_plainly(records, switches)
    return None if known is None else tuple(known)


PATIENT = {"birth": "1950", "sex": "F"}


def study(key: str, on: str, **fields: object) -> dict:
    base = {"modality": "SSTR_PETCT", "ct_quality": "diagnostic_contrast"}
    return {"id": key, "date": on, "context": "surveillance", **base, **fields}


def lesion(key: str, region: str = "T5", final_class: str = "metastasis") -> dict:
    return {"id": key, "lesion_no": 1, "region": region, "final_class": final_class}


def seen(at: str, what: str, tracer: str, morph: str, certainty: str = "definite") -> dict:
    kind = "osteoblastic" if morph == "Y" else "none"
    return {"imaging_study_id": at, "bone_lesion_id": what, "tracer": tracer, "morph": morph,
            "morph_type": kind, "certainty": certainty}  # fmt: skip


def finding(at: str, result: str, **fields: object) -> dict:
    return {"imaging_study_id": at, "coverage": "whole_body", "bone_result": result, **fields}


def tumour(on: str = "2020-01-15") -> dict:
    return {"id": "T", "dx_date": on, "topography": "C17.2", "basis_of_dx": "histology_primary"}


BONE = {
    "tumour": [tumour()],
    "imaging_study": [study("A", "2020-03-01"), study("B", "2020-09-01")],
    "bone_lesion": [lesion("L1"), lesion("L2", "RIB_L4")],
    "lesion_observation": [seen("A", "L1", "Y", "N"), seen("B", "L1", "Y", "Y")],
    "skeletal_finding": [finding("A", "positive"), finding("B", "positive")],
}
BONE_SITE = {"organ": "BONE", "status": "Y", "first_date": "2020-05-05", "certainty": "definite"}


def test_bone_metastasis_is_known_from_the_study_that_confirmed_it():
    assert derive("bone_metastasis", BONE) == (True, day("2020-03-01"))


def test_an_equivocal_lesion_confirmed_later_counts_from_its_confirmation():
    """As judged with what was known on the day: no look-ahead."""
    first = seen("A", "L1", "Y", "N", "equivocal")
    records = {**BONE, "lesion_observation": [first, seen("B", "L1", "Y", "Y")]}
    assert derive("bone_index_date", records) == (day("2020-09-01"), day("2020-09-01"))


def test_a_probable_lesion_counts_unless_the_protocol_wants_certainty():
    records = {
        **BONE,
        "lesion_observation": [seen("A", "L1", "Y", "N", "probable")],
        "skeletal_finding": [finding("A", "positive")],
    }
    assert derive("bone_metastasis", records) == (True, day("2020-03-01"))
    assert derive("bone_metastasis", records, least_certainty="definite") is None


def test_a_lesion_that_turned_out_benign_is_no_metastasis():
    records = {**BONE, "bone_lesion": [lesion("L1", final_class="benign_paget")]}
    assert derive("bone_index_date", records) is None


def test_the_record_of_the_organ_counts_where_no_study_shows_it():
    """Byar's trial, say, knows bone metastasis without any study."""
    records = {"metastasis_site": [BONE_SITE]}
    assert derive("bone_metastasis", records) == (True, day("2020-05-05"))
    assert derive("bone_metastasis", {**BONE, **records}) == (True, day("2020-03-01"))


def test_a_refuted_record_of_the_organ_does_not_count():
    assert (
        derive("bone_metastasis", {"metastasis_site": [{**BONE_SITE, "certainty": "refuted"}]})
        is None
    )


def test_bone_metastasis_without_a_date_is_present_and_not_dated():
    undated = {"organ": "BONE", "status": "Y", "first_date_null": "UNK", "certainty": "definite"}
    assert derive("bone_metastasis", {"metastasis_site": [undated]}) == (True, None)


def test_absent_is_not_the_same_as_not_examined():
    negative = {"imaging_study": [study("A", "2020-03-01")],
                "skeletal_finding": [finding("A", "negative")]}  # fmt: skip
    assert derive("bone_metastasis", negative) == (False, None)
    denied = {"organ": "BONE", "status": "N"}
    assert derive("bone_metastasis", {"metastasis_site": [denied]}) == (False, None)
    assert derive("bone_metastasis", {}) is None


@pytest.mark.parametrize(
    ("diagnosed", "window_months", "expected"),
    [("2020-01-15", 6, "synchronous"), ("2019-08-31", 6, "metachronous"),
     ("2019-09-01", 6, "synchronous"), ("2019-09", 6, "synchronous"),
     ("2019", 6, "indeterminate"), ("2019", 15, "synchronous"), ("2019-09-01", 3, "metachronous")],
)  # fmt: skip
def test_timing(diagnosed, window_months, expected):
    records = {**BONE, "tumour": [tumour(diagnosed)]}
    found = derive("bone_timing", records, window_months=window_months)
    assert found == (expected, day("2020-03-01"))


@pytest.mark.parametrize(
    ("diagnosed", "expected"),
    [("2019-09-01", "metachronous"), ("2019-09-02", "synchronous"), ("2019-09", "indeterminate")],
)
def test_the_limit_of_the_window_may_be_left_out(diagnosed, expected):
    """Bone metastasis is found on 2020-03-01: six months to the day after the first of these."""
    records = {**BONE, "tumour": [tumour(diagnosed)]}
    found = derive("bone_timing", records, limit_is_synchronous=False)
    assert found == (expected, day("2020-03-01"))


def test_evidence_at_the_first_and_the_last_study():
    assert derive("evidence_first", BONE) == ("B", day("2020-03-01"))
    assert derive("evidence_last", BONE) == ("C", day("2020-09-01"))


def test_low_dose_ct_leaves_morphology_open():
    low = [study("A", "2020-03-01", ct_quality="low_dose")]
    records = {**BONE, "imaging_study": low, "skeletal_finding": [],
               "lesion_observation": [seen("A", "L1", "Y", "N")]}  # fmt: skip
    assert derive("evidence_first", records) == ("U", day("2020-03-01"))
    assert derive("evidence_first", records, lowdose_counts=True) == ("B", day("2020-03-01"))


def test_a_later_ct_does_not_tell_the_evidence_unless_any_study_may_be_the_last():
    ct = study("C", "2021-01-01", modality="CT")
    records = {
        **BONE,
        "imaging_study": [*BONE["imaging_study"], ct],
        "lesion_observation": [*BONE["lesion_observation"], seen("C", "L1", "NE", "Y")],
    }
    assert derive("evidence_last", records) == ("C", day("2020-09-01"))
    assert derive("evidence_last", records, last_study="any") == ("U", day("2021-01-01"))


def test_metastases_that_are_no_longer_seen():
    gone = {**BONE, "lesion_observation": [seen("A", "L1", "Y", "N")]}
    gone |= {"skeletal_finding": [finding("A", "positive"), finding("B", "negative")]}
    assert derive("evidence_last", gone) == ("0", day("2020-09-01"))
    assert derive("morphology_last", gone) == ("none", day("2020-09-01"))
    assert derive("skeletal_extent", gone, at="last") == ("NONE", day("2020-09-01"))


def test_morphology_is_mixed_where_lesions_differ():
    second = {**seen("B", "L2", "Y", "Y"), "morph_type": "osteolytic"}
    records = {**BONE, "lesion_observation": [*BONE["lesion_observation"], second]}
    assert derive("morphology_first", BONE) == ("tracer_only", day("2020-03-01"))
    assert derive("morphology_last", BONE) == ("osteoblastic", day("2020-09-01"))
    assert derive("morphology_last", records) == ("mixed", day("2020-09-01"))


def test_extent_follows_the_lesions_of_the_study():
    both = [seen("A", "L1", "Y", "N"), seen("A", "L2", "Y", "N")]
    records = {**BONE, "lesion_observation": both}
    assert derive("skeletal_extent", BONE) == ("SOLITARY", day("2020-03-01"))
    assert derive("solitary_region", BONE) == ("SPINE", day("2020-03-01"))
    assert derive("skeletal_extent", records) == ("SKELETON_2_3", day("2020-03-01"))
    assert derive("solitary_region", records) is None


@pytest.mark.parametrize(
    ("stated", "expected"),
    [({"n_loci": 1}, "SOLITARY"), ({"n_loci": 3}, None), ({"n_loci": 7}, "MULTIFOCAL_GE4"),
     ({"countless": True}, "MULTIFOCAL_GE4"), ({}, None)],
)  # fmt: skip
def test_extent_without_listed_lesions_rests_on_what_the_finding_states(stated, expected):
    """Two or three without a region may lie in the spine or beyond it."""
    records = {**BONE, "bone_lesion": [], "lesion_observation": []}
    records["skeletal_finding"] = [finding("A", "positive", **stated)]
    found = derive("skeletal_extent", records)
    assert found == (None if expected is None else (expected, day("2020-03-01")))


ASSESSMENT = {"date": "2020-02-01", "functioning": "functioning", "syndrome": ["carcinoid"]}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [({"basis": "clinical"}, "functioning"), ({"basis": "biochemical"}, "non_functioning"),
     ({"date": "2020-06-01"}, None), ({"date": "2019-01-01"}, "functioning")],
)  # fmt: skip
def test_function_at_diagnosis(fields, expected):
    records = {"tumour": [tumour()], "hormone_assessment": [{**ASSESSMENT, **fields}]}
    found = derive("functioning", records)
    assert (None if found is None else found[0]) == expected


def test_several_syndromes_are_said_to_be_several():
    several = {**ASSESSMENT, "syndrome": ["carcinoid", "gastrinoma"]}
    records = {"tumour": [tumour()], "hormone_assessment": [several]}
    assert derive("hormone_syndrome", records) == ("multiple", day("2020-02-01"))


def stage(on: str, m_category: str) -> dict:
    return {"tumour_id": "T", "date": on, "system": "UICC8", "basis": "c", "m_category": m_category}


@pytest.mark.parametrize(
    ("on", "m_category", "at_diagnosis", "ever"),
    [
        ("2020-04-14", "M1a", (True, day("2020-04-14")), (True, day("2020-04-14"))),
        ("2020-04-15", "M1a", (False, None), (True, day("2020-04-15"))),
        ("2020", "M1a", None, (True, day("2020-07-01"))),
        ("2020-01-15", "M0", (False, None), (False, None)),
    ],
)
def test_stage_iv(on, m_category, at_diagnosis, ever):
    """Ninety days after 15 January 2020 is 14 April; a bare year does not decide."""
    records = {"tumour": [tumour()], "stage_assessment": [stage(on, m_category)]}
    assert derive("stage_iv_at_diagnosis", records) == at_diagnosis
    assert derive("stage_iv_ever", records) == ever


def test_a_patient_who_was_never_staged_is_missing():
    assert derive("stage_iv_ever", {"tumour": [tumour()]}) is None


EVENTS = {
    "skeletal_event": [
        {"date": "2020-03-01", "type": "PAIN_NEW_OR_WORSE", "symptomatic": "Y"},
        {"date": "2020-05-01", "type": "RT_BONE", "symptomatic_null": "UNK"},
    ]
}


@pytest.mark.parametrize(
    ("event_set", "expected"),
    [("SRE4", (True, day("2020-05-01"))), ("SRE4_PAIN", (True, day("2020-03-01"))),
     ("SSE", (False, None))],
)  # fmt: skip
def test_skeletal_events_by_set(event_set, expected):
    assert derive("skeletal_event_ever", EVENTS, event_set=event_set) == expected


@pytest.mark.parametrize(
    ("relative_to_bone", "expected"),
    [("any", "2020-03-01"), ("prevalent", "2020-03-01"), ("incident", "2020-05-01")],
)
def test_events_up_to_the_index_day_are_prevalent(relative_to_bone, expected):
    switches = {"event_set": "SRE4_PAIN", "relative_to_bone": relative_to_bone}
    found = derive("first_skeletal_event", {**BONE, **EVENTS}, **switches)
    assert found == (day(expected), day(expected))


def test_a_decision_for_treatment_is_no_treatment():
    decided = {"antiresorptive_decision": [{"date": "2020-04-01", "decision": "start_denosumab"}]}
    dose = {"date": "2020-05-01", "agent": "denosumab", "dose_mg": 120.0}
    assert derive("antiresorptive_ever", decided) == (False, None)
    given = {**decided, "antiresorptive_dose": [dose]}
    assert derive("antiresorptive_ever", given) == (True, day("2020-05-01"))


def test_death_is_the_last_contact():
    rows = [
        {"last_alive_date": "2021-01-01", "status": "alive"},
        {"last_alive_date": "2021-02-01", "status": "dead", "death_date": "2021-03-01"},
    ]
    assert derive("death", {"follow_up": rows}) == (day("2021-03-01"), day("2021-03-01"))
    assert derive("last_contact", {"follow_up": rows}) == (day("2021-03-01"), day("2021-03-01"))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("earliest", "2020-02-01"), ("midpoint", "2020-02-15"), ("latest", "2020-02-29")],
)
def test_a_partial_date_stands_for_the_day_that_the_study_chose(rule, expected):
    found = derive("diagnosis", {"tumour": [tumour("2020-02")]}, partial_dates=rule)
    assert found == (day(expected), day(expected))
