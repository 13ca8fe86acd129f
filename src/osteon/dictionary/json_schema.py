"""The dictionary as a JSON Schema of typed flat rows."""

from collections.abc import Mapping
from typing import Any

from osteon.codes import ValueSet, load_value_set
from osteon.dictionary.about import Requirement
from osteon.dictionary.companion import companions
from osteon.dictionary.field import DICTIONARY_VERSION, ENTITIES, Entity, FieldSpec, Kind
from osteon.dictionary.partial_date import PATTERN

Schema = dict[str, Any]

_KINDS: Mapping[Kind, Schema] = {
    "text": {"type": "string", "minLength": 1},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "partial_date": {"type": "string", "pattern": f"^{PATTERN.pattern}$"},
    "timestamp": {"type": "string", "format": "date-time"},
    "reference": {"type": "string", "minLength": 1},
}


def json_schema() -> Schema:
    """Return the JSON Schema of a data set: one list of rows a table."""
    tables = {name: _table_schema(table) for name, table in ENTITIES.items()}
    rows = {name: {"type": "array", "items": {"$ref": f"#/$defs/{name}"}} for name in tables}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Records of the registry, dictionary version {DICTIONARY_VERSION}",
        "type": "object",
        "properties": rows,
        "additionalProperties": False,
        "$defs": tables | {f"codes.{name}": _codes_schema(name) for name in _used_value_sets()},
    }


def _table_schema(table: Entity) -> Schema:
    properties: dict[str, Schema] = {}
    for field in table.fields:
        properties[field.name] = _field_schema(field)
        for name, companion in companions(field).items():
            properties[name] = _field_schema(companion)
    explained = [field for field in table.fields if field.may_be_absent]
    return {
        "title": table.title,
        "description": table.help,
        "type": "object",
        "properties": properties,
        "required": [f.name for f in table.fields if f.requirement is Requirement.KEY],
        "additionalProperties": False,
        "allOf": [_absence_schema(field) for field in explained],
    }


def _field_schema(field: FieldSpec) -> Schema:
    one = _value_schema(field)
    schema: Schema = {"type": "array", "items": one, "minItems": 1} if field.multiple else one
    schema = schema | {"description": field.help}
    return schema | {"x-unit": field.unit} if field.unit else schema


def _value_schema(field: FieldSpec) -> Schema:
    if field.value_set is not None:
        return {"$ref": f"#/$defs/codes.{field.value_set}"}
    limits = {"minimum": field.minimum, "maximum": field.maximum}
    pattern = {"pattern": f"^{field.pattern}$" if field.pattern else None}
    stated = {key: value for key, value in (limits | pattern).items() if value is not None}
    return dict(_KINDS[field.kind]) | stated


def _absence_schema(field: FieldSpec) -> Schema:
    either: list[Schema] = [{"required": [field.name]}, {"required": [f"{field.name}_null"]}]
    if field.requirement is Requirement.REQUIRED:
        return {"oneOf": either}
    return {"not": {"allOf": either}}


def _used_value_sets() -> list[str]:
    specs = [
        spec
        for table in ENTITIES.values()
        for field in table.fields
        for spec in (field, *companions(field).values())
    ]
    return sorted({spec.value_set for spec in specs if spec.value_set is not None})


def _codes_schema(name: str) -> Schema:
    value_set: ValueSet = load_value_set(name)
    return {"title": value_set.title, "enum": list(value_set.words)}
