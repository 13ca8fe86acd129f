"""The switches that concepts have: every number and choice that a protocol may set."""

from osteon.concepts.concept import Provenance, Switch
from osteon.concepts.rules import (
    ALPHA_BETA_CORD_GY,
    ALPHA_BETA_LATE_GY,
    ALPHA_BETA_TUMOUR_GY,
    BASELINE_DAYS,
    CGY_PER_GY,
    EPISODE_DAYS,
    EVENT_SETS,
    FACTOR_TABLES,
    FLARE_DAYS,
    LIVER_SHARE,
    REBOUND_DAYS,
    RULE_SET,
    SITE_GROUPS,
    SYNCHRONOUS_MONTHS,
    TAIL_DAYS,
    TIME_POINT_WEEKS,
    TIME_POINT_WINDOW_DAYS,
    UNRELIABLE_ABOVE_GY,
)

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
LIMIT_IS_SYNCHRONOUS = Switch(
    "limit_is_synchronous",
    default=True,
    help="Whether bone metastasis found exactly on the last day of the window is synchronous.",
    permitted=(True, False),
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
EXPOSURE_TAILS = {
    agent: Switch(
        f"{agent}_tail_days",
        days,
        f"Days after a dose of {agent.replace('_', ' ')} over which it works.",
    )
    for agent, days in TAIL_DAYS.items()
}
REBOUND_SPAN = Switch(
    "rebound_days",
    REBOUND_DAYS,
    "Days after denosumab ceased to work within which another dose or drug has to follow.",
)
SITE_GROUP = Switch(
    "site_group",
    "SMALL_INTESTINE",
    "The group of sites that a study is about.",
    tuple(SITE_GROUPS),
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
EPISODE_BY = Switch(
    "episode_by",
    "days",
    "What makes events one episode: that they lie close together, or that one is recorded as "
    "linked to the other.",
    ("days", "link"),
)
EPISODE_SPAN = Switch(
    "episode_days",
    EPISODE_DAYS,
    "Days after an event that counted from which another one counts; 0 counts them all.",
    provenance=Provenance.UNVERIFIED,
)
LINES_UP_TO = Switch(
    "lines_up_to",
    "data_cutoff",
    "Up to when lines count: to the end of the data, or to the start of the first radiotherapy.",
    ("data_cutoff", "first_radiotherapy"),
)
ANTISECRETORY_COUNTS = Switch(
    "antisecretory_counts",
    default=False,
    help="Whether a line against symptoms only counts as a line.",
    permitted=(True, False),
)
ALPHA_BETA = Switch(
    "alpha_beta",
    int(ALPHA_BETA_TUMOUR_GY),
    "Ratio of alpha to beta in Gy: 10 for tumour, 3 for late reactions, 2 for the spinal cord.",
    (int(ALPHA_BETA_TUMOUR_GY), int(ALPHA_BETA_LATE_GY), int(ALPHA_BETA_CORD_GY)),
    Provenance.UNVERIFIED,
)
RELIABLE_FRACTION_CGY = Switch(
    "reliable_fraction_cgy",
    int(UNRELIABLE_ABOVE_GY * CGY_PER_GY),
    "Dose a fraction in cGy above which the linear-quadratic model is doubtful.",
    provenance=Provenance.UNVERIFIED,
)
PAIN_RULE_SET = Switch(
    "pain_rule_set",
    RULE_SET,
    "The consensus whose categories are used.",
    (RULE_SET,),
    Provenance.UNVERIFIED,
)
PAIN_MODE = Switch(
    "pain_mode",
    "pragmatic",
    "What pain up by two points together with more opioids is: progression, or, strictly by the "
    "text of the consensus, indeterminate.",
    ("pragmatic", "strict"),
)
NEW_OPIOIDS = Switch(
    "new_opioids",
    "increase",
    "What opioids are where there were none before: an increase by a quarter, or no change.",
    ("increase", "no_change"),
)
PAIN_WEEK = Switch(
    "pain_week",
    TIME_POINT_WEEKS[0],
    "Weeks after the end of radiotherapy at which pain is compared with its baseline.",
    TIME_POINT_WEEKS,
)
PAIN_WINDOW_DAYS = Switch(
    "pain_window_days",
    TIME_POINT_WINDOW_DAYS,
    "Days by which an assessment may miss that time point.",
)
PAIN_BASELINE_DAYS = Switch(
    "pain_baseline_days",
    BASELINE_DAYS,
    "Days before radiotherapy within which pain is its baseline.",
)
PAIN_FLARE_DAYS = Switch(
    "pain_flare_days",
    FLARE_DAYS,
    "Days after radiotherapy in which more pain is a flare and no recurrence.",
    provenance=Provenance.UNVERIFIED,
)
PAIN_SCOPE = Switch(
    "pain_scope",
    "site",
    "Which scores are of a target: those of its site (naming it, its region or a lesion in it), or "
    "only those that name it.",
    ("site", "target"),
)
MISSING_OPIOIDS = Switch(
    "missing_opioids",
    "not_evaluable",
    "What holds where opioids are not known at both assessments: not evaluable, or taken as "
    "unchanged.",
    ("not_evaluable", "unchanged"),
)
FACTOR_TABLE = Switch(
    "factor_table",
    "CDC_2022",
    "Factors from a dose of an opioid to oral morphine, where no equivalent is recorded.",
    tuple(FACTOR_TABLES),
    Provenance.VERIFIED,
)
ASSESSABLE_ONLY = Switch(
    "assessable_only",
    default=False,
    help="Whether targets whose response cannot be judged are left out; otherwise they count as "
    "no response (intention to treat).",
    permitted=(True, False),
)
KRENNING_FROM = Switch(
    "krenning_from",
    "recorded",
    "What scores a lesion: the recorded score only, or, where there is none, measured uptake as "
    "well, which is for research.",
    ("recorded", "measured_too"),
)
LIVER_SHARE_PERCENT = Switch(
    "liver_share_percent",
    int(100 * LIVER_SHARE),
    "Percent of the uptake of the liver up to which measured uptake is much lower than liver.",
)
RESPONSE_CHOICE = Switch(
    "response_choice",
    "best",
    "Which of several recorded responses holds: the best, or the latest.",
    ("best", "latest"),
)
CREATININE_AT = Switch(
    "creatinine_at",
    "before_antiresorptive",
    "Which creatinine counts: the last up to the day of the first antiresorptive drug, or the last "
    "of all.",
    ("before_antiresorptive", "latest"),
)
WEIGHT_DAYS = Switch(
    "weight_days",
    90,
    "Days before creatinine within which weight has to be recorded.",
)
