"""Concepts of the treatment of a patient: antiresorptive drugs, lines of systemic therapy."""

from types import MappingProxyType

from osteon.concepts import switches
from osteon.concepts.concept import Concept
from osteon.concepts.expressions import course as expressions
from osteon.concepts.expressions import exposure as exposure_expressions
from osteon.concepts.expressions import lines as line_expressions
from osteon.concepts.reference import course as reference
from osteon.concepts.reference import exposure as exposure_reference
from osteon.concepts.reference import lines as line_reference

LINES = MappingProxyType({"none": "None", "one": "One", "two_or_more": "Two or more"})

DRUGS = ("antiresorptive_course", "antiresorptive_dose")
EXPOSURE_SWITCHES = (switches.PARTIAL_DATES, *switches.EXPOSURE_TAILS.values())
EXPOSURE = (
    "A dose of denosumab, zoledronic acid, pamidronate or ibandronate works from its day over the "
    "days set for its drug, whatever comes then; days under several doses count once. Doses "
    "without a date, and denosumab 60 mg, a drug for osteoporosis, are left out."
)

TREATMENT_CONCEPTS = (
    Concept(
        name="antiresorptive_ever",
        code="D11",
        version=1,
        title="Antiresorptive therapy",
        kind="boolean",
        levels={},
        tables=("patient", "antiresorptive_course", "antiresorptive_dose"),
        declared_switches=(switches.PARTIAL_DATES, switches.OSTEOPOROSIS_COUNTS),
        help="Whether an antiresorptive drug was ever given, known on the day of the first course "
        "or dose. A decision is no exposure.",
        expression=expressions.antiresorptive_ever,
        reference=reference.antiresorptive_ever,
    ),
    Concept(
        name="antiresorptive_start",
        code="D11",
        version=1,
        title="Start of antiresorptive therapy",
        kind="date",
        levels={},
        tables=("antiresorptive_course", "antiresorptive_dose"),
        declared_switches=(switches.PARTIAL_DATES, switches.OSTEOPOROSIS_COUNTS),
        help="The day of the first course or dose of an antiresorptive drug.",
        expression=expressions.antiresorptive_start,
        reference=reference.antiresorptive_start,
    ),
    Concept(
        name="antiresorptive_exposed_days",
        code="D11",
        version=1,
        title="Days under antiresorptive therapy",
        kind="number",
        levels={},
        tables=("patient", *DRUGS),
        declared_switches=EXPOSURE_SWITCHES,
        help=f"How many days the patient was under an antiresorptive drug. {EXPOSURE} Zero: no "
        "course or dose is recorded. Missing: some is, but no dose that tells its days. Known on "
        "the last of the days.",
        expression=exposure_expressions.antiresorptive_exposed_days,
        reference=exposure_reference.antiresorptive_exposed_days,
    ),
    Concept(
        name="antiresorptive_exposure_end",
        code="D11",
        version=1,
        title="End of antiresorptive therapy",
        kind="date",
        levels={},
        tables=DRUGS,
        declared_switches=EXPOSURE_SWITCHES,
        help=f"The day on which the last dose of an antiresorptive drug ceased to work. {EXPOSURE}",
        expression=exposure_expressions.antiresorptive_exposure_end,
        reference=exposure_reference.antiresorptive_exposure_end,
    ),
    Concept(
        name="denosumab_rebound",
        code="D11",
        version=1,
        title="Denosumab stopped without another drug",
        kind="boolean",
        levels={},
        tables=("patient", *DRUGS, "follow_up"),
        declared_switches=(
            switches.PARTIAL_DATES,
            switches.EXPOSURE_TAILS["denosumab"],
            switches.REBOUND_SPAN,
        ),
        help="Whether denosumab ever ceased to work and no antiresorptive drug, neither denosumab "
        "again nor another agent, followed within the days set, known when these had passed. What "
        "was given since the last dose follows it. No: never given, or always followed. Missing: "
        "not known to be followed, but the patient was not in contact as long, or no dose has a "
        "date.",
        expression=exposure_expressions.denosumab_rebound,
        reference=exposure_reference.denosumab_rebound,
    ),
    Concept(
        name="n_lines",
        code="D01",
        version=1,
        title="Lines of systemic therapy",
        kind="category",
        levels=LINES,
        tables=("patient", "radiotherapy_course", "systemic_therapy_line"),
        declared_switches=(
            switches.PARTIAL_DATES,
            switches.LINES_UP_TO,
            switches.ANTISECRETORY_COUNTS,
        ),
        help="How many lines of systemic therapy against the tumour were started, known on the day "
        "on which the last that matters was. Up to radiotherapy: missing for patients without it, "
        "and where a line without a date would decide.",
        expression=line_expressions.n_lines,
        reference=line_reference.n_lines,
    ),
)
