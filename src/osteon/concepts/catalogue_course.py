"""Concepts of the course: function, stage, skeletal events, follow-up."""

from types import MappingProxyType

from osteon.concepts import switches
from osteon.concepts.concept import Concept
from osteon.concepts.expressions import course as expressions
from osteon.concepts.expressions import episodes as episode_expressions
from osteon.concepts.expressions import function as function_expressions
from osteon.concepts.expressions import stage as stage_expressions
from osteon.concepts.expressions.sightings import TABLES
from osteon.concepts.reference import course as reference
from osteon.concepts.reference import episodes as episode_reference
from osteon.concepts.reference import function as function_reference
from osteon.concepts.reference import stage as stage_reference

FUNCTION = MappingProxyType({"functioning": "Functioning", "non_functioning": "Non-functioning"})
SYNDROMES = MappingProxyType(
    {
        "carcinoid": "Serotonin (carcinoid syndrome)",
        "gastrinoma": "Gastrin",
        "insulinoma": "Insulin",
        "glucagonoma": "Glucagon",
        "vipoma": "Vasoactive intestinal peptide",
        "somatostatinoma": "Somatostatin",
        "acth": "Adrenocorticotropic hormone",
        "pthrp": "Parathyroid-hormone-related peptide",
        "ghrh": "Growth-hormone-releasing hormone",
        "other": "Other hormone",
        "multiple": "Several hormones",
        "non_functioning": "Non-functioning",
    }
)
COMPONENT_TITLES = {
    "fracture": "Pathological fracture",
    "pain": "New or worse bone pain",
    "radiation": "Radiation to bone",
    "surgery": "Surgery to bone",
    "cord_compression": "Spinal cord compression",
}
FUNCTION_SWITCHES = (
    switches.PARTIAL_DATES,
    switches.FUNCTION_WINDOW_DAYS,
    switches.BIOCHEMICAL_COUNTS,
)
STAGE_SWITCHES = (switches.PARTIAL_DATES, switches.LEAST_CERTAINTY)
STAGE_TABLES = ("stage_assessment", *TABLES)

_FUNCTION_CONCEPTS = (
    Concept(
        name="functioning",
        code="D08",
        version=1,
        title="Hormonal function at diagnosis",
        kind="category",
        levels=FUNCTION,
        tables=("tumour", "hormone_assessment"),
        declared_switches=FUNCTION_SWITCHES,
        help="By the last assessment with a result up to the end of the window after diagnosis. "
        "Raised hormones without a clinical syndrome are non-functioning.",
        expression=function_expressions.functioning,
        reference=function_reference.functioning,
    ),
    Concept(
        name="hormone_syndrome",
        code="D08",
        version=1,
        title="Hormone syndrome at diagnosis",
        kind="category",
        levels=SYNDROMES,
        tables=("tumour", "hormone_assessment"),
        declared_switches=FUNCTION_SWITCHES,
        help="The syndrome of the assessment that `functioning` takes.",
        expression=function_expressions.hormone_syndrome,
        reference=function_reference.hormone_syndrome,
    ),
    Concept(
        name="functioning_ever",
        code="D08",
        version=1,
        title="Ever functioning",
        kind="boolean",
        levels={},
        tables=("hormone_assessment",),
        declared_switches=(switches.PARTIAL_DATES, switches.BIOCHEMICAL_COUNTS),
        help="Whether any assessment found the tumour functioning, known on the day of the first.",
        expression=function_expressions.functioning_ever,
        reference=function_reference.functioning_ever,
    ),
)

_STAGE_CONCEPTS = (
    Concept(
        name="stage_iv_at_diagnosis",
        code="D09",
        version=1,
        title="Stage IV at diagnosis",
        kind="boolean",
        levels={},
        tables=("tumour", *STAGE_TABLES),
        declared_switches=(*STAGE_SWITCHES, switches.STAGE_WINDOW_DAYS),
        help="Whether distant metastasis was certain within the window after diagnosis: an M1 or "
        "stage IV, an organ with metastasis, or bone metastasis at a study. Missing where partial "
        "dates do not decide, or nothing was staged.",
        expression=stage_expressions.stage_iv_at_diagnosis,
        reference=stage_reference.stage_iv_at_diagnosis,
    ),
    Concept(
        name="stage_iv_ever",
        code="D09",
        version=1,
        title="Stage IV at any time",
        kind="boolean",
        levels={},
        tables=STAGE_TABLES,
        declared_switches=STAGE_SWITCHES,
        help="Whether distant metastasis was ever certain, known on the day it first was.",
        expression=stage_expressions.stage_iv_ever,
        reference=stage_reference.stage_iv_ever,
    ),
)

_EVENT_CONCEPTS = (
    Concept(
        name="skeletal_event_ever",
        code="D10",
        version=1,
        title="Skeletal-related event",
        kind="boolean",
        levels={},
        tables=("patient", "skeletal_event"),
        declared_switches=(switches.PARTIAL_DATES, switches.EVENT_SET),
        help="Whether an event of the set was ever recorded, before or after bone metastasis was "
        "found; known on the day of the first.",
        expression=expressions.skeletal_event_ever,
        reference=reference.skeletal_event_ever,
    ),
    *(
        Concept(
            name=f"skeletal_event_{component}",
            code="D10",
            version=1,
            title=title,
            kind="boolean",
            levels={},
            tables=("patient", "skeletal_event"),
            declared_switches=(switches.PARTIAL_DATES,),
            help="Whether an event of this kind was ever recorded, known on the day of the first.",
            expression=expressions.skeletal_event_component(component),
            reference=reference.skeletal_event_component(component),
        )
        for component, title in COMPONENT_TITLES.items()
    ),
    Concept(
        name="first_skeletal_event",
        code="D10",
        version=1,
        title="First skeletal-related event",
        kind="date",
        levels={},
        tables=("skeletal_event", *TABLES),
        declared_switches=(
            *STAGE_SWITCHES,
            switches.EVENT_SET,
            switches.RELATIVE_TO_BONE,
        ),
        help="The day of the first event of the set. Events up to the day on which bone metastasis "
        "was found are prevalent, later ones incident.",
        expression=expressions.first_skeletal_event,
        reference=reference.first_skeletal_event,
    ),
    Concept(
        name="skeletal_event_count",
        code="D10",
        version=1,
        title="Skeletal-related events",
        kind="number",
        levels={},
        tables=("patient", "skeletal_event", *TABLES),
        declared_switches=(
            *STAGE_SWITCHES,
            switches.EVENT_SET,
            switches.RELATIVE_TO_BONE,
            switches.EPISODE_BY,
            switches.EPISODE_SPAN,
        ),
        help="How many events of the set there were, fracture, surgery and radiation of one "
        "episode counted once: an event counts if it comes so many days after the last that "
        "counted, or, by link, if it is not recorded as linked to another. Known on the day of the "
        "last one. Undated events do not count.",
        expression=episode_expressions.skeletal_event_count,
        reference=episode_reference.skeletal_event_count,
    ),
)

_FOLLOW_UP_CONCEPTS = (
    Concept(
        name="death",
        code="D19",
        version=1,
        title="Death",
        kind="date",
        levels={},
        tables=("follow_up",),
        declared_switches=(switches.PARTIAL_DATES,),
        help="The day of death from any cause.",
        expression=expressions.death,
        reference=reference.death,
    ),
    Concept(
        name="last_contact",
        code="D19",
        version=1,
        title="Last contact",
        kind="date",
        levels={},
        tables=("follow_up",),
        declared_switches=(switches.PARTIAL_DATES,),
        help="The last day on which the patient was known alive, or the day of death.",
        expression=expressions.last_contact,
        reference=reference.last_contact,
    ),
)

COURSE_CONCEPTS = (
    *_FUNCTION_CONCEPTS,
    *_STAGE_CONCEPTS,
    *_EVENT_CONCEPTS,
    *_FOLLOW_UP_CONCEPTS,
)
