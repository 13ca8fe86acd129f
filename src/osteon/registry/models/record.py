"""The records as Django models: one for each table of the dictionary, none written by hand."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar

from django.db import models

from osteon.dictionary import ENTITIES, Entity, PartialDate, Requirement
from osteon.registry.models.columns import class_name, columns_of
from osteon.registry.states import COUNTED, RecordState

Row = dict[str, object]
DERIVED = ("_lo", "_hi")
LOOKED_UP: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "patient": ("centre_id", "patient_id"),
        "metastasis_site": ("organ", "status", "patient_id"),
        "tumour": ("topography", "patient_id"),
    }
)
"""By which columns, in this order, the list of patients is filtered and sorted."""


class Record(models.Model):
    """A row of the registry with its state.

    Rows come and go through the actions of the registry. Who writes past them, in code or in SQL,
    is found by the check of the audit trail.
    """

    entity: ClassVar[Entity]
    stored: ClassVar[tuple[str, ...]]
    """The names of the columns that a row of the dictionary has."""

    record_state = models.CharField(max_length=10, default=RecordState.DRAFT.value)

    class Meta:
        abstract = True

    def to_row(self) -> Row:
        """Return the row as the dictionary knows it: flat, and nothing where nothing is."""
        return {name: value for name in self.stored if (value := getattr(self, name)) is not None}

    def take(self, row: Mapping[str, object]) -> None:
        """Hold the values of a checked row, and nothing of the row before."""
        for name, value in column_values(self.entity, self.stored, row).items():
            setattr(self, name, value)

    @classmethod
    def counted(cls, **wanted: object) -> models.QuerySet:
        """Return the records that count, of those that are wanted."""
        return cls._default_manager.filter(record_state__in=COUNTED, **wanted)

    @property
    def owner(self) -> str:
        """The patient it belongs to; empty where to none."""
        return str(getattr(self, "patient_id", None) or "")

    @property
    def key(self) -> str:
        """The key of the record within its table."""
        return str(self.pk)


def without_bookkeeping(entity: Entity, row: Mapping[str, object]) -> Row:
    """Return a row without what the registry fills by itself."""
    kept = _bookkeeping_names(entity.name)
    return {name: value for name, value in row.items() if name not in kept}


@cache
def _bookkeeping_names(entity_name: str) -> frozenset[str]:
    fields = ENTITIES[entity_name].fields
    kept = (field.name for field in fields if field.requirement is Requirement.BOOKKEEPING)
    return frozenset({*kept, "record_state"})


def column_values(
    entity: Entity, stored: tuple[str, ...], row: Mapping[str, object]
) -> dict[str, object]:
    """Return the value of every column for a checked row, days of partial dates included."""
    values: dict[str, object] = {name: row.get(name) for name in stored}
    values |= dict.fromkeys(_day_names(entity))
    return values | days_of(entity, row)


def days_of(entity: Entity, row: Mapping[str, object]) -> dict[str, object]:
    """Return the first and last day of each partial date that a checked row has."""
    days: dict[str, object] = {}
    for name in _partial_dates(entity.name):
        text = row.get(name)
        if isinstance(text, str):
            known = PartialDate.parse(text)
            days[f"{name}_lo"], days[f"{name}_hi"] = known.lo, known.hi
    return days


@cache
def _partial_dates(entity_name: str) -> tuple[str, ...]:
    fields = ENTITIES[entity_name].fields
    return tuple(field.name for field in fields if field.kind == "partial_date")


def _day_names(entity: Entity) -> list[str]:
    return [f"{name}{end}" for name in _partial_dates(entity.name) for end in DERIVED]


def table_of(entity_name: str) -> str:
    """Return the name under which the database holds a table of the dictionary."""
    return f"record_{entity_name}"


def _build(entity: Entity) -> type[Record]:
    columns = columns_of(entity)
    names = {column.db_column or name: name for name, column in columns.items()}
    days = _day_names(entity)
    options = {
        "db_table": table_of(entity.name),
        "app_label": "registry",
        "indexes": _indices(entity.name, names),
    }
    attributes: dict[str, Any] = {
        "__module__": __name__,
        "__doc__": entity.help,
        "entity": entity,
        "stored": tuple(name for name in names if name not in days),
        "Meta": type("Meta", (), options),
        **columns,
    }
    return type(class_name(entity.name), (Record,), attributes)


def _indices(entity_name: str, names: Mapping[str, str]) -> list[models.Index]:
    looked_up = LOOKED_UP.get(entity_name)
    if looked_up is None:
        return []
    return [models.Index(name=f"{entity_name}_looked_up", fields=[names[n] for n in looked_up])]


RECORD_MODELS: Mapping[str, type[Record]] = MappingProxyType(
    {name: _build(entity) for name, entity in ENTITIES.items()}
)
"""The model of each table."""

PATIENT_TABLES = tuple(name for name, table in ENTITIES.items() if "patient_id" in table.by_name)
"""The tables whose rows belong to a patient, the patient's own included."""
