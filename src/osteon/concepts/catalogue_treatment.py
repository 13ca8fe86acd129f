"""Concepts of the treatment of a patient: antiresorptive drugs, lines of systemic therapy."""

from types import MappingProxyType

from osteon.concepts import switches
from osteon.concepts.concept import Concept
from osteon.concepts.expressions import course as expressions
from osteon.concepts.expressions import lines as line_expressions
from osteon.concepts.reference import course as reference
from osteon.concepts.reference import lines as line_reference

LINES = MappingProxyType({"none": "None", "one": "One", "two_or_more": "Two or more"})

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
