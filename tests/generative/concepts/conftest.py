"""Invented records, and a bench on which both ways to derive a concept are held together."""

from collections import defaultdict
from collections.abc import Callable, Iterator

import ibis
import numpy as np
import pytest
from hypothesis import strategies as st

from invention.concept_fields import (
    AT_LEAST,
    FIELDS,
    NOT_APPLICABLE,
    PATIENTS,
    REQUIRED,
    REQUIRED_REFERENCES,
    SAME,
)
from osteon.concepts import CONCEPTS, Concept
from osteon.dictionary import ENTITIES, FieldSpec, arrow_schema, check_rows, to_arrow

Row = dict[str, object]
Tables = dict[str, list[Row]]


class Bench:
    """The concepts of one kind of unit, on records that an engine and Python both see."""

    def __init__(self, unit: str) -> None:
        self.concepts = [item for item in CONCEPTS.values() if item.unit == unit]
        self.tables = sorted({"patient", *(t for item in self.concepts for t in item.tables)})
        self.connection = ibis.duckdb.connect()
        for table in self.tables:
            self.connection.create_table(table, arrow_schema(table).empty_table())
        self._queries: dict[object, str] = {}

    @property
    def patients(self) -> st.SearchStrategy[list[Tables]]:
        """Records of twelve patients; a row whose parent was not drawn is left out.

        Drawn evenly, from a seed: what needs several rows to fit would be rare otherwise.
        """
        return st.integers(0, 2**32 - 1).map(self._invent)

    def _invent(self, seed: int) -> list[Tables]:
        draw = np.random.default_rng(seed)
        return [
            _own(patient, {table: _rows(table, draw) for table in self.tables})
            for patient in PATIENTS
        ]

    def fill(self, patients: list[Tables]) -> dict[str, Tables]:
        """Load the records, and return them by patient and table as a snapshot has them."""
        by_patient: dict[str, Tables] = {name: defaultdict(list) for name in PATIENTS}
        for table in self.tables:
            checked = check_rows(table, [row for records in patients for row in records[table]])
            assert not checked.rejected, [str(p) for r in checked.rejected for p in r.problems]
            arrow = to_arrow(table, checked.accepted)
            self.connection.insert(table, arrow, overwrite=True)
            for row in arrow.to_pylist():
                by_patient[row["patient_id"]][table].append(row)
        return by_patient

    def check(self, by_patient: dict[str, Tables], concept: Concept, switches: Row) -> None:
        """Pass if the expression and the plain reference agree on every unit."""
        answers = self.connection.raw_sql(self._query(concept, switches)).fetchall()
        found = {unit: (value, known_on) for unit, value, known_on in answers}
        plain = {
            unit: tuple(known)
            for records in by_patient.values()
            for unit, known in concept.derive_units_plainly(records, switches).items()
        }
        assert len(found) == len(answers), "one row a unit"
        differing = {
            unit: (found.get(unit), plain.get(unit))
            for unit in found.keys() | plain.keys()
            if found.get(unit) != plain.get(unit)
        }
        assert not differing, (concept.name, switches, differing)

    def _query(self, concept: Concept, switches: Row) -> str:
        key = (concept.name, tuple(switches.items()))
        if key not in self._queries:
            tables = {table: self.connection.table(table) for table in concept.tables}
            derived = concept.derive(tables, switches)
            self._queries[key] = str(ibis.to_sql(derived, dialect="duckdb"))
        return self._queries[key]


def _rows(table: str, draw: np.random.Generator) -> list[Row]:
    most, fields = FIELDS[table]
    number = draw.integers(AT_LEAST.get(table, 0), most, endpoint=True)
    return [
        {name: choices[draw.integers(len(choices))] for name, choices in fields.items()}
        for _ in range(number)
    ]


def _own(patient: str, drawn: Tables) -> Tables:
    """Give the rows their patient, their keys, and the reasons for what they lack."""
    owned = {
        table: [_with_keys(table, number, patient, row) for number, row in enumerate(rows)]
        for table, rows in drawn.items()
    }
    keys = {table: {row.get("id") for row in rows} for table, rows in owned.items()}
    return {
        table: [
            row
            for row in rows
            if all(row[spec.name] in keys[spec.references] for spec in REQUIRED_REFERENCES[table])
        ]
        for table, rows in owned.items()
    }


def _with_keys(table: str, number: int, patient: str, drawn: Row) -> Row:
    row: Row = {"patient_id": patient, "centre_id": "C1", "source": "manual"}
    if table != "patient":
        row["id"] = _key(table, patient, number)
    unsaid = [spec.name for spec in ENTITIES[table].fields if spec.requirement is REQUIRED]
    for name, choice in {**dict.fromkeys(set(unsaid) - row.keys()), **drawn}.items():
        spec = ENTITIES[table].field(name)
        value = number if choice is SAME else choice
        if value is None or value is NOT_APPLICABLE:
            row[f"{name}_null"] = "UNK" if value is None else "NA"
        else:
            row[name] = _refer(spec, patient, value) if spec.references else value
    return row


def _refer(spec: FieldSpec, patient: str, value: object) -> object:
    if isinstance(value, list):
        return [_key(str(spec.references), patient, number) for number in value]
    return _key(str(spec.references), patient, value)


def _key(table: str, patient: str, number: object) -> str:
    return f"{patient}-{table}-{number}"


@pytest.fixture(scope="module")
def make_bench() -> Iterator[Callable[[str], Bench]]:
    """Return a function that sets up the bench for a kind of unit."""
    benches: dict[str, Bench] = {}

    def make(unit: str) -> Bench:
        if unit not in benches:
            benches[unit] = Bench(unit)
        return benches[unit]

    yield make
    for bench in benches.values():
        bench.connection.disconnect()


@pytest.fixture(scope="session")
def invented_tables() -> set[str]:
    """Return the names of the tables that records are invented for."""
    return set(FIELDS)
