"""Every concept, as an expression on DuckDB and as the plain reference, on invented records."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import ibis
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from osteon.concepts import CONCEPTS, Concept
from osteon.dictionary import ENTITIES, arrow_schema, check_rows, to_arrow

TABLES = sorted({table for concept in CONCEPTS.values() for table in concept.tables})
PATIENTS = ("P1", "P2", "P3", "P4", "P5", "P6")
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking, which takes minutes here: a failure names concept, switches and patient."""
EXAMPLES = max(4, settings.default.max_examples // 8)

ANSWERS = st.sampled_from(["Y", "Y", "N", "NE", None])
DAYS = st.sampled_from(
    [
        *("2019-08-31", "2020-01-15", "2020-02-29", "2020-03-01", "2020-04-14", "2020-04-15"),
        *("2020-07-15", "2020-07-16", "2020-08-31", "2021-03-01"),
        *("2020-01", "2020-07", "2019", "2020", None),
    ]
)

Row = dict[str, object]


def field(name: str, value: object) -> Row:
    return {f"{name}_null": "UNK"} if value is None else {name: value}


def rows(key: str, most: int = 2, **fields: st.SearchStrategy[object]) -> st.SearchStrategy:
    """Lists of rows; a field drawn as None is absent with a reason."""
    row = st.fixed_dictionaries(fields).map(
        lambda drawn: {name: item for part in drawn.items() for name, item in field(*part).items()}
    )
    return st.lists(row, max_size=most).map(
        lambda drawn: [{"id": f"{key}{number}", **row} for number, row in enumerate(drawn)]
    )


def one_of(*codes: object) -> st.SearchStrategy[object]:
    return st.sampled_from(codes)


TUMOURS = rows(
    "t",
    dx_date=DAYS,
    topography=one_of("C17.0", "C17.1", "C17.2", "C17.3", "C17.9", "C34.1", "C25.2", "C37.9", None),
    basis_of_dx=st.just("histology_primary"),
)
PATHOLOGY = rows(
    "p",
    tumour_id=one_of("t0", "t0", "t1"),
    specimen_date=DAYS,
    specimen_site=st.just("primary"),
    is_reference=one_of(True, True, False),
    morphology=st.just("8240/3"),
    differentiation=one_of("well", "well", "poor", "minen", None),
    ki67_percent=one_of(0.0, 2.9, 3.0, 20.0, 20.1, None),
    mitoses_per_2mm2=one_of(0.0, 1.0, 2.0, 10.0, 11.0, 20.0, 21.0, None),
    necrosis=one_of("none", "focal", None),
    grade_reported=one_of("G1", "G3", "NEC", "GX", None),
    grade_edition=st.just("WHO2022"),
)
HORMONES = rows(
    "h",
    date=DAYS,
    functioning=one_of("functioning", "functioning", "non_functioning", "unknown"),
    syndrome=one_of(["carcinoid"], ["carcinoid", "gastrinoma"], ["insulinoma"], None),
    basis=one_of("clinical", "biochemical", "clinical_biochemical", None),
)
STAGES = rows(
    "s",
    tumour_id=st.just("t0"),
    date=DAYS,
    system=st.just("UICC8"),
    basis=st.just("c"),
    m_category=one_of("M0", "M1", "M1b", None),
    stage=one_of("II", "IV", "IVB", None),
)
SITES = rows(
    "m",
    organ=one_of("BONE", "BONE", "LIVER"),
    status=one_of("Y", "Y", "N", "NE"),
    first_date=DAYS,
    certainty=one_of("definite", "probable", "equivocal", "refuted", None),
)
STUDIES = rows(
    "i",
    most=4,
    date=DAYS,
    modality=one_of("SSTR_PETCT", "SSTR_PETCT", "CT", "MRI", None),
    ct_quality=one_of("diagnostic_contrast", "low_dose", None),
    context=st.just("surveillance"),
)
LESIONS = rows(
    "l",
    most=5,
    lesion_no=st.just(1),
    region=one_of("T5", "L2", "SACRUM", "S1", "RIB_L4", "STERNUM", "FEMUR_L", None),
    final_class=one_of("metastasis", "metastasis", "benign_paget", "indeterminate", None),
)
OBSERVATIONS = rows(
    "o",
    most=7,
    imaging_study_id=one_of("i0", "i1", "i2", "i3"),
    bone_lesion_id=one_of("l0", "l1", "l2", "l3", "l4"),
    tracer=ANSWERS,
    morph=ANSWERS,
    morph_type=one_of("osteoblastic", "osteolytic", "mixed", "none", "NE", None),
    certainty=one_of("definite", "definite", "probable", "equivocal", "benign", None),
)
FINDINGS = rows(
    "f",
    most=4,
    imaging_study_id=one_of("i0", "i1", "i2", "i3"),
    coverage=st.just("whole_body"),
    bone_result=one_of("positive", "positive", "negative", "equivocal", "NE", None),
    tracer_positive=ANSWERS,
    morph_positive=ANSWERS,
    n_loci=one_of(0, 1, 2, 4, None),
    countless=one_of(False, False, True, None),
    morphology_overall=one_of("osteoblastic", "mixed", "none", None),
)
EVENTS = rows(
    "e",
    most=3,
    date=DAYS,
    type=one_of(
        *("FRACTURE_VERTEBRAL", "FRACTURE_NONVERTEBRAL", "SURGERY_BONE", "RT_BONE", "MSCC"),
        *("HYPERCALCAEMIA", "PAIN_NEW_OR_WORSE", "IMPENDING_FRACTURE", None),
    ),
    symptomatic=ANSWERS,
)
COURSES = rows("c", agent=one_of("denosumab", "denosumab_60mg", None), start_date=DAYS)
DOSES = rows(
    "d",
    date=DAYS,
    agent=one_of("zoledronic_acid", "denosumab_60mg", None),
    dose_mg=st.just(4.0),
)
FOLLOW_UPS = rows(
    "u", last_alive_date=DAYS, status=one_of("alive", "dead", "lost"), death_date=DAYS
)
RECORDS = st.fixed_dictionaries(
    {
        "patient": st.builds(lambda day: [field("first_referral_date", day)], DAYS),
        "tumour": TUMOURS,
        "pathology": PATHOLOGY,
        "hormone_assessment": HORMONES,
        "stage_assessment": STAGES,
        "metastasis_site": SITES,
        "imaging_study": STUDIES,
        "bone_lesion": LESIONS,
        "lesion_observation": OBSERVATIONS,
        "skeletal_finding": FINDINGS,
        "skeletal_event": EVENTS,
        "antiresorptive_course": COURSES,
        "antiresorptive_dose": DOSES,
        "follow_up": FOLLOW_UPS,
    }
)
PARENTS = {
    "pathology": {"tumour_id": "tumour"},
    "lesion_observation": {"imaging_study_id": "imaging_study", "bone_lesion_id": "bone_lesion"},
    "skeletal_finding": {"imaging_study_id": "imaging_study"},
    "stage_assessment": {"tumour_id": "tumour"},
}


def of_patient(patient: str, records: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Give the rows their patient, and drop those whose parent was not drawn."""
    drawn = {table: {row.get("id") for row in rows} for table, rows in records.items()}
    return {
        table: [
            own(table, patient, row)
            for row in rows
            if all(row[name] in drawn[parent] for name, parent in PARENTS.get(table, {}).items())
        ]
        for table, rows in records.items()
    }


def own(table: str, patient: str, row: Row) -> Row:
    keys = {
        name: f"{patient}{row[name]}" for name in ("id", *PARENTS.get(table, {})) if name in row
    }
    base = {"patient_id": patient, "centre_id": "C1", "source": "manual"}
    if table == "patient":
        base |= {"birth": "1950", "sex": "F"}
    return {**base, **row, **keys}


@pytest.fixture(scope="module")
def connection() -> Iterator[ibis.BaseBackend]:
    database = ibis.duckdb.connect()
    for table in TABLES:
        database.create_table(table, arrow_schema(table).empty_table())
    yield database
    database.disconnect()


def variants(concept: Concept) -> list[dict[str, object]]:
    """The defaults, and every switch set otherwise."""
    other: dict[str, object] = {}
    for switch in concept.declared_switches:
        choices = [choice for choice in switch.permitted if choice != switch.default]
        other[switch.name] = choices[-1] if choices else 0
    return [{}, other]


def single_switches(concept: Concept) -> list[dict[str, object]]:
    return [
        {switch.name: choice}
        for switch in concept.declared_switches
        for choice in (switch.permitted or (0, 1, 12))
    ]


def fill(connection: ibis.BaseBackend, patients: list[dict[str, list[Row]]]) -> dict[str, dict]:
    """Load the records, and return them by patient and table as the snapshot has them."""
    by_patient: dict[str, dict[str, list[Row]]] = {name: defaultdict(list) for name in PATIENTS}
    for table in TABLES:
        checked = check_rows(table, [row for records in patients for row in records[table]])
        assert not checked.rejected, [str(p) for r in checked.rejected for p in r.problems]
        arrow = to_arrow(table, checked.accepted)
        connection.insert(table, arrow, overwrite=True)
        for row in arrow.to_pylist():
            by_patient[row["patient_id"]][table].append(row)
    return by_patient


@cache
def compiled(connection: ibis.BaseBackend, name: str, settled: frozenset) -> str:
    concept = CONCEPTS[name]
    tables = {table: connection.table(table) for table in concept.tables}
    return str(ibis.to_sql(concept.derive(tables, dict(settled)), dialect="duckdb"))


def check_agreement(
    connection: ibis.BaseBackend, by_patient: dict[str, dict], concept: Concept, switches: dict
) -> None:
    query = compiled(connection, concept.name, frozenset(switches.items()))
    answers = connection.raw_sql(query).fetchall()
    found = {patient: (value, known_on) for patient, value, known_on in answers}
    plain = {
        patient: tuple(known)
        for patient, records in by_patient.items()
        if (known := concept.derive_plainly(records, switches)) is not None
    }
    assert len(found) == len(answers), "one row a patient"
    differing = {
        patient: (found.get(patient), plain.get(patient), records)
        for patient, records in by_patient.items()
        if found.get(patient) != plain.get(patient)
    }
    assert not differing, (concept.name, switches)


@settings(max_examples=EXAMPLES, phases=PHASES)
@given(st.lists(RECORDS, min_size=len(PATIENTS), max_size=len(PATIENTS)))
def test_expression_and_reference_agree(connection, drawn):
    patients = [of_patient(name, records) for name, records in zip(PATIENTS, drawn, strict=True)]
    by_patient = fill(connection, patients)
    for concept in CONCEPTS.values():
        for switches in variants(concept):
            check_agreement(connection, by_patient, concept, switches)


@pytest.mark.deep
@settings(max_examples=EXAMPLES, phases=PHASES)
@given(st.lists(RECORDS, min_size=len(PATIENTS), max_size=len(PATIENTS)))
def test_every_switch_agrees(connection, drawn):
    patients = [of_patient(name, records) for name, records in zip(PATIENTS, drawn, strict=True)]
    by_patient = fill(connection, patients)
    for concept in CONCEPTS.values():
        for switches in single_switches(concept):
            check_agreement(connection, by_patient, concept, switches)


def test_every_table_of_a_concept_is_invented():
    assert set(TABLES) <= set(ENTITIES)
    assert set(TABLES) == {"patient", "tumour", "pathology", "hormone_assessment",
                           "stage_assessment", "metastasis_site", "imaging_study", "bone_lesion",
                           "lesion_observation", "skeletal_finding", "skeletal_event",
                           "antiresorptive_course", "antiresorptive_dose", "follow_up"}  # fmt: skip
