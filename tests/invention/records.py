"""Records for a protocol: partial dates, missing values, ties, patients without rows."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from invention.vocabulary import CUTOFFS, TELLING, choices_of
from osteon.concepts import CONCEPTS
from osteon.dictionary import ENTITIES, FieldSpec, Requirement, to_arrow
from osteon.protocol import UNIT_TABLES, StudyProtocol, Variable, names_in, parse_condition

Row = dict[str, Any]
PATIENTS = ("P1", "P2", "P3", "P4", "P5")
NUMBERS_OF_ROWS = (2, 1, 3, 2, 0)
"""How many rows a patient has in a table; a list of Hypothesis would mostly be empty."""
KEYS = {"centre_id": "C1", "source": "manual"}


@dataclass(frozen=True)
class Invented:
    """Tables of a snapshot, and the last day of their data."""

    tables: Mapping[str, pa.Table]
    data_cutoff: date

    @property
    def rows(self) -> dict[str, list[Row]]:
        """The rows by table, as plain Python sees them."""
        return {name: table.to_pylist() for name, table in self.tables.items()}

    def _repr_pretty_(self, printer: RepresentationPrinter, _: bool) -> None:
        lines = [f"data up to {self.data_cutoff}"]
        for name, rows in self.rows.items():
            lines += [f"{name}: {_filled(row)}" for row in rows]
        printer.text("\n".join(lines))


def _filled(row: Row) -> dict[str, str]:
    return {key: str(value) for key, value in row.items() if value is not None and key not in KEYS}


@st.composite
def records_for(draw: st.DrawFn, protocol: StudyProtocol, single: str) -> Invented:
    """Return records in which every field that the protocol asks for varies.

    Parameters
    ----------
    protocol : StudyProtocol
        What is asked.
    single : str
        The table that has one row a patient at most.
    """
    asked = fields_asked(protocol)
    rows: dict[str, list[Row]] = {table: [] for table in asked}
    for table, fields in asked.items():
        numbers = (1,) if table == "patient" else (1, 1, 0) if table == single else NUMBERS_OF_ROWS
        for patient in PATIENTS:
            for number in range(draw(st.sampled_from(numbers))):
                drawn = draw(_rows(table, fields))
                rows[table].append(_owned(table, patient, number, drawn))
    return Invented(
        tables={table: to_arrow(table, _with_parents(table, rows)) for table in rows},
        data_cutoff=date.fromisoformat(draw(st.sampled_from(CUTOFFS))),
    )


def fields_asked(protocol: StudyProtocol) -> dict[str, tuple[str, ...]]:
    """Return the tables that a protocol reads, and the fields of them that matter."""
    asked: dict[str, set[str]] = defaultdict(set)
    asked["patient"] = set()
    asked[UNIT_TABLES[protocol.unit]] |= set()
    for variable in protocol.variables.values():
        for table, fields in _asked_by(variable):
            asked[table] |= fields
    recurrent = (endpoint.recurrent for endpoint in protocol.endpoint.values())
    for events in (rows for rows in recurrent if rows is not None):
        asked[events.table] |= _named(events.where, events.date, events.link, events.part_of)
    for table, fields in asked.items():
        fields |= {spec.name for spec in ENTITIES[table].fields if _is_key(spec)}
    return {table: tuple(sorted(fields)) for table, fields in sorted(asked.items())}


def _asked_by(variable: Variable) -> Iterator[tuple[str, set[str]]]:
    """Yield the tables that a variable reads, each with the fields that matter."""
    if variable.column is not None:
        table, _, field = variable.column.partition(".")
        yield table, {field}
    elif variable.concept is not None:
        for table in CONCEPTS[variable.concept].tables:
            yield table, _telling_fields(table)
    elif (rows := variable.selection) is not None:
        yield rows.table, _named(rows.where, rows.date, rows.value, rows.link)


def _named(where: str | None, *columns: str | None) -> set[str]:
    """Return the fields that rows are chosen and read by."""
    in_condition = names_in(parse_condition(where, where="invention")) if where else frozenset()
    return {column for column in columns if column is not None} | in_condition


def _is_key(spec: FieldSpec) -> bool:
    return bool(spec.references) and spec.requirement is Requirement.KEY


def _telling_fields(table: str) -> set[str]:
    dates = {f.name for f in ENTITIES[table].fields if f.kind == "partial_date"}
    return dates | set(TELLING.get(table, {}))


def _rows(table: str, fields: tuple[str, ...]) -> st.SearchStrategy[Row]:
    """Return the values of one row, keys apart; a reason stands for what is missing."""
    specs = [ENTITIES[table].field(name) for name in fields]
    values = {
        spec.name: st.sampled_from(_choices(table, spec))
        for spec in specs
        if spec.name not in {"id", "patient_id", *KEYS}
    }
    return st.fixed_dictionaries(values)


def _choices(table: str, spec: FieldSpec) -> tuple[object, ...]:
    """Return the values of a field, each twice as often as it is missing for one reason."""
    values = choices_of(table, spec)
    if _is_key(spec):
        return values
    absences = (Absent("UNK"), Absent("NA")) if spec.may_be_absent else (None,)
    return (*values, *values, *absences)


@dataclass(frozen=True)
class Absent:
    """No value, and why."""

    reason: str


def _owned(table: str, patient: str, number: int, drawn: Row) -> Row:
    """Give a row its patient and its key, and let it refer to rows of the same patient."""
    row: Row = {"patient_id": patient, **KEYS}
    if table != "patient":
        row["id"] = _key(table, patient, number)
    for name, value in drawn.items():
        references = ENTITIES[table].field(name).references
        if isinstance(value, Absent):
            row[f"{name}_null"] = value.reason
        elif references is not None and value is not None:
            row[name] = _key(references, patient, value)
        else:
            row[name] = value
    return row


def _with_parents(table: str, rows: Mapping[str, list[Row]]) -> list[Row]:
    """Return the rows whose parents were drawn as well; others cannot be in a snapshot."""
    parents = {
        spec.name: {row[ENTITIES[spec.references].key] for row in rows[spec.references]}
        for spec in ENTITIES[table].fields
        if _is_key(spec) and spec.references in rows
    }
    return [row for row in rows[table] if all(row[name] in keys for name, keys in parents.items())]


def _key(table: str, patient: str, number: object) -> str:
    return patient if table == "patient" else f"{patient}-{table}-{number}"
