"""Concepts of a target of radiotherapy: its dose, and what became of the pain there."""

from types import MappingProxyType

from osteon.concepts import switches
from osteon.concepts.concept import Concept
from osteon.concepts.expressions import pain as pain_expressions
from osteon.concepts.expressions import radiotherapy as expressions
from osteon.concepts.expressions import recurrence as recurrence_expressions
from osteon.concepts.reference import pain as pain_reference
from osteon.concepts.reference import radiotherapy as reference
from osteon.concepts.reference import recurrence as recurrence_reference

RESPONSE = MappingProxyType(
    {
        "CR": "Complete response",
        "PR": "Partial response",
        "IR": "Indeterminate",
        "PP": "Pain progression",
        "NE": "Not evaluable",
    }
)
TARGET_TABLES = ("radiotherapy_target", "radiotherapy_course")
PAIN_TABLES = (*TARGET_TABLES, "pain_assessment", "analgesic_use")
DOSE_SWITCHES = (switches.PARTIAL_DATES, switches.ALPHA_BETA)
OPIOID_SWITCHES = (switches.FACTOR_TABLE, switches.MISSING_OPIOIDS, switches.NEW_OPIOIDS)
SCORE_SWITCHES = (
    switches.PARTIAL_DATES,
    switches.PAIN_SCOPE,
    switches.PAIN_BASELINE_DAYS,
)
CHANGE_SWITCHES = (*SCORE_SWITCHES, switches.PAIN_WEEK, switches.PAIN_WINDOW_DAYS)
CONSENSUS_SWITCHES = (switches.PAIN_RULE_SET, switches.PAIN_MODE, *OPIOID_SWITCHES)
RESPONSE_SWITCHES = (*CHANGE_SWITCHES, *CONSENSUS_SWITCHES)
COMPARED = (
    "Worst pain at the site, 0 to 10: the last score before radiotherapy against the one nearest "
    "to the time point after its end, of the same recall period. Targets recorded as not "
    "irradiated for pain are left out."
)
OPIOIDS = (
    "Opioids are those of the analgesics that refer to the assessment, or else are of its day: the "
    "oral morphine equivalent as recorded, or by the table of factors."
)

_DOSE_CONCEPTS = (
    Concept(
        name="radiotherapy_end",
        code="D01",
        version=1,
        title="End of radiotherapy",
        kind="date",
        levels={},
        tables=TARGET_TABLES,
        declared_switches=(switches.PARTIAL_DATES,),
        help="The day of the last fraction, from which pain is followed. A single fraction without "
        "it ends on the day it starts.",
        expression=expressions.radiotherapy_end,
        reference=reference.radiotherapy_end,
        unit="radiotherapy_target",
    ),
    Concept(
        name="single_fraction",
        code="D20",
        version=1,
        title="Single fraction",
        kind="boolean",
        levels={},
        tables=TARGET_TABLES,
        declared_switches=(switches.PARTIAL_DATES,),
        help="Whether the dose was given in one fraction; missing where their number is not "
        "recorded. Known at the end of radiotherapy.",
        expression=expressions.single_fraction,
        reference=reference.single_fraction,
        unit="radiotherapy_target",
    ),
    Concept(
        name="bed",
        code="D20",
        version=1,
        title="Biologically effective dose (Gy)",
        kind="number",
        levels={},
        tables=TARGET_TABLES,
        declared_switches=DOSE_SWITCHES,
        help="n d (1 + d / (alpha/beta)) of n fractions of d Gy each: BED10 by default. Missing "
        "where dose or fractions are not recorded. Doubtful where `large_fraction` holds.",
        expression=expressions.biologically_effective_dose,
        reference=reference.biologically_effective_dose,
        unit="radiotherapy_target",
    ),
    Concept(
        name="eqd2",
        code="D20",
        version=1,
        title="Equivalent dose in fractions of 2 Gy (Gy)",
        kind="number",
        levels={},
        tables=TARGET_TABLES,
        declared_switches=DOSE_SWITCHES,
        help="n d (d + alpha/beta) / (2 + alpha/beta). As `bed` otherwise.",
        expression=expressions.equivalent_dose,
        reference=reference.equivalent_dose,
        unit="radiotherapy_target",
    ),
    Concept(
        name="large_fraction",
        code="D20",
        version=1,
        title="Fractions beyond the linear-quadratic model",
        kind="boolean",
        levels={},
        tables=TARGET_TABLES,
        declared_switches=(switches.PARTIAL_DATES, switches.RELIABLE_FRACTION_CGY),
        help="Whether a fraction was so large that `bed` and `eqd2` are doubtful.",
        expression=expressions.large_fraction,
        reference=reference.large_fraction,
        unit="radiotherapy_target",
    ),
)

_PAIN_CONCEPTS = (
    Concept(
        name="pain_before",
        code="D12",
        version=1,
        title="Worst pain before radiotherapy",
        kind="number",
        levels={},
        tables=PAIN_TABLES,
        declared_switches=CHANGE_SWITCHES,
        help=f"The first of the two scores that `pain_improved` compares. {COMPARED}",
        expression=pain_expressions.pain_before,
        reference=pain_reference.pain_before,
        unit="radiotherapy_target",
    ),
    Concept(
        name="pain_after",
        code="D12",
        version=1,
        title="Worst pain after radiotherapy",
        kind="number",
        levels={},
        tables=PAIN_TABLES,
        declared_switches=CHANGE_SWITCHES,
        help=f"The second of them; missing where there is no first. {COMPARED}",
        expression=pain_expressions.pain_after,
        reference=pain_reference.pain_after,
        unit="radiotherapy_target",
    ),
    Concept(
        name="pain_improved",
        code="D12",
        version=1,
        title="Less pain",
        kind="boolean",
        levels={},
        tables=PAIN_TABLES,
        declared_switches=CHANGE_SWITCHES,
        help="Whether pain was less than before, by one point or more, whatever analgesics were "
        f"taken. This is no response in the sense of the consensus. {COMPARED} Missing where one "
        "of the two scores is.",
        expression=pain_expressions.pain_improved,
        reference=pain_reference.pain_improved,
        unit="radiotherapy_target",
    ),
    Concept(
        name="pain_response",
        code="D12",
        version=1,
        title="Response of pain",
        kind="category",
        levels=RESPONSE,
        tables=PAIN_TABLES,
        declared_switches=RESPONSE_SWITCHES,
        help="By the international consensus on palliative radiotherapy. Complete: no pain and no "
        "more opioids. Partial: two points less without more opioids, or a quarter less opioids "
        "without more pain. Progression: two points more without less opioids, or a quarter more "
        "opioids with no less pain. Indeterminate: all else. Not evaluable: no pain before, or a "
        f"score or opioids not known. {COMPARED} {OPIOIDS} Known on the day of the later score, or "
        "on the last day on which it could have come.",
        expression=pain_expressions.pain_response,
        reference=pain_reference.pain_response,
        unit="radiotherapy_target",
    ),
    Concept(
        name="pain_responder",
        code="D12",
        version=1,
        title="Pain responded",
        kind="boolean",
        levels={},
        tables=PAIN_TABLES,
        declared_switches=(*RESPONSE_SWITCHES, switches.ASSESSABLE_ONLY),
        help="Whether `pain_response` is complete or partial. What is not evaluable is no response "
        "(intention to treat) or, for assessable targets only, missing.",
        expression=pain_expressions.pain_responder,
        reference=pain_reference.pain_responder,
        unit="radiotherapy_target",
    ),
    Concept(
        name="pain_recurrence",
        code="D13",
        version=1,
        title="Pain recurrence or progression",
        kind="date",
        levels={},
        tables=(*PAIN_TABLES, "procedure"),
        declared_switches=(*SCORE_SWITCHES, *CONSENSUS_SWITCHES, switches.PAIN_FLARE_DAYS),
        help="After a response, at whatever time after the flare: the first day on which pain is "
        "two points above its nadir, opioids are a quarter above those at the nadir, or the site "
        "is irradiated or operated on again for pain. Before a response: the first day of "
        f"progression against the baseline. {OPIOIDS} It happened since the last assessment "
        "without it.",
        expression=recurrence_expressions.pain_recurrence,
        reference=recurrence_reference.pain_recurrence,
        is_found_at_assessments=True,
        unit="radiotherapy_target",
    ),
)

RADIOTHERAPY_CONCEPTS = (*_DOSE_CONCEPTS, *_PAIN_CONCEPTS)
