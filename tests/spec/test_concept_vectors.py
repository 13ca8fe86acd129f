"""The agreed examples of every clinical rule, one row each, against the plain rules.

The examples use shorthand; the tables below say what each word means here.
"""

import json
from datetime import date
from pathlib import Path

import pytest

from osteon.concepts import rules
from osteon.dictionary import PartialDate, compare

VECTORS = json.loads((Path(__file__).parent / "testvectors.json").read_text(encoding="utf-8"))
OTHER_ROOMS = {"suvbw_factor", "seed_siNET", "seed_panNET_companion", "seed_RT"}
N_CONCEPT_VECTORS = 153

DIFFERENTIATION = {"WD": "well", "PD": "poor"}
NECROSIS = {False: "none", True: "focal"}
REGION = {"RIB_L": "RIB_L5", "RIB_R": "RIB_R5", "ILIUM_L": "HIP_BONE_L"}
EVENT = {
    "FRACTURE": "FRACTURE_VERTEBRAL",
    "SURGERY": "SURGERY_BONE",
    "RT": "RT_BONE",
    "PAIN": "PAIN_NEW_OR_WORSE",
    "MSCC": "MSCC",
}
ANALGESIC = {"morphine_oral": "morphine", "fentanyl_td_mcg_h": "fentanyl_transdermal"}
SINS = {
    "MECHANICAL": "mechanical",
    "NON_MECHANICAL": "non_mechanical",
    "NONE": "none",
    "LYTIC": "osteolytic",
    "MIXED": "mixed",
    "BLASTIC": "osteoblastic",
    "SUBLUXATION": "subluxation",
    "DEFORMITY": "deformity",
    "NORMAL": "normal",
    "GT50": "above_half",
    "LT50": "up_to_half",
    "BILATERAL": "bilateral",
    "UNILATERAL": "unilateral",
    "STABLE": "stable",
    "POTENTIALLY_UNSTABLE": "potentially_unstable",
    "UNSTABLE": "unstable",
}
MIRELS = {
    "UPPER_LIMB": "upper_limb",
    "LOWER_LIMB": "lower_limb",
    "PERITROCHANTERIC": "peritrochanteric",
    "MILD": "mild",
    "MODERATE": "moderate",
    "FUNCTIONAL": "functional",
    "LYTIC": "osteolytic",
    "MIXED": "mixed",
    "BLASTIC": "osteoblastic",
    "LT_1_3": "below_third",
    "1_3_TO_2_3": "third_to_two_thirds",
    "GT_2_3": "above_two_thirds",
    "LE7": "observation",
    "EQ8": "judgement",
    "GE9": "fixation",
}


def vectors(name: str) -> pytest.MarkDecorator:
    rows = VECTORS[name]
    return pytest.mark.parametrize("vector", rows, ids=[json.dumps(row) for row in rows])


def test_all_agreed_examples_are_tested():
    counts = {name: len(rows) for name, rows in VECTORS.items() if name not in OTHER_ROOMS}
    tested = {
        id(mark.args[1]) for test in globals().values() for mark in getattr(test, "pytestmark", ())
    }
    assert sum(counts.values()) == N_CONCEPT_VECTORS
    assert tested == {id(VECTORS[name]) for name in counts}


@vectors("grade_gep")
def test_grade_outside_the_lung(vector):
    grade = rules.grade_gastroenteropancreatic(
        vector["ki67"], vector["mitoses_2mm2"], DIFFERENTIATION[vector["diff"]]
    )
    assert grade == vector["expect"]


@vectors("grade_lung")
def test_grade_of_the_lung(vector):
    found = rules.classify_lung_carcinoid(
        vector["mitoses_2mm2"], NECROSIS[vector["necrosis"]], DIFFERENTIATION[vector["diff"]]
    )
    assert found == vector["expect"]


@vectors("date_compare")
def test_order_of_partial_dates(vector):
    order = compare(PartialDate.parse(vector["a"]), PartialDate.parse(vector["b"]))
    assert order == vector["expect"]


@vectors("synchronous_6m")
def test_synchronous_bone_metastasis(vector):
    diagnosis, bone = (PartialDate.parse(vector[name]) for name in ("dx", "bm"))
    assert rules.is_synchronous(diagnosis, bone) is vector["expect"]


@vectors("evidence_lesion")
def test_evidence_of_a_lesion(vector):
    assert rules.classify_lesion(vector["tracer"], vector["morph"]) == vector["expect"]


@vectors("evidence_patient")
def test_evidence_of_a_patient(vector):
    assert rules.classify_patient(vector["lesions"]) == vector["expect"]


@vectors("extent")
def test_extent_in_the_skeleton(vector):
    regions = [REGION.get(region, region) for region in vector["loci"]]
    extent = rules.classify_extent(regions, countless=bool(vector["countless"]))
    assert extent == vector["expect"]


@vectors("sre_clustering")
def test_events_of_one_episode(vector):
    events = [rules.SkeletalEvent(date.fromisoformat(day), EVENT[kind])
              for day, kind in vector["events"]]  # fmt: skip
    counted = rules.select_counted_events(events, vector["set"], vector["window_days"])
    expected = [(date.fromisoformat(day), EVENT[kind]) for day, kind in vector["expect"]]
    assert [(event.day, event.type) for event in counted] == expected


@vectors("exposure")
def test_exposure_to_an_antiresorptive_drug(vector):
    doses = [(date.fromisoformat(day), agent) for day, agent in vector["doses"]]
    events = [date.fromisoformat(day) for day in vector["sre"]]
    start, end = (date.fromisoformat(vector[name]) for name in ("start", "end"))
    windows = [[day.isoformat() for day in window] for window in rules.merge_windows(doses)]
    found = rules.count_exposed_time(start, end, doses, events)
    expected = vector["expect"]
    assert windows == vector["windows"]
    assert found == (
        expected["days_exposed"],
        expected["days_unexposed"],
        expected["events"]["exposed"],
        expected["events"]["unexposed"],
    )


@vectors("pain_response")
def test_response_of_pain(vector):
    baseline = rules.PainState(vector["p0"], vector["omed0"])
    follow_up = rules.PainState(vector["p1"], vector["omed1"])
    assert rules.classify_pain_response(baseline, follow_up) == vector["pragmatic"]
    assert rules.classify_pain_response(baseline, follow_up, strict=True) == vector["strict"]


@vectors("sins")
def test_instability_of_the_spine(vector):
    names = ("pain", "alignment", "collapse", "posterolateral")
    components = {name: SINS[vector[name]] for name in names}
    score = rules.score_sins(
        {"location": vector["level"], "lesion": SINS[vector["bone"]], **components}
    )
    assert score == (vector["score"], SINS[vector["category"]])


@vectors("mirels")
def test_risk_of_a_long_bone(vector):
    components = {name: MIRELS[vector[name]] for name in ("site", "pain", "lesion", "size")}
    assert rules.score_mirels(components) == (vector["score"], MIRELS[vector["band"]])


@vectors("krenning_quant")
def test_uptake_beside_liver_and_spleen(vector):
    found = rules.krenning_quantitative(
        vector["lesion"],
        background_suvmean=vector["background"],
        liver_suvmean=vector["liver"],
        spleen_suvmean=vector["spleen"],
    )
    assert found == vector["expect"]


@vectors("bed_eqd2")
def test_equivalent_doses(vector):
    dose = (vector["total_cGy"], vector["fractions"], vector["alpha_beta"])
    assert round(rules.biologically_effective_dose_gy(*dose), 3) == vector["BED_Gy"]
    assert round(rules.equivalent_dose_in_2_gy(*dose), 3) == vector["EQD2_Gy"]


@vectors("omed")
def test_oral_morphine_equivalent(vector):
    doses = [(ANALGESIC.get(drug, drug), amount) for drug, amount in vector["items"]]
    assert rules.oral_morphine_mg(doses) == pytest.approx(vector["expect"], abs=1e-6)


@vectors("zoledronate_by_crcl")
def test_dose_of_zoledronic_acid(vector):
    assert rules.zoledronic_acid_dose_mg(vector["crcl"]) == vector["expect_mg"]


@vectors("crcl_cockcroft_gault")
def test_creatinine_clearance(vector):
    clearance = rules.creatinine_clearance_ml_min(
        vector["age"], vector["kg"], vector["scr_mgdl"], vector["sex"]
    )
    assert round(clearance, 2) == vector["expect"]


@vectors("corrected_calcium_mgdl")
def test_corrected_calcium(vector):
    corrected = rules.corrected_calcium_mg_dl(vector["ca"], vector["alb"])
    assert round(corrected, 2) == vector["expect"]


@vectors("renal_deterioration")
def test_renal_deterioration(vector):
    found = rules.has_renal_deterioration(vector["baseline"], vector["now"])
    assert found is vector["expect"]
