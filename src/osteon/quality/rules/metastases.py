"""Rules about bone metastasis beside the other organs: H-14, W-07, W-08, W-12."""

from collections.abc import Iterator

from osteon.quality.bone import BONE_READS, bone_studies, flag_bone
from osteon.quality.certainty import date_of, is_before
from osteon.quality.chart import Chart
from osteon.quality.finding import Flaw, Severity
from osteon.quality.rule import QualityRule, Scope, merge_reads
from osteon.quality.switch import Switch, Switches
from osteon.quality.uptake import RECEPTOR_PET

FDG = "FDG_PETCT"


def find_unfounded_bone_metastases(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield bone metastases to which no study and no biopsy testifies."""
    for row in chart.rows("metastasis_site"):
        is_stated = row.get("organ") == "BONE" and row.get("status") == "Y"
        is_refuted = row.get("certainty") == "refuted"
        if (
            not is_stated
            or is_refuted
            or row.get("first_imaging_id") is not None
            or _has_witness(chart)
        ):
            continue
        message = "No study and no biopsy of the chart shows the bone metastasis."
        yield Flaw("metastasis_site", row, ("first_imaging_id",), message)


def _has_witness(chart: Chart) -> bool:
    findings = chart.rows("skeletal_finding")
    return (
        any(row.get("bone_result") == "positive" for row in findings)
        or any(row.get("specimen_site") == "bone" for row in chart.rows("pathology"))
        or any(row.get("biopsy") == "positive" for row in chart.rows("bone_lesion"))
        or bool(bone_studies(chart))
    )


def find_bone_alone(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield bone metastases of patients in whom no other organ is affected."""
    others = [row for row in chart.rows("metastasis_site") if row.get("organ") != "BONE"]
    if any(_may_be_affected(row.get("status"), row.get("certainty")) for row in others):
        return
    yield from flag_bone(chart, "Bone is the only organ with metastasis, which is rare.")


def _may_be_affected(status: str | None, certainty: str | None) -> bool:
    return status in {"Y", None} and certainty != "refuted"


def find_bone_without_receptor_imaging(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield bone metastases never seen by receptor PET, or first seen by FDG alone."""
    studies = chart.rows("imaging_study")
    modalities = {row.get("modality") for row in studies}
    if None in modalities:
        return
    if not modalities & RECEPTOR_PET:
        yield from flag_bone(chart, "Bone metastasis, and no PET of the somatostatin receptor.")
    shown = bone_studies(chart)
    for study in shown.values():
        first = date_of(study, "date")
        later = (date_of(other, "date") for other in shown.values() if other is not study)
        if study.get("modality") == FDG and all(is_before(first, day) for day in later):
            message = "FDG alone showed bone metastasis first; look at the receptor as well."
            yield Flaw("imaging_study", study, ("modality",), message)


def find_other_malignancies(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield other cancers that spread to bone."""
    for row in chart.rows("comorbidity"):
        is_present = row.get("condition") == "other_malignancy" and row.get("present") == "Y"
        if is_present and str(row.get("icd10") or "")[:3] in switches["icd10_categories"]:
            message = "Another cancer that spreads to bone; tell whose the bone metastases are."
            yield Flaw("comorbidity", row, ("condition", "icd10"), message)


RULES = (
    QualityRule(
        code="H-14",
        severity=Severity.HARD,
        scope=Scope.PATIENT,
        title="A study or a biopsy stands behind bone metastasis",
        help="The organ's row names the first study, or the chart holds a study that shows bone "
        "metastasis, a specimen from bone, or a lesion with a positive biopsy.",
        reads={
            "metastasis_site": ("organ", "status", "certainty", "first_imaging_id"),
            "skeletal_finding": ("bone_result",),
            "lesion_observation": BONE_READS["lesion_observation"],
            "bone_lesion": ("final_class", "biopsy"),
            "pathology": ("specimen_site",),
        },
        find=find_unfounded_bone_metastases,
    ),
    QualityRule(
        code="W-07",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="Bone is not the only organ with metastasis",
        help="Of the source study's patients with bone metastasis 96.2 % had metastases elsewhere. "
        "Silent where the status of another organ is not known.",
        reads=BONE_READS,
        find=find_bone_alone,
    ),
    QualityRule(
        code="W-08",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="Bone metastasis was looked at by receptor PET",
        help="Fires where the chart has no PET of the somatostatin receptor, or where the first "
        "study that showed bone metastasis, certainly before all others, is an FDG-PET.",
        reads=merge_reads(BONE_READS, {"imaging_study": ("modality", "date")}),
        find=find_bone_without_receptor_imaging,
    ),
    QualityRule(
        code="W-12",
        severity=Severity.WARNING,
        scope=Scope.RECORD,
        title="No other cancer that spreads to bone",
        help="Breast, prostate, lung and kidney by their ICD-10 category.",
        reads={"comorbidity": ("condition", "present", "icd10")},
        declared_switches=(
            Switch(
                "icd10_categories", ("C50", "C61", "C34", "C64"), "Cancers that spread to bone."
            ),
        ),
        find=find_other_malignancies,
    ),
)
