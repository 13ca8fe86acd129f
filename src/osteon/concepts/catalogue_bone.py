"""Concepts of bone metastasis."""

from types import MappingProxyType

from osteon.concepts import switches
from osteon.concepts.concept import Concept
from osteon.concepts.expressions import bone as expressions
from osteon.concepts.expressions import conversion as conversion_expressions
from osteon.concepts.expressions import extent as extent_expressions
from osteon.concepts.expressions import first_seen as first_seen_expressions
from osteon.concepts.expressions.sightings import TABLES
from osteon.concepts.reference import conversion as conversion_reference
from osteon.concepts.reference import extent as extent_reference
from osteon.concepts.reference import first_seen as first_seen_reference
from osteon.concepts.reference import skeleton as reference

EVIDENCE = MappingProxyType(
    {
        "C": "Tracer and morphology",
        "B": "Tracer only",
        "A": "Morphology only",
        "U": "One of the two not examined",
        "0": "Neither",
    }
)
MORPHOLOGY = MappingProxyType(
    {
        "osteoblastic": "Osteoblastic",
        "mixed": "Mixed",
        "osteolytic": "Osteolytic",
        "tracer_only": "Tracer only",
        "NE": "Not examined",
        "none": "No longer visible",
    }
)
EXTENT = MappingProxyType(
    {
        "MULTIFOCAL_GE4": "Multifocal (four or more)",
        "SPINE_2_3": "Two or three, spine only",
        "SKELETON_2_3": "Two or three, beyond the spine",
        "SOLITARY": "Solitary",
        "NONE": "None",
    }
)
REGIONS = MappingProxyType(
    {
        "SPINE": "Spine",
        "PELVIS": "Pelvis",
        "STERNUM": "Sternum",
        "RIB": "Rib",
        "SCAPULA": "Scapula",
        "CLAVICLE": "Clavicle",
        "SKULL": "Skull",
        "LONG_BONE_UPPER": "Long bone of the upper limb",
        "LONG_BONE_LOWER": "Long bone of the lower limb",
        "DISTAL": "Hand, foot or patella",
    }
)
SEEN = (switches.PARTIAL_DATES, switches.LEAST_CERTAINTY)
EVIDENCE_SWITCHES = (*SEEN, switches.LOWDOSE_COUNTS)
EXTENT_SWITCHES = (
    *SEEN,
    switches.AT,
    switches.LAST_STUDY,
    switches.LOCUS_UNIT,
    switches.SACRUM_GROUP,
)
CONFIRMED = (
    "A lesion counts if a study shows it by tracer or morphology with sufficient certainty, as "
    "judged then, and it did not turn out benign; a positive study without listed lesions counts "
    "as a whole."
)

BONE_CONCEPTS = (
    Concept(
        name="bone_metastasis",
        code="D04",
        version=1,
        title="Bone metastasis",
        kind="boolean",
        levels={},
        tables=TABLES,
        declared_switches=SEEN,
        help=f"Whether bone metastasis was ever confirmed, known on the day it was. {CONFIRMED} "
        "Where no study shows it, a record of bone as an organ with metastasis is enough. No: a "
        "study of the skeleton or a record of the organ denies it. Missing: never examined.",
        expression=expressions.bone_metastasis,
        reference=reference.bone_metastasis,
    ),
    Concept(
        name="bone_index_date",
        code="D04",
        version=1,
        title="Bone metastasis found",
        kind="date",
        levels={},
        tables=TABLES,
        declared_switches=SEEN,
        help=f"The day of the first study that confirmed bone metastasis. {CONFIRMED} Where no "
        "study shows it, the first date of bone as an organ with metastasis.",
        expression=expressions.bone_index_date,
        reference=reference.bone_index_date,
        is_found_at_assessments=True,
    ),
    Concept(
        name="bone_first_seen",
        code="D04",
        version=1,
        title="Bone metastasis first visible in retrospect",
        kind="date",
        levels={},
        tables=TABLES,
        declared_switches=SEEN,
        help="The day of the first study on which a metastasis that was confirmed then or later "
        "is visible by tracer or morphology, with whatever certainty but benign. It is known only "
        "on the day that metastasis was confirmed: it describes, and is never an origin of "
        f"survival; `bone_index_date` is. {CONFIRMED} Missing where no study shows it.",
        expression=first_seen_expressions.bone_first_seen,
        reference=first_seen_reference.bone_first_seen,
        is_found_at_assessments=True,
    ),
    Concept(
        name="bone_timing",
        code="D06",
        version=1,
        title="Timing of bone metastasis",
        kind="category",
        levels=MappingProxyType(
            {
                "synchronous": "Synchronous",
                "metachronous": "Metachronous",
                "indeterminate": "Indeterminate",
            }
        ),
        tables=("tumour", *TABLES),
        declared_switches=(*SEEN, switches.WINDOW_MONTHS, switches.LIMIT_IS_SYNCHRONOUS),
        help="Synchronous if bone metastasis was found up to the same day so many calendar months "
        "after diagnosis, or before it; metachronous if certainly later; indeterminate where "
        "partial dates do not decide.",
        expression=expressions.bone_timing,
        reference=reference.bone_timing,
    ),
    Concept(
        name="evidence_first",
        code="D03",
        version=1,
        title="Evidence at first detection",
        kind="category",
        levels=EVIDENCE,
        tables=TABLES,
        declared_switches=EVIDENCE_SWITCHES,
        help="How bone metastasis was seen at the study that confirmed it first. Both, if a lesion "
        "has tracer and morphology or one lesion has the one and another the other. Lesions of "
        "which one half was not examined count only where there is no other.",
        expression=expressions.evidence_first,
        reference=reference.evidence_first,
    ),
    Concept(
        name="evidence_last",
        code="D03",
        version=1,
        title="Evidence at the last study",
        kind="category",
        levels=EVIDENCE,
        tables=TABLES,
        declared_switches=(*EVIDENCE_SWITCHES, switches.LAST_STUDY),
        help="As `evidence_first`, at the last study of the skeleton since bone metastasis was "
        "found.",
        expression=expressions.evidence_last,
        reference=reference.evidence_last,
    ),
    Concept(
        name="morphology_first",
        code="D03",
        version=1,
        title="Morphology at first detection",
        kind="category",
        levels=MORPHOLOGY,
        tables=TABLES,
        declared_switches=EVIDENCE_SWITCHES,
        help="As `morphology_last`, at the study that confirmed bone metastasis first.",
        expression=expressions.morphology_first,
        reference=reference.morphology_first,
    ),
    Concept(
        name="morphology_last",
        code="D03",
        version=1,
        title="Morphology at the last study",
        kind="category",
        levels=MORPHOLOGY,
        tables=TABLES,
        declared_switches=(*EVIDENCE_SWITCHES, switches.LAST_STUDY),
        help="What the visible metastases looked like at the last study of the skeleton; mixed if "
        "one is mixed or they differ, tracer only if none has a correlate.",
        expression=expressions.morphology_last,
        reference=reference.morphology_last,
    ),
    Concept(
        name="conversion",
        code="D05",
        version=1,
        title="Correlate on CT or MR",
        kind="date",
        levels={},
        tables=TABLES,
        declared_switches=EVIDENCE_SWITCHES,
        help="For patients whose bone metastases were seen by tracer only when they were "
        "confirmed: the day of the first later study that showed a correlate of any. Newly visible "
        "sclerosis can be healing; this is no progression by itself. Missing where there was a "
        "correlate from the start, or none until now.",
        expression=conversion_expressions.conversion,
        reference=conversion_reference.conversion,
        is_found_at_assessments=True,
    ),
    Concept(
        name="conversion_last_negative",
        code="D05",
        version=1,
        title="Last examination without a correlate",
        kind="date",
        levels={},
        tables=TABLES,
        declared_switches=EVIDENCE_SWITCHES,
        help="For the same patients: the last day, before `conversion` if that came, on which CT "
        "or MR examined the skeleton and showed no metastasis. Conversion lies between the two.",
        expression=conversion_expressions.conversion_last_negative,
        reference=conversion_reference.conversion_last_negative,
    ),
    Concept(
        name="skeletal_extent",
        code="D07",
        version=1,
        title="Extent in the skeleton",
        kind="category",
        levels=EXTENT,
        tables=TABLES,
        declared_switches=EXTENT_SWITCHES,
        help="Class by the number of visible loci on the day looked at: four or more or countless "
        "wherever they lie, two or three in the spine only, two or three beyond it, one. The loci "
        "are the listed lesions; where none are listed, the number that the finding states.",
        expression=extent_expressions.skeletal_extent,
        reference=extent_reference.skeletal_extent,
    ),
    Concept(
        name="solitary_region",
        code="D07",
        version=1,
        title="Site of a solitary metastasis",
        kind="category",
        levels=REGIONS,
        tables=TABLES,
        declared_switches=EXTENT_SWITCHES,
        help="Where the metastasis lies if the extent is solitary; missing otherwise.",
        expression=extent_expressions.solitary_region,
        reference=extent_reference.solitary_region,
    ),
)
