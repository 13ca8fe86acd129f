"""English labels of the fields of the dictionary, and units as people write them."""

from collections.abc import Mapping
from types import MappingProxyType

from osteon.dictionary import FieldSpec

_PARTS: Mapping[str, str] = MappingProxyType(
    {
        "bloodpool": "blood pool",
        "bpi": "BPI", "ckd": "CKD", "ct": "CT", "ctcae": "CTCAE", "dicom": "DICOM",
        "dx": "diagnosis",
        "ecog": "ECOG", "eortc": "EORTC", "escc": "ESCC", "fdg": "FDG", "hu": "HU",
        "icd10": "ICD-10", "ihc": "IHC", "ki67": "Ki-67", "kvp": "tube voltage", "loinc": "LOINC",
        "m": "M", "morph": "CT or MR correlate", "mri": "MR", "n": "N", "netpet": "NETPET",
        "nrs": "pain", "onj": "ONJ", "qlq": "QLQ", "roi": "reference regions", "sbrt": "SBRT",
        "sins": "SINS", "ssa": "SSA", "sstr": "SSTR", "suvmax": "SUVmax", "suvmean": "SUVmean",
        "suvpeak": "SUVpeak", "t": "T", "uid": "UID", "sstr2": "SSTR2", "cdx2": "CDX2",
        "ttf1": "TTF-1", "atrx": "ATRX", "daxx": "DAXX", "rb1": "Rb1", "mirels": "Mirels",
        "genant": "Genant", "krenning": "Krenning", "karnofsky": "Karnofsky", "eqd2": "EQD2",
        "bm22": "BM22", "c15": "C15", "pal": "PAL", "chromogranin": "chromogranin", "a": "A",
    }
)  # fmt: skip
_UNIT_PARTS = frozenset(
    {
        "percent", "mg", "mbq", "cgy", "gy", "cm", "kg", "mm", "mm2", "ml", "min", "mmol", "l",
        "umol", "g", "dl", "d", "10", "9",
    }
)  # fmt: skip
_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "amino_acids": "Amino acids", "baseline_labs_date": "Laboratory before, date",
        "basis_of_dx": "Basis of diagnosis", "birth": "Date of birth",
        "bone_lesion_ids": "Bone lesions", "calcium_vitamin_d": "Calcium and vitamin D",
        "ct_kvp": "Tube voltage of the CT", "ct_slice_mm": "Slice thickness of the CT",
        "cumulative_eqd2_gy": "Cumulative EQD2", "dx_date": "Date of diagnosis",
        "eortc_bm22_pain": "EORTC BM22 pain", "extraction_within_12_months":
        "Extraction within 12 months", "ihc_chromogranin_a": "IHC chromogranin A",
        "is_reference": "Stands for the grade", "leukocytes_10_9_l": "Leukocytes",
        "mitoses_per_2mm2": "Mitoses per 2 mm²", "morph": "Correlate on CT or MR",
        "morph_positive": "Visible on CT or MR", "morph_type": "Morphology of the correlate",
        "mirels_pain_none": "Mirels, no pain at all", "n_loci": "Number of loci",
        "n_metastases": "Number of metastases", "n_primaries": "Number of primaries",
        "n_readers": "Number of readers", "nrs_average": "Average pain", "nrs_now": "Pain now",
        "nrs_worst": "Worst pain", "omed_mg_d": "Oral morphine equivalent a day",
        "platelets_10_9_l": "Platelets", "qlq_c15_pal_quality": "Quality of life, QLQ-C15-PAL",
        "re_irradiation": "Re-irradiation", "roi_method": "Method of reference regions",
        "ssa_interval_days": "Days since the last SSA", "ssa_stopped_4_weeks":
        "SSA stopped 4 weeks before", "sstr_rads": "SSTR-RADS", "symptoms_at_dx":
        "Symptoms at diagnosis", "uptake_min": "Time from injection to scan",
        "bone_total_lesion_sstr": "Total lesion SSTR in bone", "dose_per": "Unit of the dose",
        "twice_daily": "Two fractions a day", "countless": "Too many to count",
        "export_sha256": "Digest of the export", "patient_id": "Pseudonym", "id": "Key",
        "switch_to": "Switched to", "valid_until_date": "Valid until", "patient_deviation":
        "Left at the patient's wish", "procedure_code": "Code of the procedure",
        "post_therapy_study_id": "Scan after the cycle", "first_imaging_id": "First imaging study",
        "creatinine_result_id": "Creatinine before the dose", "calcium_result_id":
        "Calcium before the dose", "dose_per_fraction_cgy": "Dose a fraction",
        "flushing_per_day": "Flushes a day", "stools_per_day": "Stools a day",
        "creatinine_clearance_ml_min": "Creatinine clearance", "fdg": "FDG uptake",
        "line_no": "Number of the line", "lesion_no": "Number of the lesion",
        "cycle_no": "Number of the cycle", "interval_days": "Interval in days",
        "gap_days": "Days since the earlier target", "lowest_calcium_mmol_l": "Lowest calcium",
        "icd10_chain": "Causal chain of death, ICD-10", "tracer_positive": "Tracer uptake",
        "ihc_sstr2_score": "IHC SSTR2 score", "age_at_diagnosis": "Age at diagnosis",
    }
)  # fmt: skip
UNITS: Mapping[str, str] = MappingProxyType(
    {
        "10*9/L": "10⁹/L", "umol/L": "µmol/L", "[hnsf'U]": "HU", "g/ml{SUVbw}": "", "mm2": "mm²",
        "a": "years", "d": "days", "/d": "a day",
    }
)  # fmt: skip


def label_of(field: FieldSpec) -> str:
    """Return what a field is called in English: its name in words."""
    if field.name in _LABELS:
        return _LABELS[field.name]
    parts = field.name.removesuffix("_ids").removesuffix("_id").split("_")
    while field.unit and len(parts) > 1 and parts[-1] in _UNIT_PARTS:
        parts.pop()
    words = " ".join(_PARTS.get(part, part) for part in parts)
    return words[:1].upper() + words[1:]
