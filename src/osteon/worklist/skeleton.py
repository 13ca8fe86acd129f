"""The skeleton at one study: how bone metastasis was seen, and how much of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from osteon.concepts import (
    classify_counted_extent,
    classify_lesion,
    classify_patient,
    concept,
    examined_morphology,
    region_groups,
)
from osteon.quality import Row, is_counted
from osteon.worklist.history import History
from osteon.worklist.words import render_codes

NOT_EXAMINED = "NE"
SEEN = "bone metastasis seen"
FEW = "2_3"
"""Two or three loci of which it is not known where they lie."""
FEW_LOCI = range(2, 4)
"""Numbers of loci whose class depends on where they lie."""


@dataclass(frozen=True)
class SkeletonSeen:
    """What a study showed of the skeleton.

    Parameters
    ----------
    parts : tuple of str
        In words; none where it did not look at the skeleton.
    evidence : str
        The class of evidence (D03); empty where no metastasis was seen.
    extent : str
        The class of extent (D06), or `FEW`; empty where it is not known.
    """

    parts: tuple[str, ...]
    evidence: str = ""
    extent: str = ""


def see_skeleton(history: History, study: Row) -> SkeletonSeen:
    """Return what a study showed of the skeleton."""
    key = study["id"]
    listed = history.chart.referring("lesion_observation", "imaging_study_id", key)
    seen = [
        row
        for row in listed
        if is_counted(history.chart, row) and "Y" in {row.get("tracer"), row.get("morph")}
    ]
    findings = history.chart.referring("skeletal_finding", "imaging_study_id", key)
    positive = [row for row in findings if row.get("bone_result") == "positive" and not listed]
    results = [
        word for row in findings for word in render_codes("skeletal_finding", row, "bone_result")
    ]
    if seen:
        pairs = [(row.get("tracer"), row.get("morph")) for row in seen]
        return _seen([SEEN], _evidence(study, pairs), *_extent(history, seen, findings))
    if positive:
        pairs = [(row.get("tracer_positive"), row.get("morph_positive")) for row in positive]
        return _seen(results, _evidence(study, pairs), *_extent(history, [], positive))
    return SkeletonSeen(tuple(results))


def _seen(words: list[str], evidence: str, extent: str, loci: str) -> SkeletonSeen:
    how = concept("evidence_last").levels[evidence].lower() if evidence else ""
    parts = (*words, how, loci)
    return SkeletonSeen(tuple(part for part in parts if part), evidence, extent)


def _evidence(study: Row, pairs: list[tuple[str | None, str | None]]) -> str:
    quality = study.get("ct_quality")
    classes = {
        classify_lesion(
            tracer or "NE", examined_morphology(morph or "NE", quality, lowdose_counts=False)
        )
        for tracer, morph in pairs
    } - {NOT_EXAMINED}
    return classify_patient(classes) if classes else ""


def _extent(history: History, seen: list[Row], findings: Sequence[Row]) -> tuple[str, str]:
    """Return the class of extent, and its words: by the lesions, else by the finding's number."""
    countless = any(row.get("countless") is True for row in findings)
    counts = [row["n_loci"] for row in findings if row.get("n_loci") is not None]
    if not seen and not countless and not counts:
        return "", ""
    loci = max([len(seen), *counts])
    if not seen and not countless and loci in FEW_LOCI:
        return FEW, f"{loci} loci"
    lesions = (history.record("bone_lesion", row["bone_lesion_id"]) for row in seen)
    groups = {region_groups().get(str(row.get("region")), "") for row in lesions if row is not None}
    level = classify_counted_extent(loci, groups, countless=countless)
    return level, concept("skeletal_extent").levels[level].lower()
