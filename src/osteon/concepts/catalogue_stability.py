"""Concepts of the stability of bones, and of the spinal cord."""

from types import MappingProxyType

from osteon.concepts import switches
from osteon.concepts.concept import Concept
from osteon.concepts.expressions import stability as expressions
from osteon.concepts.reference import stability as reference

INSTABILITY = MappingProxyType(
    {
        "stable": "Stable (0 to 6)",
        "potentially_unstable": "Potentially unstable (7 to 12)",
        "unstable": "Unstable (13 to 18)",
    }
)
LONG_BONE_RISK = MappingProxyType(
    {
        "observation": "Observation or radiotherapy (4 to 7)",
        "judgement": "Clinical judgement (8)",
        "fixation": "Fixation suggested (9 to 12)",
    }
)
COMPRESSION = MappingProxyType(
    {
        "0": "Bone only",
        "1a": "Epidural, thecal sac not deformed",
        "1b": "Thecal sac deformed, cord not abutted",
        "1c": "Cord abutted, not compressed",
        "2": "Cord compressed, cerebrospinal fluid visible",
        "3": "Cord compressed, no cerebrospinal fluid visible",
    }
)
FIRST_SO_BAD = "known on the day of the first assessment that was so bad"
FROM_COMPONENTS = (
    "The total is added up from the components. Where one is missing, or has points that the score "
    "does not give, the assessment has no total, whatever total is documented."
)
GRADED = (
    "Assessments without a grade say nothing, such as those below the conus, where there is none."
)

STABILITY_CONCEPTS = (
    Concept(
        name="spine_instability",
        code="D14",
        version=1,
        title="Instability of the spine (SINS)",
        kind="category",
        levels=INSTABILITY,
        tables=("spine_assessment",),
        declared_switches=(switches.PARTIAL_DATES,),
        help="The worst category of the Spinal Instability Neoplastic Score at any assessment, "
        f"{FIRST_SO_BAD}. {FROM_COMPONENTS} Missing: no assessment has a total.",
        expression=expressions.spine_instability,
        reference=reference.spine_instability,
    ),
    Concept(
        name="long_bone_risk",
        code="D15",
        version=1,
        title="Risk of fracture of a long bone (Mirels)",
        kind="category",
        levels=LONG_BONE_RISK,
        tables=("long_bone_assessment",),
        declared_switches=(switches.PARTIAL_DATES,),
        help="The worst category of Mirels' score of any long bone at any assessment, "
        f"{FIRST_SO_BAD}. {FROM_COMPONENTS} A painless lesion is scored as one of mild pain. "
        "Missing: no assessment has a total.",
        expression=expressions.long_bone_risk,
        reference=reference.long_bone_risk,
    ),
    Concept(
        name="epidural_compression",
        code="D16",
        version=1,
        title="Epidural compression of the spinal cord (ESCC)",
        kind="category",
        levels=COMPRESSION,
        tables=("spine_assessment",),
        declared_switches=(switches.PARTIAL_DATES,),
        help=f"The worst grade at any assessment, {FIRST_SO_BAD}. {GRADED} Missing: never graded.",
        expression=expressions.epidural_compression,
        reference=reference.epidural_compression,
    ),
    Concept(
        name="high_grade_compression",
        code="D16",
        version=1,
        title="High-grade compression of the spinal cord",
        kind="boolean",
        levels={},
        tables=("spine_assessment",),
        declared_switches=(switches.PARTIAL_DATES,),
        help="Whether epidural compression was ever of grade 2 or 3, known on the day of the first "
        f"assessment that found it. {GRADED} Missing: never graded.",
        expression=expressions.high_grade_compression,
        reference=reference.high_grade_compression,
    ),
)
