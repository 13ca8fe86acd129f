"""Clinical rules on plain values: what a reader can check by hand, without tables."""

from osteon.concepts.rules.evidence import (
    LESION_CLASS,
    classify_lesion,
    classify_patient,
    examined_morphology,
)
from osteon.concepts.rules.exposure import (
    ONCOLOGICAL_AGENTS,
    TAIL_DAYS,
    ExposedTime,
    Window,
    count_exposed_time,
    merge_windows,
)
from osteon.concepts.rules.extent import (
    MULTIFOCAL_FROM,
    classify_counted_extent,
    classify_extent,
    region_groups,
    region_sites,
)
from osteon.concepts.rules.grade import (
    KI67_PERCENT_G2_FROM,
    KI67_PERCENT_G3_ABOVE,
    MITOSES_ATYPICAL_FROM,
    MITOSES_G2_FROM,
    MITOSES_G3_ABOVE,
    MITOSES_REVIEW_ABOVE,
    classify_lung_carcinoid,
    grade_gastroenteropancreatic,
)
from osteon.concepts.rules.instability import Score, score_mirels, score_sins
from osteon.concepts.rules.opioids import oral_morphine_mg
from osteon.concepts.rules.pain import PainState, classify_pain_response
from osteon.concepts.rules.radiobiology import (
    biologically_effective_dose_gy,
    equivalent_dose_in_2_gy,
)
from osteon.concepts.rules.renal import (
    corrected_calcium_mg_dl,
    creatinine_clearance_ml_min,
    has_renal_deterioration,
    zoledronic_acid_dose_mg,
)
from osteon.concepts.rules.site import (
    DUODENUM,
    LUNG,
    SITE_OF_CHAPTER,
    SITE_OF_TOPOGRAPHY,
    SMALL_INTESTINE,
    classify_site,
    is_small_intestinal,
)
from osteon.concepts.rules.skeletal_events import (
    COMPONENTS,
    EPISODE_DAYS,
    EVENT_SETS,
    SURGERY,
    SYMPTOMATIC_SETS,
    SkeletalEvent,
    is_in_set,
    select_counted_events,
)
from osteon.concepts.rules.timing import (
    MONTH_STEP,
    SYNCHRONOUS_MONTHS,
    is_synchronous,
    month_key,
)
from osteon.concepts.rules.uptake import krenning_quantitative

__all__ = [
    "COMPONENTS",
    "DUODENUM",
    "EPISODE_DAYS",
    "EVENT_SETS",
    "KI67_PERCENT_G2_FROM",
    "KI67_PERCENT_G3_ABOVE",
    "LESION_CLASS",
    "LUNG",
    "MITOSES_ATYPICAL_FROM",
    "MITOSES_G2_FROM",
    "MITOSES_G3_ABOVE",
    "MITOSES_REVIEW_ABOVE",
    "MONTH_STEP",
    "MULTIFOCAL_FROM",
    "ONCOLOGICAL_AGENTS",
    "SITE_OF_CHAPTER",
    "SITE_OF_TOPOGRAPHY",
    "SMALL_INTESTINE",
    "SURGERY",
    "SYMPTOMATIC_SETS",
    "SYNCHRONOUS_MONTHS",
    "TAIL_DAYS",
    "ExposedTime",
    "PainState",
    "Score",
    "SkeletalEvent",
    "Window",
    "biologically_effective_dose_gy",
    "classify_counted_extent",
    "classify_extent",
    "classify_lesion",
    "classify_lung_carcinoid",
    "classify_pain_response",
    "classify_patient",
    "classify_site",
    "corrected_calcium_mg_dl",
    "count_exposed_time",
    "creatinine_clearance_ml_min",
    "equivalent_dose_in_2_gy",
    "examined_morphology",
    "grade_gastroenteropancreatic",
    "has_renal_deterioration",
    "is_in_set",
    "is_small_intestinal",
    "is_synchronous",
    "krenning_quantitative",
    "merge_windows",
    "month_key",
    "oral_morphine_mg",
    "region_groups",
    "region_sites",
    "score_mirels",
    "score_sins",
    "select_counted_events",
    "zoledronic_acid_dose_mg",
]
