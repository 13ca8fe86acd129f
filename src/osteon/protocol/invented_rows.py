"""Rows of an invented patient with all that the dictionary asks for and the protocol leaves out."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

from osteon.dictionary import ENTITIES, FieldSpec, Requirement
from osteon.protocol.expectations import Expectation

Row: TypeAlias = dict[str, Any]
CENTRE, SOURCE, UNKNOWN = "invented", "manual", "UNK"


def spell_out(expectation: Expectation, patient_id: str) -> dict[str, list[Row]]:
    """Return the rows of an invented patient, by table of the dictionary.

    Parameters
    ----------
    expectation : Expectation
        Its rows, with ids of its own; unknown tables are passed over.
    patient_id : str
        The patient; ids are made unique with it.
    """
    given: dict[str, list[Row]] = {"patient": [{}], **expectation.given}
    known = {table: rows for table, rows in given.items() if table in ENTITIES}
    ids = {
        table: [row_id(patient_id, table, number, row) for number, row in enumerate(rows)]
        for table, rows in known.items()
    }
    return {
        table: [
            _complete(table, row, ids[table][number], ids, patient_id)
            for number, row in enumerate(rows)
        ]
        for table, rows in known.items()
    }


def row_id(patient_id: str, table: str, number: int, row: Mapping[str, Any]) -> str:
    """Return the id of a row: its own within the patient, or one made of its place."""
    return f"{patient_id}/{row['id']}" if "id" in row else f"{patient_id}/{table} {number + 1}"


def _complete(
    table: str, row: Mapping[str, Any], own_id: str, ids: Mapping[str, list[str]], patient_id: str
) -> Row:
    entity = ENTITIES[table]
    keys: Row = {"patient_id": patient_id, "centre_id": CENTRE, "source": SOURCE}
    if entity.key == "id":
        keys["id"] = own_id
    written = {name: _plain(value) for name, value in row.items() if name != "id"}
    for spec in entity.fields:
        if spec.kind != "reference" or spec.name in keys:
            continue
        if spec.name in written:
            written[spec.name] = _prefixed(written[spec.name], patient_id)
        elif spec.requirement in {Requirement.KEY, Requirement.REQUIRED}:
            written |= _only_row(spec, ids)
    silent = {
        f"{spec.name}_null": UNKNOWN
        for spec in entity.fields
        if spec.requirement is Requirement.REQUIRED
        and not {spec.name, f"{spec.name}_null"} & written.keys()
    }
    return {**silent, **written, **keys}


def _only_row(spec: FieldSpec, ids: Mapping[str, list[str]]) -> Row:
    rows = ids.get(str(spec.references), [])
    return {spec.name: rows[0]} if len(rows) == 1 else {}


def _prefixed(value: Any, patient_id: str) -> Any:
    if isinstance(value, list):
        return [f"{patient_id}/{one}" for one in value]
    return f"{patient_id}/{value}"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
