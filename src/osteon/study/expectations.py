"""Invented patients of a protocol run through its cohort: what was to be found, and what was."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from osteon.cohort import KNOWN, Cohort, build_cohort, reveal_follow_up, reveal_units
from osteon.dictionary import ENTITIES, check_rows, to_arrow
from osteon.errors import Problem, ProtocolError
from osteon.protocol import (
    UNIT_TABLES,
    Expectation,
    ExpectedEnding,
    StudyProtocol,
    place_of,
    spell_out,
)
from osteon.snapshot import Snapshot, hold_tables

EPOCH = date(1970, 1, 1)
TWO_DECIMALS = 0.005
MISSING = "no value"
STATUSES = ("censored", "event")


@dataclass(frozen=True, slots=True)
class Difference:
    """A key of a block, what was found in the patient, and what was to be found."""

    path: tuple[str, ...]
    found: str
    expected: str


def check_expectations(protocol: StudyProtocol, *, name: str = "protocol") -> int:
    """Run the invented patients of a protocol through it; return how many there were.

    Parameters
    ----------
    protocol : StudyProtocol
        With its `expect` blocks.
    name : str
        Of its file, for the message.

    Raises
    ------
    ProtocolError
        Something else was found than was to be found, with every difference. The patients are
        invented, so that their values are shown.
    """
    problems = [
        Problem(
            where=place_of(protocol.text, difference.path, name=name),
            found=difference.found,
            permitted=f"{difference.expected}, as expected of '{expectation.title}'",
        )
        for expectation, difference in _differences(protocol)
    ]
    if problems:
        raise ProtocolError("Invented patients do not come out as expected.", problems)
    return len(protocol.expect)


def _differences(protocol: StudyProtocol) -> Iterator[tuple[Expectation, Difference]]:
    """Yield all that differs; patients with the same end of the data are run together."""
    for cutoff in sorted({one.data_cutoff for one in protocol.expect}):
        together = {i: one for i, one in enumerate(protocol.expect) if one.data_cutoff == cutoff}
        cohort = build_cohort(protocol, _hold(together, cutoff))
        units = _by_unit(reveal_units(cohort).to_pylist())
        endings = {
            endpoint: _by_unit(reveal_follow_up(cohort, protocol.endpoint[endpoint]).to_pylist())
            for endpoint in sorted({name for one in together.values() for name in one.endpoint})
        }
        for index, one in together.items():
            unit = _unit_id(protocol, one, index)
            found = {name: endings[name][unit] for name in one.endpoint}
            for difference in _compare(one, cohort, units[unit], found):
                path = ("expect", str(index), *difference.path)
                yield one, replace(difference, path=path)


def _hold(expectations: Mapping[int, Expectation], cutoff: date) -> Snapshot:
    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in ENTITIES}
    for index, expectation in expectations.items():
        for table, given in spell_out(expectation, _patient(index)).items():
            rows[table] += given
    tables = {
        table: to_arrow(table, check_rows(table, given).accepted)
        for table, given in rows.items()
        if "patient_id" in ENTITIES[table].by_name
    }
    return hold_tables(tables, data_cutoff=cutoff, source="invented patients of a protocol")


def _patient(index: int) -> str:
    return f"expect {index}"


def _unit_id(protocol: StudyProtocol, expectation: Expectation, index: int) -> str:
    """Return the id of the unit that a block speaks of: the one named, or the only one."""
    patient = _patient(index)
    if protocol.unit == "patient":
        return patient
    if expectation.unit is not None:
        return f"{patient}/{expectation.unit}"
    (row,) = spell_out(expectation, patient)[UNIT_TABLES[protocol.unit]]
    return str(row["id"])


def _by_unit(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["unit_id"]: row for row in rows}


def _compare(
    expected: Expectation,
    cohort: Cohort,
    row: Mapping[str, Any],
    endings: Mapping[str, Mapping[str, Any]],
) -> Iterator[Difference]:
    yield from _compare_values(expected, cohort, row)
    for name, is_in in expected.populations.items():
        if row[f"in_{name}"] != is_in:
            words = ("not in it", "in it")
            yield Difference(("populations", name), words[not is_in], words[is_in])
    for name, ending in expected.endpoint.items():
        yield from _compare_ending(("endpoint", name), ending, endings[name])


def _compare_values(
    expected: Expectation, cohort: Cohort, row: Mapping[str, Any]
) -> Iterator[Difference]:
    names = [*expected.variables, *expected.missing]
    values = {name: _written(row[name], cohort.variables[name].kind) for name in names}
    for name, value in expected.variables.items():
        if not _is_same(values[name], value):
            yield Difference(("variables", name), _said(values[name]), _said(value))
    for name in expected.missing:
        if values[name] is not None:
            yield Difference(("missing",), f"{_said(values[name])} in '{name}'", MISSING)
    for name, day in expected.known.items():
        found = _written(row[f"{name}{KNOWN}"], "date")
        if found != day:
            yield Difference(("known", name), _said(found), _said(day))


def _compare_ending(
    path: tuple[str, ...], expected: ExpectedEnding, row: Mapping[str, Any]
) -> Iterator[Difference]:
    status = "left_out" if row["left_out"] else _status(row["status"])
    found = {"status": status, "days": row["time"], "ended_by": row["ended_by"]}
    for key, value in expected.model_dump(exclude_none=True).items():
        if found[key] != value:
            yield Difference((*path, key), _said(found[key]), _said(value))


def _status(status: int) -> str:
    return STATUSES[status] if status < len(STATUSES) else "competing"


def _written(value: Any, kind: str) -> Any:
    """Return a value as a protocol writes it: days of the engine as dates."""
    if kind == "date" and value is not None:
        return EPOCH + timedelta(days=value)
    return value


def _is_same(found: Any, expected: Any) -> bool:
    if isinstance(found, int | float) and not isinstance(found, bool):
        is_number = isinstance(expected, int | float) and not isinstance(expected, bool)
        return is_number and math.isclose(found, expected, rel_tol=0, abs_tol=TWO_DECIMALS)
    if isinstance(found, date):
        return found.isoformat() == str(expected)
    return type(found) is type(expected) and bool(found == expected)


def _said(value: Any) -> str:
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, str) else str(value)
