"""Many records entered at once: one transaction a batch, one chained entry a row."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from osteon.dictionary import Entity, FieldSpec, RejectedRow, check_rows, entity
from osteon.errors import Problem
from osteon.registry.actions.checks import reference_problem
from osteon.registry.actions.written import bookkeeping
from osteon.registry.inserting import insert_rows
from osteon.registry.ledger import Deed, Ledger, writing
from osteon.registry.models import RECORD_MODELS, Row, days_of, without_bookkeeping
from osteon.registry.policies import Actor, Permission
from osteon.registry.sight import seen_centres
from osteon.registry.states import RecordState

Rows = Sequence[Mapping[str, object]]
BATCH = 500
_NOTHING: Mapping[str, Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the rows of a batch: each was entered or rejected.

    Parameters
    ----------
    entered : mapping of str to int
        How many rows of each table were entered.
    rejected : mapping of str to list of RejectedRow
        The others of each table, with their problems.
    """

    entered: Mapping[str, int] = field(default_factory=dict)
    rejected: Mapping[str, list[RejectedRow]] = field(default_factory=dict)


def import_batch(
    tables: Mapping[str, Rows],
    *,
    by: Actor,
    at: dt.datetime,
    state: RecordState = RecordState.COMPLETE,
    reason: str = "",
) -> Imported:
    """Enter rows of several tables in one transaction, each with its own entry of the audit trail.

    Parameters
    ----------
    tables : mapping of str to sequence of mapping
        Flat rows by table; parents may stand in the same batch or in the registry already.
    by : Actor
        Who imports; a row of a centre where this is not allowed is rejected.
    at : datetime
        When, with a zone.
    state : RecordState
        The state of what is entered.
    reason : str, optional
        Whence the rows come, for the audit trail.

    Returns
    -------
    Imported
        Every row once. A rejected row leaves the others untouched, but for those that refer to it.
    """
    entered: dict[str, int] = {}
    rejected: dict[str, list[RejectedRow]] = {}
    with writing(by=by, at=at) as ledger:
        for name in parents_first(tables):
            accepted, refused = _sift(entity(name), tables[name], by)
            rejected[name] = refused
            entered[name] = len(accepted)
            _enter(name, accepted, state, ledger, reason)
    return Imported(entered, rejected)


def check_batch(tables: Mapping[str, Rows], *, by: Actor) -> Imported:
    """Return what `import_batch` would make of rows, and write nothing."""
    entered: dict[str, int] = {}
    rejected: dict[str, list[RejectedRow]] = {}
    pending: dict[str, dict[str, str]] = {}
    for name in parents_first(tables):
        table = entity(name)
        accepted, rejected[name] = _sift(table, tables[name], by, pending)
        entered[name] = len(accepted)
        pending[name] = {str(row[table.key]): str(row.get("patient_id")) for row in accepted}
    return Imported(entered, rejected)


def _sift(
    table: Entity, rows: Rows, by: Actor, pending: Mapping[str, Mapping[str, str]] = _NOTHING
) -> tuple[list[Row], list[RejectedRow]]:
    """Return the typed rows that may enter, and the others with their problems.

    Rows of other tables that are to enter before, but have not yet, are ``pending``: by table the
    patient of each key.
    """
    checked = check_rows(table.name, [without_bookkeeping(table, row) for row in rows])
    outer = _Surroundings.read(table, checked.accepted, by, pending)
    rejected = list(checked.rejected)
    refused_numbers = {row.row_number for row in rejected}
    numbers = [number for number in range(1, len(rows) + 1) if number not in refused_numbers]
    candidates = list(zip(numbers, checked.accepted, strict=True))
    while True:
        held = {str(row[table.key]): str(row.get("patient_id")) for _, row in candidates}
        judged = [(number, row, [*outer.problems(row, held)]) for number, row in candidates]
        candidates = [(number, row) for number, row, problems in judged if not problems]
        rejected += [
            RejectedRow(n, row, tuple(problems)) for n, row, problems in judged if problems
        ]
        if len(candidates) == len(judged):
            break
    return [row for _, row in candidates], sorted(rejected, key=lambda row: row.row_number)


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What the registry already holds of what rows of a table name, and where they may enter."""

    table: Entity
    references: tuple[FieldSpec, ...]
    taken: frozenset[str]
    owners: Mapping[str, Mapping[str, str]]
    unseen: frozenset[str]
    centres: frozenset[str]

    @classmethod
    def read(
        cls, table: Entity, rows: Rows, by: Actor, pending: Mapping[str, Mapping[str, str]]
    ) -> "_Surroundings":
        references = tuple(spec for spec in table.fields if spec.references is not None)
        named: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            for spec in references:
                named[str(spec.references)].update(_keys(row.get(spec.name)))
        patients = (
            {str(row.get("patient_id")) for row in rows} if table.name != "patient" else set()
        )
        homes = _found("patient", patients, "centre_id").items()
        return cls(
            table=table,
            references=references,
            taken=frozenset(_found(table.name, {str(row[table.key]) for row in rows}, table.key)),
            owners={
                name: {**_found(name, keys, "patient_id"), **pending.get(name, {})}
                for name, keys in named.items()
            },
            unseen=frozenset(key for key, home in homes if not by.may(Permission.READ, home)),
            centres=frozenset(seen_centres(by, Permission.IMPORT)),
        )

    def problems(self, row: Row, held: Mapping[str, str]) -> Iterator[Problem]:
        name, patient_id = self.table.name, row.get("patient_id")
        if row["centre_id"] not in self.centres:
            yield Problem(f"{name}.centre_id", "a centre you may not import for", "one of yours")
        if row[self.table.key] in self.taken:
            yield Problem(f"{name}.{self.table.key}", "a key that is taken", "a key of its own")
        for spec in self.references:
            for key in _keys(row.get(spec.name)):
                owner = self.owners[str(spec.references)].get(key)
                if spec.references == name:
                    owner = held.get(key, owner)
                if owner != patient_id:
                    yield reference_problem(self.table, spec)
        if patient_id in self.unseen:
            yield Problem(f"{name}.patient_id", "the key of no such record", "a patient of yours")


def _found(name: str, keys: set[str], column: str) -> dict[str, str]:
    """Return a column of those rows of a table that are there, by key."""
    found: dict[str, str] = {}
    ordered = sorted(keys)
    for start in range(0, len(ordered), BATCH):
        part = ordered[start : start + BATCH]
        found.update(RECORD_MODELS[name].objects.filter(pk__in=part).values_list("pk", column))
    return found


def _enter(name: str, rows: Rows, state: RecordState, ledger: Ledger, reason: str) -> None:
    model, key = RECORD_MODELS[name], entity(name).key
    kept = bookkeeping(ledger, version=1, created=None) | {"record_state": state.value}
    written: list[Row] = []
    for row in rows:
        after = {column: value for column, value in row.items() if value is not None} | kept
        written.append(after | days_of(model.entity, row))
        ledger.note(
            Deed(
                "import", name, str(after[key]), str(after.get("patient_id", "")),
                str(after["centre_id"]), {column: (None, after[column]) for column in after},
                after, reason,
            )
        )  # fmt: skip
    insert_rows(model, written)


def _keys(value: object) -> Sequence[str]:
    if value is None:
        return ()
    return [str(key) for key in value] if isinstance(value, list) else [str(value)]


def parents_first(tables: Collection[str]) -> list[str]:
    """Return the names of tables so that each comes after those it refers to."""
    ordered: list[str] = []

    def visit(name: str) -> None:
        if name in ordered:
            return
        for fld in entity(name).fields:
            if fld.references in tables and fld.references != name:
                visit(str(fld.references))
        ordered.append(name)

    for name in tables:
        visit(name)
    return ordered
