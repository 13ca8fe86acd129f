"""How a bone metastasis was seen: by tracer, by morphology, or both (D03)."""

from collections.abc import Iterable

LOW_DOSE = "low_dose"
BOTH, TRACER_ONLY, MORPHOLOGY_ONLY, NEITHER, ONE_HALF, NOT_EXAMINED = "C", "B", "A", "0", "U", "NE"

LESION_CLASS = {
    ("Y", "Y"): BOTH,
    ("Y", "N"): TRACER_ONLY,
    ("N", "Y"): MORPHOLOGY_ONLY,
    ("N", "N"): NEITHER,
    ("Y", "NE"): "B?",
    ("NE", "Y"): "A?",
    ("N", "NE"): "0?",
    ("NE", "N"): "0?",
    ("NE", "NE"): NOT_EXAMINED,
}
"""By tracer and morphology; a question mark says that the other half was not examined."""


def examined_morphology(morph: str, ct_quality: str | None, *, lowdose_counts: bool) -> str:
    """Return the finding on CT or MR, not examined where only a low-dose CT was done."""
    if ct_quality == LOW_DOSE and not lowdose_counts:
        return "NE"
    return morph


def classify_lesion(tracer: str, morph: str) -> str:
    """Return the class of evidence of one lesion at one study."""
    return LESION_CLASS[tracer, morph]


def classify_patient(lesion_classes: Iterable[str]) -> str:
    """Return the class of evidence of a patient from those of the lesions seen at one study.

    Both if any lesion has both, or one has the tracer and another the morphology; lesions of
    which one half was not examined count only where there is no other.
    """
    seen = set(lesion_classes)
    if not seen:
        return NOT_EXAMINED
    if BOTH in seen or {MORPHOLOGY_ONLY, TRACER_ONLY} <= seen:
        return BOTH
    if TRACER_ONLY in seen:
        return TRACER_ONLY
    if MORPHOLOGY_ONLY in seen:
        return MORPHOLOGY_ONLY
    return ONE_HALF if seen & {"A?", "B?"} else NEITHER
