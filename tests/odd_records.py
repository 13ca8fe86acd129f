"""Records of two patients that the dictionary permits, more of them odd than real ones."""

from datetime import date

from hypothesis import strategies as st

from osteon.codes import load_value_set
from osteon.dictionary import ENTITIES

PATIENTS = ("P1", "P2")
KEYS_PER_TABLE = 2
TABLES = sorted(set(ENTITIES) - {"patient", "data_cut"})

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
def registries(draw, among=TABLES):
    """Draw all rows of two patients in a few tables, more of them odd than a real one."""
    tables = draw(st.lists(st.sampled_from(among), min_size=1, max_size=6, unique=True))
    return {
        table: [
            draw(rows_of(table, patient_id, number))
            for patient_id in PATIENTS
            for number in range(1 if table == "patient" else KEYS_PER_TABLE)
        ]
        for table in ["patient", *tables]
    }
