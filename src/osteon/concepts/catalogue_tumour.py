"""Concepts of the primary tumour."""

from types import MappingProxyType

from osteon.concepts import switches
from osteon.concepts.concept import Concept
from osteon.concepts.expressions import tumour as expressions
from osteon.concepts.reference import tumour as reference

GRADES = MappingProxyType(
    {
        "G1": "G1",
        "G2": "G2",
        "G3": "G3",
        "NEC": "Neuroendocrine carcinoma",
        "TC": "Typical carcinoid",
        "AC": "Atypical carcinoid",
        "REVIEW": "To be reviewed by pathology",
    }
)
REPORTED_GRADES = MappingProxyType({k: v for k, v in GRADES.items() if k != "REVIEW"})
SITES = MappingProxyType(
    {
        "ileum": "Ileum",
        "jejunum": "Jejunum",
        "duodenum": "Duodenum",
        "small_intestine_nos": "Undetermined small intestine",
        "pancreas": "Pancreas",
        "lung": "Lung",
        "other_gastrointestinal": "Other gastrointestinal",
        "unknown_primary": "Unknown primary",
        "other": "Other",
    }
)

TUMOUR_CONCEPTS = (
    Concept(
        name="diagnosis",
        code="D01",
        version=1,
        title="Diagnosis",
        kind="date",
        levels={},
        tables=("tumour",),
        declared_switches=(switches.PARTIAL_DATES,),
        help="The first histological diagnosis. Of several tumours, the one diagnosed first.",
        expression=expressions.diagnosis,
        reference=reference.diagnosis,
    ),
    Concept(
        name="first_referral",
        code="D01",
        version=1,
        title="First visit at the centre",
        kind="date",
        levels={},
        tables=("patient",),
        declared_switches=(switches.PARTIAL_DATES,),
        help="The day from which the centre had the patient under observation (left truncation).",
        expression=expressions.first_referral,
        reference=reference.first_referral,
    ),
    Concept(
        name="primary_site",
        code="D01",
        version=1,
        title="Primary site",
        kind="category",
        levels=SITES,
        tables=("tumour",),
        declared_switches=(switches.PARTIAL_DATES,),
        help="Site of the tumour diagnosed first, from its ICD-O topography; a Meckel diverticulum "
        "counts as ileum.",
        expression=expressions.primary_site,
        reference=reference.primary_site,
    ),
    Concept(
        name="small_intestinal",
        code="D01",
        version=1,
        title="Small-intestinal primary",
        kind="boolean",
        levels={},
        tables=("tumour",),
        declared_switches=(switches.PARTIAL_DATES, switches.INCLUDE_DUODENUM),
        help="Whether the tumour diagnosed first lies in the small intestine (C17).",
        expression=expressions.small_intestinal,
        reference=reference.small_intestinal,
    ),
    Concept(
        name="in_site_group",
        code="D01",
        version=1,
        title="Primary in the group of sites studied",
        kind="boolean",
        levels={},
        tables=("tumour",),
        declared_switches=(
            switches.PARTIAL_DATES,
            switches.SITE_GROUP,
            switches.INCLUDE_DUODENUM,
        ),
        help="Whether the tumour diagnosed first lies in the group of sites that the study is "
        "about: small intestine (C17), pancreas (C25) or lung (C34). A protocol that names the "
        "group in its switches can be turned to another one.",
        expression=expressions.in_site_group,
        reference=reference.in_site_group,
    ),
    Concept(
        name="grade",
        code="D02",
        version=1,
        title="Grade",
        kind="category",
        levels=GRADES,
        tables=("tumour", "pathology"),
        declared_switches=(switches.PARTIAL_DATES, switches.GRADE_FALLBACK),
        help="Grade derived from the reference specimen of the first tumour. Outside the lung the "
        "higher of the grades by Ki-67 (below 3 %, to 20 %, above) and by mitoses per 2 mm² (below "
        "2, to 20, above); where one is unknown the grade rests on the other. In the lung typical "
        "carcinoid below 2 mitoses without necrosis, atypical from 2 or with necrosis, above 10 to "
        "be reviewed. Poorly differentiated: carcinoma.",
        expression=expressions.grade,
        reference=reference.grade,
    ),
    Concept(
        name="grade_reported",
        code="D02",
        version=1,
        title="Grade as reported",
        kind="category",
        levels=REPORTED_GRADES,
        tables=("tumour", "pathology"),
        declared_switches=(switches.PARTIAL_DATES,),
        help="Grade that the report of the reference specimen states; missing where it says that "
        "the grade cannot be assessed.",
        expression=expressions.grade_reported,
        reference=reference.grade_reported,
    ),
)
