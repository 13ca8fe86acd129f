"""Every row of a table beside the last entry that tells how it was left."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db import connection, models
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Cast, Collate

from osteon.registry.chain import row_digest
from osteon.registry.models import AuditEntry
from osteon.registry.operations.verifying.findings import Findings
from osteon.registry.operations.verifying.tables import AuditedTable

CHUNK = 5_000
REMOVALS = frozenset({"remove", "revoke role"})
WRITTEN = "the row as its last entry in the audit trail left it"
BYTEWISE = {"sqlite": "BINARY", "postgresql": "C"}


@dataclass(frozen=True, slots=True)
class _Row:
    key: str
    covered: dict[str, object]
    derived: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    number: int
    action: str
    digest: str


def check_rows(table: AuditedTable, key: bytes, findings: Findings) -> None:
    """Note every row without an entry, every entry without its row, and every row that differs.

    Rows and entries come in the order of their keys and are laid beside each other, so that neither
    has to be held as a whole.
    """
    rows, entries = _rows(table), _last_entries(table.entity)
    row, entry = next(rows, None), next(entries, None)
    while row is not None or entry is not None:
        if entry is None or (row is not None and row.key < entry.key):
            _note_stranger(table, row, findings)
            row = next(rows, None)
        elif row is None or entry.key < row.key:
            _note_missing(table, entry, findings)
            entry = next(entries, None)
        else:
            _check_row(table, key, (row, entry), findings)
            row, entry = next(rows, None), next(entries, None)


def _check_row(
    table: AuditedTable, key: bytes, pair: tuple[_Row, _Entry], findings: Findings
) -> None:
    row, entry = pair
    kind = f"row of '{table.entity}'"
    if entry.action in REMOVALS:
        found = f"a row that was removed, as entry {entry.number} says"
        findings.add(kind, row.key, found, "no row")
    elif row_digest(key, table.entity, row.covered) != entry.digest:
        findings.add(kind, row.key, "values that its digest does not cover", WRITTEN)
    elif table.derive is not None and tuple(table.derive(row.covered)) != row.derived:
        findings.add(kind, row.key, "first or last days that are not those of its dates", WRITTEN)


def _note_stranger(table: AuditedTable, row: _Row | None, findings: Findings) -> None:
    if row is not None:
        found = "a row that no entry of the audit trail tells of"
        findings.add(f"row of '{table.entity}'", row.key, found, "no row")


def _note_missing(table: AuditedTable, entry: _Entry, findings: Findings) -> None:
    if entry.action not in REMOVALS:
        findings.add(f"row of '{table.entity}'", entry.key, "nothing", WRITTEN)


def _rows(table: AuditedTable) -> Iterator[_Row]:
    """Yield the rows in the order of their keys, be there values in them that nobody can read."""
    last = ""
    try:
        for row in _read(table, _ordered(table)):
            last = row.key
            yield row
    except ValueError:
        rest = _ordered(table).filter(ordered_by__gt=last)
        for key in list(rest.values_list("ordered_by", flat=True)):
            yield _read_one(table, key)


def _read_one(table: AuditedTable, key: str) -> _Row:
    try:
        return next(_read(table, _ordered(table).filter(ordered_by=key)))
    except ValueError:
        return _Row(key, {}, ())


def _ordered(table: AuditedTable) -> QuerySet[models.Model]:
    return table.model.objects.annotate(ordered_by=_key(table)).order_by("ordered_by")


def _read(table: AuditedTable, rows: QuerySet[models.Model]) -> Iterator[_Row]:
    found = rows.values_list("ordered_by", *table.covered, *table.derived)
    n_covered = len(table.covered)
    with closing(found.iterator(chunk_size=CHUNK)) as streamed:
        for key, *values in streamed:
            covered = dict(zip(table.covered, values[:n_covered], strict=True))
            yield _Row(key, covered, tuple(values[n_covered:]))


def _key(table: AuditedTable) -> Collate:
    key = F(table.key) if table.text_key else Cast(table.key, models.CharField())
    return Collate(key, BYTEWISE[connection.vendor])


def _last_entries(entity_name: str) -> Iterator[_Entry]:
    """Yield the last entry of each record that tells how the row was left, or that it went."""
    telling = AuditEntry.objects.filter(
        ~Q(row_digest="") | Q(action__in=REMOVALS), entity=entity_name
    )
    ordered = telling.order_by(Collate("record_id", BYTEWISE[connection.vendor]), "number")
    found = ordered.values_list("record_id", "number", "action", "row_digest")
    with closing(found.iterator(chunk_size=CHUNK)) as streamed:
        entries = (_Entry(*values) for values in streamed)
        for _, of_record in groupby(entries, attrgetter("key")):
            *_, last = of_record
            yield last
