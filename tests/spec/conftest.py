"""Cases of a specification as records, read both by an engine and in plain Python."""

from collections.abc import Callable, Iterator

import ibis
import pytest

from osteon.concepts import CONCEPTS
from osteon.dictionary import ENTITIES, Requirement, check_rows, to_arrow

Row = dict[str, object]


class Cases:
    """One patient a case, in tables of an engine and as rows by patient."""

    def __init__(self, records: dict[str, dict[str, list[Row]]]) -> None:
        self.connection = ibis.duckdb.connect()
        self.by_patient: dict[str, dict[str, list[Row]]] = {case: {} for case in records}
        for table in ENTITIES:
            rows = [
                _complete(table, case, number, row)
                for case, tables in records.items()
                for number, row in enumerate(tables.get(table, []))
            ]
            checked = check_rows(table, rows)
            assert not checked.rejected, [str(p) for r in checked.rejected for p in r.problems]
            arrow = to_arrow(table, checked.accepted)
            self.connection.create_table(table, arrow)
            for row in arrow.to_pylist():
                self.by_patient[row["patient_id"]].setdefault(table, []).append(row)

    def derive(self, name: str, **switches: object) -> dict[str, tuple[object, int | None]]:
        """Return value and day known by unit, the same in the engine and in plain Python."""
        concept = CONCEPTS[name]
        tables = {table: self.connection.table(table) for table in concept.tables}
        rows = concept.derive(tables, switches).to_pyarrow().to_pylist()
        found = {row[concept.key]: (row["value"], row["known_on"]) for row in rows}
        plain = {
            unit: tuple(known)
            for records in self.by_patient.values()
            for unit, known in concept.derive_units_plainly(records, switches).items()
        }
        assert found == plain
        return found


def _complete(table: str, case: str, number: int, row: Row) -> Row:
    """Fill in keys, and a reason for every required field that the case does not speak of."""
    keys: Row = {"patient_id": case, "centre_id": "C1", "source": "manual"}
    if table != "patient":
        keys["id"] = case if table == "radiotherapy_target" else f"{case}: {table} {number}"
    required = [
        spec.name
        for spec in ENTITIES[table].fields
        if spec.requirement is Requirement.REQUIRED and spec.name not in {**keys, **row}
    ]
    silent = {f"{name}_null": "UNK" for name in required if f"{name}_null" not in row}
    return {**silent, **keys, **row}


@pytest.fixture(scope="session")
def read_cases() -> Iterator[Callable[..., Cases]]:
    """Return a function that makes cases from records by patient and table."""
    made: list[Cases] = []

    def read(records: dict[str, dict[str, list[Row]]]) -> Cases:
        made.append(Cases(records))
        return made[-1]

    yield read
    for cases in made:
        cases.connection.disconnect()
