"""Clinical concepts: named and versioned definitions, each beside a plain reference."""

from osteon.concepts.catalogue import CONCEPTS, concept
from osteon.concepts.concept import (
    Concept,
    Known,
    Provenance,
    Records,
    Switch,
    Switches,
    Tables,
    Unit,
)
from osteon.concepts.manual import render_manual
from osteon.concepts.rules import (
    EVENT_SETS,
    FLARE_DAYS,
    LOCAL_PROCEDURES,
    RESPONSES,
    AnalgesicDose,
    PainState,
    classify_pain_response,
    corrected_calcium_mg_dl,
    creatinine_clearance_ml_min,
    dose_as_oral_morphine_mg,
    has_renal_deterioration,
    is_pain_back,
    region_groups,
    zoledronic_acid_dose_mg,
)

__all__ = [
    "CONCEPTS",
    "EVENT_SETS",
    "FLARE_DAYS",
    "LOCAL_PROCEDURES",
    "RESPONSES",
    "AnalgesicDose",
    "Concept",
    "Known",
    "PainState",
    "Provenance",
    "Records",
    "Switch",
    "Switches",
    "Tables",
    "Unit",
    "classify_pain_response",
    "concept",
    "corrected_calcium_mg_dl",
    "creatinine_clearance_ml_min",
    "dose_as_oral_morphine_mg",
    "has_renal_deterioration",
    "is_pain_back",
    "region_groups",
    "render_manual",
    "zoledronic_acid_dose_mg",
]
