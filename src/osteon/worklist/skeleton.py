"""The skeleton at one study in words: how bone metastasis was seen, and how much of it."""

from collections.abc import Sequence

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
from osteon.worklist.words import join, render_code

NOT_EXAMINED = "NE"
FEW_LOCI = range(2, 4)
"""Numbers of loci whose class depends on where they lie."""


def describe_skeleton(history: History, study: Row) -> str:
    """Return what a study showed of the skeleton; nothing where it did not look at it."""
    key = study["id"]
    listed = history.chart.referring("lesion_observation", "imaging_study_id", key)
    seen = [
        row
        for row in listed
        if is_counted(history.chart, row) and "Y" in {row.get("tracer"), row.get("morph")}
    ]
    findings = history.chart.referring("skeletal_finding", "imaging_study_id", key)
    results = [render_code("skeletal_finding", row, "bone_result") for row in findings]
    if seen:
        pairs = [(row.get("tracer"), row.get("morph")) for row in seen]
        extent = _extent(history, seen, findings)
        return join("bone metastasis seen", _evidence(study, pairs), extent)
    positive = [row for row in findings if row.get("bone_result") == "positive" and not listed]
    if positive:
        pairs = [(row.get("tracer_positive"), row.get("morph_positive")) for row in positive]
        return join(*results, _evidence(study, pairs), _extent(history, [], positive))
    return join(*results)


def _evidence(study: Row, pairs: list[tuple[str | None, str | None]]) -> str:
    quality = study.get("ct_quality")
    classes = {
        classify_lesion(
            tracer or "NE", examined_morphology(morph or "NE", quality, lowdose_counts=False)
        )
        for tracer, morph in pairs
    } - {NOT_EXAMINED}
    return concept("evidence_last").levels[classify_patient(classes)].lower() if classes else ""


def _extent(history: History, seen: list[Row], findings: Sequence[Row]) -> str:
    """Return the class of extent by the lesions, else by the number that the finding gives."""
    countless = any(row.get("countless") is True for row in findings)
    counts = [row["n_loci"] for row in findings if row.get("n_loci") is not None]
    if not seen and not countless and not counts:
        return ""
    loci = max([len(seen), *counts])
    if not seen and not countless and loci in FEW_LOCI:
        return f"{loci} loci"
    lesions = (history.record("bone_lesion", row["bone_lesion_id"]) for row in seen)
    groups = {region_groups().get(str(row.get("region")), "") for row in lesions if row is not None}
    level = classify_counted_extent(loci, groups, countless=countless)
    return concept("skeletal_extent").levels[level].lower()
