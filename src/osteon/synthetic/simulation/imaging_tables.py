"""Tables about imaging: studies, what they say of the skeleton, lesions one by one."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from osteon.synthetic.simulation.arrays import IntArray
from osteon.synthetic.simulation.columns import build_table, code_column
from osteon.synthetic.simulation.draft import Draft, digits, number_within

REGIONS = (
    "T8", "L2", "HIP_BONE_L", "RIB_R4", "L4", "FEMUR_R",
    "T11", "SCAPULA_L", "HIP_BONE_R", "STERNUM", "T5", "L1",
)  # fmt: skip
"""Where loci lie: the first anywhere, each further one in the next of these, round and round."""
MORPHOLOGY = ("osteoblastic", "mixed", "osteolytic", "none")
TRACER_ONLY = len(MORPHOLOGY) - 1
CONTEXTS = ("surveillance", "initial_staging", "restaging_suspected_PD")
NO_YES = ("N", "Y")


def build_imaging_tables(draft: Draft) -> dict[str, pa.Table]:
    """Return the tables about imaging."""
    return {
        "imaging_study": _build_imaging_study(draft),
        "skeletal_finding": _build_skeletal_finding(draft),
        "bone_lesion": _build_bone_lesion(draft),
        "lesion_observation": _build_lesion_observation(draft),
    }


def region_of(draft: Draft, patient: IntArray, number: IntArray) -> IntArray:
    """Return the place among `REGIONS` of numbered loci."""
    first = np.floor(draft.histories.findings.first_region[patient] * len(REGIONS))
    return (first.astype(np.int64) + number - 1) % len(REGIONS)


def lesion_ids(draft: Draft, patient: IntArray, number: IntArray) -> pa.Array:
    """Return the ids of numbered lesions."""
    return draft.numbered_ids(patient, "lesion", number)


def _build_imaging_study(draft: Draft) -> pa.Table:
    scans = draft.histories.scans
    context = np.where(scans.is_prompted, 2, number_within(scans.patient) == 1)
    columns = {
        **draft.head(scans.patient, scans.day, draft.scan_ids),
        **draft.dates("date", scans.patient, scans.day),
        "modality": "SSTR_PETCT",
        "tracer": "GA68_DOTATOC",
        "ct_quality": "diagnostic_contrast",
        "context": code_column(CONTEXTS, context),
    }
    return build_table("imaging_study", len(scans), columns)


def _build_skeletal_finding(draft: Draft) -> pa.Table:
    scans, findings = draft.histories.scans, draft.histories.findings
    is_positive = scans.day >= findings.found[scans.patient]
    is_on_ct = scans.day >= findings.on_ct[scans.patient]
    n_loci = np.where(is_positive, findings.n_loci[scans.patient], 0)
    columns = {
        **draft.head(
            scans.patient, scans.day, pc.binary_join_element_wise(draft.scan_ids, "bone", "-")
        ),
        "imaging_study_id": draft.scan_ids,
        "coverage": "whole_body",
        "bone_result": code_column(["negative", "positive"], is_positive),
        "tracer_positive": code_column(NO_YES, is_positive),
        "morph_positive": code_column(NO_YES, is_on_ct),
        "n_loci": pa.array(n_loci),
        "countless": False,
        "morphology_overall": code_column(MORPHOLOGY, _morphology(draft, np.arange(len(scans)))),
    }
    return build_table("skeletal_finding", len(scans), columns)


def _morphology(draft: Draft, scan: IntArray) -> IntArray:
    """Return the place among `MORPHOLOGY` of what CT shows in some studies."""
    scans, findings = draft.histories.scans, draft.histories.findings
    patient = scans.patient[scan]
    is_on_ct = scans.day[scan] >= findings.on_ct[patient]
    return np.where(is_on_ct, findings.morphology[patient], TRACER_ONLY)


def _build_bone_lesion(draft: Draft) -> pa.Table:
    findings = draft.histories.findings
    with_bone = np.flatnonzero(np.isfinite(findings.found))
    patient = np.repeat(with_bone, findings.n_loci[with_bone])
    number, found = number_within(patient), findings.found[patient]
    columns = {
        **draft.head(patient, found, lesion_ids(draft, patient, number)),
        "lesion_no": pa.array(number),
        "region": code_column(REGIONS, region_of(draft, patient, number)),
        **draft.dates("first_seen_date", patient, found),
        "final_class": "metastasis",
    }
    return build_table("bone_lesion", len(patient), columns)


def _build_lesion_observation(draft: Draft) -> pa.Table:
    scans, findings = draft.histories.scans, draft.histories.findings
    positive = np.flatnonzero(scans.day >= findings.found[scans.patient])
    scan = np.repeat(positive, findings.n_loci[scans.patient[positive]])
    patient, number, morphology = scans.patient[scan], number_within(scan), _morphology(draft, scan)
    scan_ids = draft.scan_ids.take(pa.array(scan))
    record_ids = pc.binary_join_element_wise(scan_ids, "lesion", digits(number), "-")
    columns = {
        **draft.head(patient, scans.day[scan], record_ids),
        "imaging_study_id": scan_ids,
        "bone_lesion_id": lesion_ids(draft, patient, number),
        "tracer": "Y",
        "morph": code_column(NO_YES, morphology != TRACER_ONLY),
        "morph_type": code_column(MORPHOLOGY, morphology),
        "certainty": "definite",
    }
    return build_table("lesion_observation", len(scan), columns)
