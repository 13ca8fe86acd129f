"""Values that invented records of concepts take: days around limits, codes, and nothing."""

from osteon.dictionary import ENTITIES, Requirement

PATIENTS = tuple(f"P{number}" for number in range(1, 13))
NOT_APPLICABLE = object()
SAME = object()
"""The parent with the number of the row itself."""
REQUIRED = Requirement.REQUIRED
ANSWERS = ("Y", "Y", "N", "NE", None)
DAYS = (
    *("2019-08-31", "2020-01-15", "2020-02-29", "2020-03-01", "2020-04-14", "2020-04-15"),
    *("2020-07-15", "2020-07-16", "2020-08-31", "2021-03-01"),
    *("2020-01", "2020-07", "2019", "2020", None),
)
DOSE_DAYS = ("2018-01-15", "2018-03-12", "2018-04-30", *DAYS)
AGENTS = (
    *("denosumab", "denosumab", "denosumab", "zoledronic_acid", "pamidronate", "ibandronate"),
    *("clodronate", "denosumab_60mg", None),
)
COURSE_STARTS = (*("2020-01-15",) * 6, "2020-03-20", "2020-01", None)
COURSE_ENDS = ("2020-01-15", "2020-01-15", "2020-01-20", "2020-01-28", None)
PAIN_DAYS = (
    *("2020-01-12", "2020-02-12", "2020-01-15", "2020-02-19", "2020-03-11", "2020-01-10"),
    *("2020-04-08", "2020-01-20", "2020-01-25", "2020-02-26", "2020-03-25", "2020-05-01"),
    *("2019-12-31", "2020-02", None),
)
REGIONS = ("T5", "T5", "T5", "L2", None)
SCORES = (6, 3, 0, 1, 2, 4, 5, 8, 10, None)

FIELDS: dict[str, tuple[int, dict[str, tuple[object, ...]]]] = {
    "patient": (
        1,
        {
            "first_referral_date": DAYS,
            "birth": ("1950", "1961-02-03", None),
            "sex": ("F", "F", "M", "M", "D"),
        },
    ),
    "patient_observation": (4, {"date": DAYS, "weight_kg": (48.5, 70.0, 93.1, None)}),
    "lab_result": (
        8,
        {
            "date": DAYS,
            "analyte": ("creatinine", "creatinine", "calcium", "albumin"),
            "canonical_value": (0.0, 1.9, 2.3, 31.0, 40.0, 70.0, 88.4, None),
        },
    ),
    "tumour": (
        2,
        {
            "dx_date": DAYS,
            "topography": (*("C17.0", "C17.1", "C17.2", "C17.3", "C17.9", "C34.1", "C25.2"),
                           "C37.9", None),
            "basis_of_dx": ("histology_primary",),
        },
    ),
    "pathology": (
        2,
        {
            "tumour_id": (0, 0, 1),
            "specimen_date": DAYS,
            "specimen_site": ("primary",),
            "is_reference": (True, True, False),
            "morphology": ("8240/3",),
            "differentiation": ("well", "well", "poor", "minen", None),
            "ki67_percent": (0.0, 2.9, 3.0, 20.0, 20.1, None),
            "mitoses_per_2mm2": (0.0, 1.0, 2.0, 10.0, 11.0, 20.0, 21.0, None),
            "necrosis": ("none", "focal", None),
            "grade_reported": ("G1", "G3", "NEC", "GX", None),
            "grade_edition": ("WHO2022",),
        },
    ),
    "hormone_assessment": (
        2,
        {
            "date": DAYS,
            "functioning": ("functioning", "functioning", "non_functioning", "unknown"),
            "syndrome": (["carcinoid"], ["carcinoid", "gastrinoma"], ["insulinoma"], None),
            "basis": ("clinical", "biochemical", "clinical_biochemical", None),
        },
    ),
    "stage_assessment": (
        2,
        {
            "tumour_id": (0,),
            "date": DAYS,
            "system": ("UICC8",),
            "basis": ("c",),
            "m_category": ("M0", "M1", "M1b", None),
            "stage": ("II", "IV", "IVB", None),
        },
    ),
    "metastasis_site": (
        2,
        {
            "organ": ("BONE", "BONE", "LIVER"),
            "status": ("Y", "Y", "N", "NE"),
            "first_date": DAYS,
            "certainty": ("definite", "probable", "equivocal", "refuted", None),
        },
    ),
    "imaging_study": (
        4,
        {
            "date": DAYS,
            "modality": ("SSTR_PETCT", "SSTR_PETCT", "CT", "MRI", None),
            "ct_quality": ("diagnostic_contrast", "diagnostic_contrast", "low_dose", None),
            "context": ("surveillance",),
            "liver_suvmean": (6.0, 6.0, None),
            "spleen_suvmean": (20.0, 20.0, None),
            "bloodpool_suvmean": (1.0, 1.0, None),
        },
    ),
    "bone_lesion": (
        5,
        {
            "lesion_no": (1,),
            "region": ("T5", "L2", "SACRUM", "S1", "RIB_L4", "STERNUM", "FEMUR_L", None),
            "final_class": ("metastasis", "metastasis", "benign_paget", "indeterminate", None),
        },
    ),
    "lesion_observation": (
        7,
        {
            "imaging_study_id": (0, 1, 2, 3),
            "bone_lesion_id": (0, 1, 2, 3, 4),
            "tracer": ("Y", "Y", "Y", "Y", "N", "NE", None),
            "morph": ("Y", "N", "N", "NE", None),
            "morph_type": ("osteoblastic", "osteolytic", "mixed", "none", "NE", None),
            "certainty": (*("definite",) * 3, "probable", "equivocal", "benign", None),
            "krenning": (0, 1, 2, 3, 4, None, None, None, None, None),
            "suvmax": (0.8, 1.0, 2.0, 3.0, 5.9, 6.0, 6.1, 20.0, 20.1, None),
        },
    ),
    "skeletal_finding": (
        4,
        {
            "imaging_study_id": (0, 1, 2, 3),
            "coverage": ("whole_body",),
            "bone_result": ("positive", "positive", "negative", "equivocal", "NE", None),
            "tracer_positive": ANSWERS,
            "morph_positive": ANSWERS,
            "n_loci": (0, 1, 2, 4, None),
            "countless": (False, False, True, None),
            "morphology_overall": ("osteoblastic", "mixed", "none", None),
            "response_bone": ("CR", "PR", "SD", "PD", "NE", "NE", None),
        },
    ),
    "skeletal_event": (
        6,
        {
            "date": DAYS,
            "type": (
                *("FRACTURE_VERTEBRAL", "FRACTURE_NONVERTEBRAL", "SURGERY_BONE", "RT_BONE"),
                *("MSCC", "HYPERCALCAEMIA", "PAIN_NEW_OR_WORSE", "IMPENDING_FRACTURE", None),
            ),
            "symptomatic": ANSWERS,
            "linked_event_id": (0, 1, None, None),
        },
    ),
    "spine_assessment": (
        3,
        {
            "date": DAYS,
            "levels": (["T5"], ["T5", "T6"], ["L4"]),
            "sins_location": (*(0, 1, 2, 3) * 3, None),
            "sins_pain": (*(0, 1, 3, 3) * 3, 2, None),
            "sins_lesion": (*(0, 1, 2, 2) * 3, None),
            "sins_alignment": (*(0, 2, 4, 4) * 3, 1, None),
            "sins_collapse": (*(0, 1, 2, 3) * 3, None),
            "sins_posterolateral": (*(0, 1, 3, 3) * 3, None),
            "escc": ("0", "1a", "1b", "1c", "2", "3", NOT_APPLICABLE, None),
        },
    ),
    "long_bone_assessment": (
        3,
        {
            "date": DAYS,
            "region": ("FEMUR_L",),
            "mirels_site": (1, 2, 2, 3, None),
            "mirels_pain": (1, 2, 3, 3, None),
            "mirels_lesion": (1, 2, 2, 3, None),
            "mirels_size": (1, 2, 3, 3, None),
        },
    ),
    "antiresorptive_course": (
        2,
        {"agent": ("denosumab", "denosumab_60mg", None), "start_date": DAYS},
    ),
    "antiresorptive_dose": (
        4,
        {"date": DOSE_DAYS, "agent": AGENTS, "dose_mg": (4.0,)},
    ),
    "follow_up": (
        2,
        {"last_alive_date": DAYS, "status": ("alive", "dead", "lost"), "death_date": DAYS},
    ),
    "systemic_therapy_line": (
        3,
        {
            "line_no": (1,),
            "intent": ("antiproliferative", "both", "antisecretory", None),
            "start_date": DAYS,
        },
    ),
    "radiotherapy_course": (2, {"start_date": COURSE_STARTS, "end_date": COURSE_ENDS}),
    "radiotherapy_target": (
        3,
        {
            "radiotherapy_course_id": (0, 0, 1),
            "region": REGIONS,
            "bone_lesion_ids": ([0], [0, 1], None),
            "dose_total_cgy": (800.0, 2000.0, 3000.0, 3750.0, None),
            "fractions": (1, 1, 5, 10, 15, None),
            "prior_target_id": (0, None),
            "pain_target": (True, True, True, None, False),
        },
    ),
    "pain_assessment": (
        10,
        {
            "date": PAIN_DAYS,
            "scope": ("target",),
            "radiotherapy_target_id": (0, 0, 1, None),
            "bone_lesion_id": (0, 2, None),
            "region": REGIONS,
            "nrs_worst": SCORES,
            "recall": ("24h", "24h", "24h", "24h", "3d", None),
        },
    ),
    "analgesic_use": (
        16,
        {
            "date": PAIN_DAYS,
            "pain_assessment_id": (SAME, SAME, SAME, *range(8), None),
            "drug": (
                *("morphine", "morphine", "oxycodone", "fentanyl_transdermal", "paracetamol"),
                *("buprenorphine", NOT_APPLICABLE, None),
            ),
            "route": ("po", "td", "iv", None, None, None),
            "dose": (20.0, 25.0, 40.0, None),
            "dose_per": ("mg/d", "mg/d", "mg/d", "ug/h", None),
            "omed_mg_d": (20.0, 20.0, 0.0, 30.0, 40.0, None),
        },
    ),
    "procedure": (
        2,
        {
            "date": PAIN_DAYS,
            "type": ("vertebroplasty", "bone_fixation", "liver_resection", None),
            "region": REGIONS,
            "intent": ("palliative", "prophylactic", None),
        },
    ),
}  # fmt: skip
AT_LEAST = {
    "patient": 1,
    "patient_observation": 2,
    "lab_result": 5,
    "imaging_study": 3,
    "bone_lesion": 3,
    "lesion_observation": 4,
    "radiotherapy_course": 1,
    "radiotherapy_target": 1,
    "pain_assessment": 7,
    "analgesic_use": 10,
}
"""With fewer, what needs several rows to come together would seldom be seen."""
REQUIRED_REFERENCES = {
    name: [
        spec
        for spec in ENTITIES[name].fields
        if spec.requirement is Requirement.KEY and spec.references not in {None, "patient"}
    ]
    for name in FIELDS
}
