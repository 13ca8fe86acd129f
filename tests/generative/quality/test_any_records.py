"""What holds for the check of any records that the dictionary permits, however odd."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osteon.codes import load_value_set
from osteon.dictionary import ENTITIES, check_rows
from osteon.quality import RULES, Scope, check_quality

CUTOFF = date(2021, 6, 30)
OF_ONE_PATIENT = [code for code, rule in RULES.items() if rule.scope is not Scope.REGISTRY]
PATIENTS = ("P1", "P2")
KEYS_PER_TABLE = 2
TABLES = sorted(set(ENTITIES) - {"patient", "data_cut"})
FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

days = st.dates(date(2018, 1, 1), date(2023, 12, 31))
partial_dates = st.builds(
    lambda day, length: day.isoformat()[:length], days, st.sampled_from([4, 7, 10, 10])
)


def key_of(table, patient_id, number):
    return patient_id if table == "patient" else f"{table}-{patient_id}-{number}"


def values_of(field, patient_id):
    low = 0 if field.minimum is None else field.minimum
    high = 200 if field.maximum is None else field.maximum
    numbers = st.integers(0, KEYS_PER_TABLE - 1)
    values = {
        "text": st.sampled_from(["1.2.3", "C50.9", "mg/dL", "mmol/L"]),
        "integer": st.integers(int(low), min(int(high), 20)),
        "decimal": st.floats(low, high),
        "boolean": st.booleans(),
        "date": days,
        "partial_date": partial_dates,
        "timestamp": st.datetimes(),
        "code": st.sampled_from(load_value_set(field.value_set or "sex").words),
        "reference": numbers.map(lambda n: key_of(field.references, patient_id, n)),
    }[field.kind]
    return st.lists(values, min_size=1, max_size=2, unique=True) if field.multiple else values


@st.composite
def rows_of(draw, table, patient_id, number):
    row = {"patient_id": patient_id, "centre_id": "C1", "source": "manual"}
    if table != "patient":
        row["id"] = key_of(table, patient_id, number)
    for field in ENTITIES[table].fields:
        if field.name in row:
            continue
        if not field.may_be_absent or draw(st.integers(0, 3)):
            row[field.name] = draw(values_of(field, patient_id))
        elif draw(st.booleans()):
            row[f"{field.name}_null"] = draw(st.sampled_from(field.reasons))
    return row


@st.composite
def registries(draw):
    """Draw all rows of two patients in a few tables, more of them odd than a real one."""
    tables = draw(st.lists(st.sampled_from(TABLES), min_size=1, max_size=6, unique=True))
    return {
        table: [
            draw(rows_of(table, patient_id, number))
            for patient_id in PATIENTS
            for number in range(1 if table == "patient" else KEYS_PER_TABLE)
        ]
        for table in ["patient", *tables]
    }


@FEW
@given(registries(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_tables_does_not_matter(records, random):
    expected = check_quality(records, data_cutoff=CUTOFF)
    tables = list(records)
    random.shuffle(tables)
    shuffled = {table: random.sample(records[table], len(records[table])) for table in tables}
    assert check_quality(shuffled, data_cutoff=CUTOFF) == expected


@FEW
@given(registries())
def test_a_patient_is_judged_by_their_own_rows(records):
    together = check_quality(records, data_cutoff=CUTOFF, rules=OF_ONE_PATIENT)
    apart = []
    for patient_id in PATIENTS:
        own = {
            table: [row for row in rows if row["patient_id"] == patient_id]
            for table, rows in records.items()
        }
        apart += check_quality(own, data_cutoff=CUTOFF, rules=OF_ONE_PATIENT)
    assert sorted(apart) == together


@FEW
@given(registries())
def test_every_finding_leads_to_a_row_and_its_fields(records):
    keys = {
        (table, row["patient_id"], str(row[ENTITIES[table].key]))
        for table, rows in records.items()
        for row in rows
    }
    for found in check_quality(records, data_cutoff=CUTOFF):
        assert (found.table, found.patient_id, found.record_id) in keys
        assert found.fields
        assert set(found.fields) <= set(ENTITIES[found.table].by_name)


@FEW
@given(registries())
def test_a_later_cut_off_never_makes_a_date_late(records):
    def late(cutoff):
        return set(check_quality(records, data_cutoff=cutoff, rules=["H-04"]))

    assert late(date(2022, 12, 31)) <= late(CUTOFF)


@FEW
@given(
    st.sampled_from(TABLES).flatmap(
        lambda table: st.tuples(st.just(table), rows_of(table, "P1", 0))
    )
)
def test_what_the_dictionary_accepts_keeps_the_rules_that_repeat_it(table_and_row):
    table, row = table_and_row
    accepted = check_rows(table, [row]).accepted
    rules = ["H-02", "H-09", "H-31"]
    assert check_quality({table: accepted}, data_cutoff=CUTOFF, rules=rules) == []
