"""A patient with a long skeletal history, as flat rows; synthetic."""

from collections.abc import Iterator, Mapping, Sequence

from osteon.dictionary import ENTITIES, Requirement

PATIENT, CENTRE = "RICH-1", "C9"
STUDIES = ("2019-05", "2020-06-02", "2021-07-15", "2022-11-30")
SEEN: Mapping[str, Sequence[tuple[str, str, str, str, float | None]]] = {
    # By lesion: tracer, morphology, its kind, certainty, SUVmax at each of the studies.
    "T8": (("Y", "N", "none", "definite", 14.2),
           *(("Y", "Y", "osteoblastic", "definite", 9.4),) * 3),
    "L2": (("Y", "NE", "NE", "probable", 8.8), ("Y", "N", "none", "definite", 12.6),
           ("Y", "N", "none", "definite", 11.9), ("Y", "N", "none", "definite", 16.3)),
    "HIP_BONE_L": (("N", "N", "none", "equivocal", None), ("Y", "N", "none", "equivocal", 3.1),
                   ("N", "Y", "osteolytic", "definite", None),
                   ("N", "Y", "osteolytic", "definite", None)),
    "RIB_R6": (("N", "N", "none", "equivocal", None), ("N", "N", "none", "equivocal", None),
               ("Y", "NE", "NE", "probable", 5.2), ("N", "N", "none", "equivocal", None)),
    "FEMUR_R": (("N", "N", "none", "equivocal", None), ("N", "N", "none", "equivocal", None),
                ("Y", "N", "none", "equivocal", 4.0), ("Y", "N", "none", "equivocal", 4.4)),
    "SKULL": (("N", "Y", "osteoblastic", "benign", None),) * 4,
}  # fmt: skip

_ROWS: Mapping[str, Sequence[Mapping[str, object]]] = {
    "patient": [{"birth": "1958-04", "sex": "F", "menopause": "post"}],
    "tumour": [{"id": "rich-t", "topography": "C17.2", "dx_date": "2018-11"}],
    "pathology": [{"id": "rich-a", "tumour_id": "rich-t", "specimen_date": "2018-11-20",
                   "is_reference": True, "grade_reported": "G2", "ki67_percent": 8.0}],
    "stage_assessment": [{"id": "rich-s", "tumour_id": "rich-t", "date": "2019-05",
                          "system": "UICC8", "stage": "IV"}],
    "metastasis_site": [{"id": "rich-m", "organ": "BONE", "status": "Y", "first_date": "2019-05",
                         "certainty": "definite"}],
    "imaging_study": [
        *({"id": f"rich-i{n}", "date": day, "modality": "SSTR_PETCT", "tracer": "GA68_DOTATOC",
           "ct_quality": "diagnostic_contrast"} for n, day in enumerate(STUDIES)),
        {"id": "rich-i8", "date": "2018", "modality": "CT"},
        {"id": "rich-i9", "date": "2023-02-10", "modality": "MRI"},
    ],
    "skeletal_finding": [
        {"id": "rich-f8", "imaging_study_id": "rich-i8", "bone_result": "negative"},
        {"id": "rich-f9", "imaging_study_id": "rich-i9", "bone_result": "equivocal"},
    ],
    "bone_lesion": [
        {"id": f"rich-l-{region}", "lesion_no": n, "region": region,
         "final_class": "benign_fibrous_dysplasia" if region == "SKULL" else "metastasis"}
        for n, region in enumerate(SEEN, start=1)
    ],
    "lesion_observation": [
        {"id": f"rich-o-{region}-{n}", "imaging_study_id": f"rich-i{n}",
         "bone_lesion_id": f"rich-l-{region}", "tracer": tracer, "morph": morph,
         "morph_type": kind, "certainty": certainty,
         **({} if suvmax is None else {"suvmax": suvmax})}
        for region, seen in SEEN.items()
        for n, (tracer, morph, kind, certainty, suvmax) in enumerate(seen)
    ],
    "skeletal_event": [
        {"id": "rich-e1", "date": "2020-03", "type": "FRACTURE_VERTEBRAL", "region": "T8"},
        {"id": "rich-e2", "date": "2022", "type": "RT_BONE", "region": "L2"},
    ],
    "antiresorptive_decision": [{"id": "rich-d", "date": "2019-06-20",
                                 "decision": "start_denosumab"}],
    "antiresorptive_course": [{"id": "rich-c", "agent": "denosumab", "start_date": "2019-07-01",
                               "stop_date": "2021-02"}],
    "antiresorptive_dose": [
        {"id": f"rich-g{n}", "antiresorptive_course_id": "rich-c", "agent": "denosumab",
         "date": f"{2019 + (6 + n) // 12}-{(6 + n) % 12 + 1:02}-01", "dose_mg": 120.0}
        for n in range(18)
    ],
    "radiotherapy_course": [{"id": "rich-r", "intent": "palliative", "start_date": "2022-03-07",
                             "end_date": "2022-03-11"}],
    "radiotherapy_target": [{"id": "rich-v", "radiotherapy_course_id": "rich-r", "region": "L2",
                             "dose_total_cgy": 2000.0, "fractions": 5}],
    "prrt_cycle": [{"id": f"rich-p{n}", "cycle_no": n, "date": day, "activity_mbq": 7400.0}
                   for n, day in enumerate(("2020-09-01", "2020-11-03", "2021-01"), start=1)],
    "systemic_therapy_line": [
        {"id": "rich-n1", "line_no": 1, "start_date": "2018-12", "stop_date": "2020-08"},
        {"id": "rich-n2", "line_no": 2, "start_date": "2021-09"},
    ],
    "systemic_therapy_drug": [
        {"id": "rich-u1", "systemic_therapy_line_id": "rich-n1", "drug": "lanreotide"},
        {"id": "rich-u2", "systemic_therapy_line_id": "rich-n2", "drug": "everolimus"},
    ],
    "procedure": [{"id": "rich-x", "date": "2018-12-05", "type": "primary_resection"}],
    "pain_assessment": [
        {"id": f"rich-w{n}", "date": day, "scope": "region", "region": "L2", "nrs_worst": nrs}
        for n, (day, nrs) in enumerate(
            (("2021-10-01", 4), ("2022-03-01", 8), ("2022-04", 3), ("2022-10-15", 2)))
    ],
    "analgesic_use": [
        {"id": "rich-y1", "date": "2022-03-01", "pain_assessment_id": "rich-w1",
         "omed_mg_d": 60.0},
        {"id": "rich-y2", "date": "2022-04", "pain_assessment_id": "rich-w2", "omed_mg_d": 30.0},
    ],
    "follow_up": [{"id": "rich-z", "last_alive_date": "2023-04-20", "status": "alive"}],
}  # fmt: skip


def charted(
    rows: Mapping[str, Sequence[Mapping[str, object]]] = _ROWS,
    *,
    patient_id: str = PATIENT,
    centre_id: str = CENTRE,
) -> dict[str, list[dict[str, object]]]:
    """Return rows as a patient's of a centre; what a row lacks was not asked."""
    own = {"patient_id": patient_id, "centre_id": centre_id, "source": "manual"}
    return {
        name: [{**own, **row, **dict(_reasons(name, row))} for row in given]
        for name, given in rows.items()
    }


def _reasons(name: str, row: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for field in ENTITIES[name].fields:
        is_asked = field.requirement in {Requirement.REQUIRED, Requirement.CONDITIONAL}
        if is_asked and field.name not in row:
            yield f"{field.name}_null", "NASK"


RICH = charted()
