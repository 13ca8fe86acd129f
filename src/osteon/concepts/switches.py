"""The switches that concepts have: every number and choice that a protocol may set."""

from osteon.concepts.concept import Provenance, Switch
from osteon.concepts.rules import EVENT_SETS, SYNCHRONOUS_MONTHS

PARTIAL_DATES = Switch(
    "partial_dates",
    "midpoint",
    "The day that a partial date stands for.",
    ("earliest", "midpoint", "latest"),
)
LEAST_CERTAINTY = Switch(
    "least_certainty",
    "probable",
    "The lowest certainty at which a finding counts as metastasis; equivocal never does.",
    ("probable", "definite"),
)
LOWDOSE_COUNTS = Switch(
    "lowdose_counts",
    default=False,
    help="Whether a low-dose CT counts as an examination of morphology.",
    permitted=(True, False),
)
WINDOW_MONTHS = Switch(
    "window_months",
    SYNCHRONOUS_MONTHS,
    "Calendar months after diagnosis up to which bone metastasis is synchronous.",
    provenance=Provenance.PUBLISHED,
)
AT = Switch(
    "at",
    "bone_index",
    "The study looked at: the first with bone metastasis, or the last.",
    ("bone_index", "last"),
)
LAST_STUDY = Switch(
    "last_study",
    "somatostatin_receptor",
    "Which studies may be the last one: those of the somatostatin receptor, or any.",
    ("somatostatin_receptor", "any"),
)
LOCUS_UNIT = Switch(
    "locus_unit",
    "lesion",
    "What is counted: lesions, bones or groups of bones.",
    ("lesion", "bone", "region_group"),
)
SACRUM_GROUP = Switch(
    "sacrum_group",
    "SPINE",
    "Where sacrum and coccyx belong.",
    ("SPINE", "PELVIS"),
)
FUNCTION_WINDOW_DAYS = Switch(
    "function_window_days",
    90,
    "Days after diagnosis up to which an assessment tells the function at diagnosis.",
)
BIOCHEMICAL_COUNTS = Switch(
    "biochemical_counts",
    default=False,
    help="Whether raised hormones without symptoms count as functioning.",
    permitted=(True, False),
    provenance=Provenance.UNVERIFIED,
)
STAGE_WINDOW_DAYS = Switch(
    "stage_window_days",
    90,
    "Days after diagnosis up to which metastases count as present at diagnosis.",
)
EVENT_SET = Switch(
    "event_set",
    "SRE4",
    "Which events count: the usual four kinds, with pain, with hypercalcaemia, symptomatic ones "
    "only, or the indications of the radiotherapy series.",
    tuple(EVENT_SETS),
    Provenance.PUBLISHED,
)
RELATIVE_TO_BONE = Switch(
    "relative_to_bone",
    "any",
    "Which events count: any, incident ones after bone metastasis was found, or prevalent ones up "
    "to that day.",
    ("any", "incident", "prevalent"),
)
OSTEOPOROSIS_COUNTS = Switch(
    "osteoporosis_counts",
    default=False,
    help="Whether denosumab 60 mg, a drug for osteoporosis, counts as treatment.",
    permitted=(True, False),
)
INCLUDE_DUODENUM = Switch(
    "include_duodenum",
    default=True,
    help="Whether a duodenal tumour counts as small-intestinal.",
    permitted=(True, False),
    provenance=Provenance.PUBLISHED,
)
GRADE_FALLBACK = Switch(
    "grade_fallback",
    "missing",
    "What holds where neither index is known: missing, or the grade as reported.",
    ("missing", "reported"),
)
