"""Which fields the invented protocols speak of, and which few values their records hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, TypeAlias

from osteon.codes import load_value_set
from osteon.dictionary import ENTITIES, FieldSpec

Kind: TypeAlias = Literal["number", "category", "boolean", "date"]

KINDS: Mapping[str, Kind] = {
    "integer": "number",
    "decimal": "number",
    "boolean": "boolean",
    "date": "date",
    "partial_date": "date",
    "code": "category",
    "text": "category",
    "reference": "category",
}
EXACT_DAYS = ("2019-08-31", "2020-01-15", "2020-02-29", "2020-03-01", "2020-04-14", "2021-03-01")
PARTIAL_DAYS = (*EXACT_DAYS, "2020-01", "2020-07", "2019", "2020")
CUTOFFS = ("2020-02-29", "2020-08-31", "2022-12-31")
WHOLE_NUMBERS = (0, 1, 2, 5, 120)
NUMBERS = (0.0, 0.5, 2.25, 3.0, 20.0)
WORDS = ("a", "B", "b", "ä")
PARENTS = (0, 1)

TELLING: Mapping[str, Mapping[str, tuple[object, ...]]] = {
    "patient": {"sex": ("F", "M")},
    "patient_observation": {"weight_kg": (50.0, 70.5)},
    "lab_result": {
        "analyte": ("creatinine", "calcium", "albumin"),
        "canonical_value": (2.25, 40.0, 88.4),
    },
    "tumour": {"topography": ("C17.0", "C17.2", "C17.3", "C34.1")},
    "pathology": {
        "is_reference": (True, False),
        "ki67_percent": (0.0, 2.5, 3.0, 21.0),
        "mitoses_per_2mm2": (0.0, 2.0, 21.0),
        "grade_reported": ("G1", "G3", "NEC"),
        "differentiation": ("well", "poor"),
    },
    "metastasis_site": {
        "organ": ("BONE", "BONE", "LIVER"),
        "status": ("Y", "N"),
        "certainty": ("definite", "probable", "equivocal"),
    },
    "imaging_study": {
        "modality": ("SSTR_PETCT", "CT"),
        "ct_quality": ("diagnostic_contrast",),
        "liver_suvmean": (6.0,),
        "spleen_suvmean": (20.0,),
        "bloodpool_suvmean": (1.0,),
    },
    "bone_lesion": {"region": ("T5", "SACRUM"), "final_class": ("metastasis", "benign_paget")},
    "lesion_observation": {
        "tracer": ("Y", "N"),
        "morph": ("Y", "N"),
        "certainty": ("definite", "equivocal"),
        "krenning": (2, 4),
        "suvmax": (1.0, 3.5, 20.5),
    },
    "skeletal_finding": {
        "bone_result": ("positive", "negative"),
        "tracer_positive": ("Y", "N"),
        "response_bone": ("PR", "PD", "NE"),
    },
    "stage_assessment": {"m_category": ("M0", "M1"), "stage": ("II", "IV")},
    "skeletal_event": {"type": ("MSCC", "RT_BONE", "HYPERCALCAEMIA", "PAIN_NEW_OR_WORSE")},
    "spine_assessment": {
        "sins_location": (1, 3),
        "sins_pain": (0, 3),
        "sins_lesion": (1, 2),
        "sins_alignment": (0, 4),
        "sins_collapse": (0, 2),
        "sins_posterolateral": (1, 3),
        "escc": ("1b", "3"),
    },
    "long_bone_assessment": {
        "mirels_site": (2, 3),
        "mirels_pain": (1, 3),
        "mirels_lesion": (2, 3),
        "mirels_size": (1, 3),
    },
    "follow_up": {"status": ("alive", "dead", "lost")},
    "radiotherapy_target": {"dose_total_cgy": (800.0, 3000.0), "fractions": (1, 10)},
}
"""Values that clinical concepts tell apart, where the first codes of a list are not among them."""


@dataclass(frozen=True)
class Field:
    """A field as an invented protocol sees it."""

    table: str
    name: str
    kind: Kind
    choices: tuple[object, ...]

    @property
    def literals(self) -> tuple[str, ...]:
        """Values to hold it against, as a condition writes them."""
        if self.kind == "category":
            return tuple(f"'{word}'" for word in self.choices)
        if self.kind == "date":
            return EXACT_DAYS
        return tuple(str(value) for value in self.choices)


TABLES = tuple(name for name, entity in ENTITIES.items() if "patient_id" in entity.by_name)
"""Every table that says whose rows it holds."""


@cache
def fields_of(table: str) -> tuple[Field, ...]:
    """Return the fields of a table that hold one value each."""
    return tuple(
        Field(table, spec.name, KINDS[spec.kind], choices_of(table, spec))
        for spec in ENTITIES[table].fields
        if spec.kind in KINDS and not spec.multiple
    )


def fields_of_kind(table: str, *kinds: Kind) -> tuple[Field, ...]:
    """Return the fields of a table that are of one of the kinds."""
    return tuple(field for field in fields_of(table) if field.kind in kinds)


def choices_of(table: str, spec: FieldSpec) -> tuple[object, ...]:
    """Return the few values that a field has in invented records."""
    telling = TELLING.get(table, {}).get(spec.name)
    if telling is not None:
        return telling
    if spec.value_set is not None:
        return tuple(code.code for code in load_value_set(spec.value_set).codes[:3])
    return {
        "integer": WHOLE_NUMBERS,
        "decimal": NUMBERS,
        "boolean": (True, False),
        "date": tuple(map(date.fromisoformat, EXACT_DAYS)),
        "partial_date": PARTIAL_DAYS,
        "text": WORDS,
        "reference": PARENTS,
    }[spec.kind]


def single_references(table: str, parent: str) -> tuple[str, ...]:
    """Return the fields of a table that name one row of another table."""
    return tuple(
        spec.name
        for spec in ENTITIES[table].fields
        if spec.references == parent and not spec.multiple
    )
