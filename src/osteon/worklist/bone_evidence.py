"""What each study showed of bone metastasis: by tracer, by morphology, or neither."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from osteon.quality import Row, is_counted, merge_reads
from osteon.worklist.history import History, Marked

STUDY, FINDING, OBSERVATION = "imaging_study", "skeletal_finding", "lesion_observation"
EVIDENCE_READS = merge_reads(
    {
        STUDY: ("date", "ct_quality", "modality"),
        FINDING: ("imaging_study_id", "bone_result", "tracer_positive", "morph_positive"),
        OBSERVATION: ("imaging_study_id", "bone_lesion_id", "certainty", "tracer", "morph"),
        "bone_lesion": ("final_class",),
    }
)
"""What `bone_evidence` looks at."""
LOW_DOSE = "low_dose"
LOW_DOSE_MODALITY = "CT_LOWDOSE"
SEEN = frozenset({"Y", "N"})


@dataclass(frozen=True)
class BoneEvidence:
    """What one study showed of the skeleton.

    Parameters
    ----------
    study : Marked
        The study and its day.
    has_tracer : bool
        Whether a metastasis takes up tracer.
    is_examined : bool
        Whether morphology was examined; a low-dose CT does not count.
    has_correlate : bool
        Whether it was, and a metastasis is visible.
    """

    study: Marked
    has_tracer: bool
    is_examined: bool
    has_correlate: bool


def bone_evidence(history: History) -> Iterator[BoneEvidence]:
    """Yield what each study showed; lesions count where they are certain enough and not benign."""
    for study in history.marks(STUDY):
        key = study.row["id"]
        listed = history.chart.referring(OBSERVATION, "imaging_study_id", key)
        findings = history.chart.referring(FINDING, "imaging_study_id", key)
        if not listed and not findings:
            continue
        counted = [row for row in listed if is_counted(history.chart, row)]
        positive = [row for row in findings if row.get("bone_result") == "positive" and not listed]
        morphs = {row.get("morph") for row in counted} | _morphs(positive)
        looked_at = {row.get("morph") for row in listed} | _morphs(findings)
        tracers = {row.get("tracer") for row in counted}
        tracers |= {row.get("tracer_positive") for row in positive}
        is_examined = _has_morphology(study.row) and bool(looked_at & SEEN)
        yield BoneEvidence(study, "Y" in tracers, is_examined, is_examined and "Y" in morphs)


def _morphs(findings: Sequence[Row]) -> set[str | None]:
    return {row.get("morph_positive") for row in findings}


def _has_morphology(study: Row) -> bool:
    return study.get("ct_quality") != LOW_DOSE and study.get("modality") != LOW_DOSE_MODALITY
