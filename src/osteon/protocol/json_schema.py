"""The JSON Schema of a protocol, by which editors complete keys and words as they are typed."""

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any, TypeAlias

from osteon.concepts import CONCEPTS, Switch
from osteon.dictionary import ENTITIES
from osteon.protocol.study_protocol import StudyProtocol

Schema: TypeAlias = dict[str, Any]
SHIPPED = "protocol.schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
TABLES = ("Selection", "EventRows")
WITH_SWITCHES = (None, "Sensitivity")
"""Where switches of the whole study stand: at the top, and in other choices."""


def protocol_schema() -> Schema:
    """Return the JSON Schema of a protocol.

    It is what the declarations of the language say of shapes and words. That names are declared,
    and that parts fit together, is for `osteon study check` to find.
    """
    schema = StudyProtocol.model_json_schema(by_alias=True)
    parts: Mapping[str | None, Schema] = {None: schema, **schema["$defs"]}
    for part in _objects(schema):
        part.pop("title", None)
        _drop_null(part)
        if "patternProperties" in part:
            part["additionalProperties"] = False
    for name, part in schema["$defs"].items():
        if name.endswith("Options"):
            schema["$defs"][name] = {"anyOf": [{"type": "boolean"}, part]}
    for name in TABLES:
        parts[name]["properties"]["from"]["enum"] = sorted(ENTITIES)
    for place in WITH_SWITCHES:
        parts[place]["properties"]["switches"] |= _switches()
    parts["Variable"]["properties"]["concept"] = _concepts()
    parts["Expectation"]["properties"]["given"] |= {
        "properties": {table: {"type": "array"} for table in sorted(ENTITIES)},
        "additionalProperties": False,
    }
    _allow_part_of_a_file(schema)
    return {"$schema": DIALECT, "title": "A study protocol of Osteon", **schema}


def render_json_schema() -> str:
    """Return the JSON Schema of a protocol as text."""
    return json.dumps(protocol_schema(), indent=1, ensure_ascii=False) + "\n"


def shipped_json_schema() -> str:
    """Return the JSON Schema as it lies in the package."""
    return files("osteon.protocol").joinpath(SHIPPED).read_text(encoding="utf-8")


def _objects(schema: Any) -> Iterator[Schema]:
    """Yield every schema of an object, the innermost last, and no mapping of names."""
    if isinstance(schema, list):
        for item in schema:
            yield from _objects(item)
    if not isinstance(schema, dict):
        return
    if isinstance(schema.get("type"), str) or {"anyOf", "oneOf", "$ref", "enum"} & schema.keys():
        yield schema
    for value in schema.values():
        yield from _objects(value)


def _drop_null(part: Schema) -> None:
    """Take out null, which TOML has no word for: a key is left out instead."""
    if {"type": "null"} not in part.get("anyOf", ()):
        return
    others = [one for one in part.pop("anyOf") if one != {"type": "null"}]
    part.pop("default", None)
    part |= others[0] if len(others) == 1 else {"anyOf": others}


def _concepts() -> Schema:
    lines = {name: concept.title for name, concept in CONCEPTS.items()}
    versioned = "|".join(sorted(CONCEPTS))
    return {
        "description": "Name of a clinical concept, or name and version as `bone_timing@1`.",
        "anyOf": [
            *({"const": name, "description": title} for name, title in lines.items()),
            {"type": "string", "pattern": f"^({versioned})@[0-9]+$"},
        ],
    }


def _switches() -> Schema:
    declared = {
        switch.name: switch for concept in CONCEPTS.values() for switch in concept.declared_switches
    }
    return {
        "properties": {name: _switch(switch) for name, switch in sorted(declared.items())},
        "additionalProperties": False,
    }


def _switch(switch: Switch) -> Schema:
    values = {"enum": list(switch.permitted)} if switch.permitted else _WHOLE_NUMBER
    return {"description": switch.help, **values}


_WHOLE_NUMBER: Schema = {"type": "integer", "minimum": 0}


def _allow_part_of_a_file(schema: Schema) -> None:
    """Let a protocol that is based on another one leave out what that one says."""
    needed = [name for name in schema["required"] if name in {"population", "analysis"}]
    schema["required"] = [name for name in schema["required"] if name not in needed]
    schema["anyOf"] = [{"required": needed}, {"required": ["based_on"]}]
