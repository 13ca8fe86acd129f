"""Database columns, derived from the fields of the dictionary."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeAlias

from django.db import models

from osteon.dictionary import Entity, FieldSpec, Requirement, companions

KEY_LENGTH = 100
CODE_LENGTH = 100
DATE_LENGTH = 10
Column: TypeAlias = models.Field


class LocalMoment(models.CharField):
    """A local date and time without an offset, kept as ISO text on every database."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 26, "null": True, **options})

    def from_db_value(self, value: str | None, *_: object) -> dt.datetime | None:
        """Read ISO text."""
        return None if value is None else dt.datetime.fromisoformat(value)

    def get_prep_value(self, value: Any) -> str | None:
        """Write ISO text."""
        return value.isoformat() if isinstance(value, dt.datetime) else value

    def to_python(self, value: Any) -> Any:
        """Leave a moment as it is."""
        return dt.datetime.fromisoformat(value) if isinstance(value, str) else value


def columns_of(entity: Entity) -> dict[str, Column]:
    """Return the columns of a table by the name Django knows them by.

    Each field gives a column of its name, its companions one each (see the dictionary), a partial
    date also its first and last day, so that the database can sort and search by it.
    """
    columns: dict[str, Column] = {}
    for field in entity.fields:
        columns |= _columns(entity, field)
    return columns


def _columns(entity: Entity, field: FieldSpec) -> Mapping[str, Column]:
    columns = dict([_column(entity, field)])
    if field.kind == "partial_date":
        columns |= {f"{field.name}_{end}": models.DateField(null=True) for end in ("lo", "hi")}
    for name, companion in companions(field).items():
        columns[name] = _plain(companion)
    return columns


def _column(entity: Entity, field: FieldSpec) -> tuple[str, Column]:
    if field.name == entity.key:
        return field.name, models.CharField(max_length=KEY_LENGTH, primary_key=True)
    if field.name == "centre_id":
        return field.name, models.CharField(max_length=KEY_LENGTH, db_index=True)
    if field.kind == "reference" and not field.multiple:
        return field.name.removesuffix("_id"), _reference(field)
    return field.name, _plain(field)


def _reference(field: FieldSpec) -> Column:
    return models.ForeignKey(
        f"registry.{class_name(str(field.references))}",
        on_delete=models.PROTECT,
        related_name="+",
        db_column=field.name,
        null=field.requirement is not Requirement.KEY,
    )


def _plain(field: FieldSpec) -> Column:
    null = field.requirement is not Requirement.KEY
    if field.multiple:
        return models.JSONField(null=True)
    if field.kind == "code":
        return models.CharField(max_length=CODE_LENGTH, null=null)
    if field.kind == "partial_date":
        return models.CharField(max_length=DATE_LENGTH, null=null)
    if field.kind == "timestamp":
        return LocalMoment(null=null)
    return _PLAIN[field.kind](null=null)


_PLAIN: Mapping[str, type[Column]] = {
    "text": models.TextField,
    "integer": models.BigIntegerField,
    "decimal": models.FloatField,
    "boolean": models.BooleanField,
    "date": models.DateField,
}


def class_name(entity_name: str) -> str:
    """Return the name of the model of a table."""
    return "".join(part.capitalize() for part in entity_name.split("_"))
