"""The records of a patient by table: when, what, how far, and the way to each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext as _

from osteon.dictionary import ENTITIES, Entity, FieldSpec, PartialDate
from osteon.registry.reading import StoredRecord
from osteon.web.patients.links import new_record_address, record_address
from osteon.web.words import render_day, render_label, render_title, render_value

SHOWN_FACTS = 4
MOST_UNFOLDED = 8
_SILENT_KINDS = frozenset({"reference", "text", "timestamp", "partial_date", "date"})
_BARE_ANSWERS = frozenset({"yes_no_ne", "yes_no_unknown"})
_BOOKKEEPING = frozenset({"source", "centre_id", "patient_id", "id", "version"})
DAY_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        name: next(
            (field.name for field in table.fields if field.kind in {"partial_date", "date"}), ""
        )
        for name, table in ENTITIES.items()
    }
)
"""The field with the day that a record of a table is known by; empty where it has none."""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record: its day, what it says in a few words, its state, its address."""

    day: str
    words: str
    state: str
    address: str


@dataclass(frozen=True, slots=True)
class RecordTable:
    """The records of one table, the latest first, and where a new one is entered."""

    name: str
    title: str
    lines: tuple[RecordLine, ...]
    new: str

    @property
    def is_long(self) -> bool:
        """Whether the lines are folded."""
        return len(self.lines) > MOST_UNFOLDED


def record_tables(
    patient_id: str, records: Mapping[str, Sequence[StoredRecord]], *, may_enter: bool
) -> list[RecordTable]:
    """Return every table of the dictionary with the records of a patient."""
    return [
        RecordTable(
            name=name,
            title=render_title(name),
            lines=tuple(_line(record) for record in _latest_first(found)),
            new=new_record_address(patient_id, name) if may_enter and name != "patient" else "",
        )
        for name, found in records.items()
    ]


def _latest_first(records: Sequence[StoredRecord]) -> list[StoredRecord]:
    return sorted(records, key=_sort_day, reverse=True)


def _sort_day(record: StoredRecord) -> tuple[str, str]:
    text = str(record.row.get(DAY_FIELDS[record.entity]) or "")
    return (PartialDate.parse(text).lo.isoformat() if text else "", record.key)


def _line(record: StoredRecord) -> RecordLine:
    table = ENTITIES[record.entity]
    return RecordLine(
        day=render_day(str(record.row.get(DAY_FIELDS[record.entity]) or "")),
        words=", ".join(_facts(table, record)),
        state=record.state.value,
        address=record_address(record.entity, record.key),
    )


def _facts(table: Entity, record: StoredRecord) -> Iterator[str]:
    told = [field for field in table.fields if _tells(field, record)]
    for field in told[:SHOWN_FACTS]:
        yield _fact(table.name, field, record)


def _fact(entity_name: str, field: FieldSpec, record: StoredRecord) -> str:
    if field.kind == "boolean":
        return render_label(field)
    text = render_value(entity_name, field.name, record.row)
    if field.name.endswith("_no"):
        return _("no. %(number)s") % {"number": text}
    speaks_for_itself = field.kind == "code" and field.value_set not in _BARE_ANSWERS
    return text if speaks_for_itself else f"{render_label(field)}: {text}"


def _tells(field: FieldSpec, record: StoredRecord) -> bool:
    if field.kind in _SILENT_KINDS or field.name in _BOOKKEEPING:
        return False
    return record.row.get(field.name) not in (None, [], False)
