"""Concepts of kidney function and calcium, which antiresorptive drugs depend on."""

from osteon.concepts import switches
from osteon.concepts.concept import Concept
from osteon.concepts.expressions import renal as expressions
from osteon.concepts.reference import renal as reference

FUNCTION_CONCEPTS = (
    Concept(
        name="creatinine_clearance",
        code="D21",
        version=1,
        title="Creatinine clearance (mL/min)",
        kind="number",
        levels={},
        tables=(
            "patient",
            "patient_observation",
            "lab_result",
            "antiresorptive_course",
            "antiresorptive_dose",
        ),
        declared_switches=(
            switches.PARTIAL_DATES,
            switches.OSTEOPOROSIS_COUNTS,
            switches.CREATININE_AT,
            switches.WEIGHT_DAYS,
        ),
        help="By Cockcroft and Gault, from one creatinine, the last weight up to its day, age on "
        "its day (days since birth over 365.25) and sex. Known on that day. Missing where one of "
        "these is, where sex is neither male nor female, and, before antiresorptive drugs, where "
        "none was given.",
        expression=expressions.creatinine_clearance,
        reference=reference.creatinine_clearance,
    ),
    Concept(
        name="corrected_calcium",
        code="D21",
        version=1,
        title="Lowest corrected calcium (mg/dL)",
        kind="number",
        levels={},
        tables=("lab_result",),
        declared_switches=(switches.PARTIAL_DATES,),
        help="The lowest total calcium ever, each corrected for the albumin of the same day: "
        "calcium + 0.8 (4.0 - albumin in g/dL). Known on the first day with the lowest. Calcium "
        "without albumin of its day does not count, nor do undated results.",
        expression=expressions.corrected_calcium,
        reference=reference.corrected_calcium,
    ),
)
