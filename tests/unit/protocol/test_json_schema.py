"""The JSON Schema that editors complete by accepts every study and refuses what is misspelt."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from osteon.protocol import protocol_schema, render_json_schema, shipped_json_schema

PROTOCOLS = sorted((Path(__file__).parents[3] / "protocols").glob("*.toml"))
SCHEMA = protocol_schema()
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int,
         "number": (int, float)}  # fmt: skip
KNOWN = {
    "$schema", "$defs", "$ref", "title", "description", "default", "discriminator", "format",
    "type", "properties", "patternProperties", "additionalProperties", "required", "items",
    "minItems", "minProperties", "minLength", "minimum", "maximum", "exclusiveMinimum",
    "exclusiveMaximum", "pattern", "propertyNames", "enum", "const", "anyOf", "oneOf",
}  # fmt: skip


def faults(value: Any, schema: Any, path: str = "") -> Iterator[str]:
    """Yield what a schema refuses; only what `KNOWN` names, and all of that."""
    if schema is True:
        return
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    yield from _word_faults(value, schema, path)
    yield from _choice_faults(value, schema, path)
    kind = TYPES.get(schema.get("type"), object)
    is_truth = isinstance(value, bool) and kind in {int, (int, float)}
    if not isinstance(value, kind) or is_truth:
        yield f"{path}: another type"
        return
    for kind, find in BY_TYPE.items():
        if isinstance(value, kind) and not isinstance(value, bool):
            yield from find(value, schema, path)


def _word_faults(value: Any, schema: dict, path: str) -> Iterator[str]:
    words = schema.get("enum", [schema["const"]] if "const" in schema else [value])
    if not any(value == word and type(value) is type(word) for word in words):
        yield f"{path}: not one of the words"


def _choice_faults(value: Any, schema: dict, path: str) -> Iterator[str]:
    if "$ref" in schema:
        yield from faults(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], path)
    for key, most in (("anyOf", None), ("oneOf", 1)):
        fitting = [one for one in schema.get(key, ()) if not [*faults(value, one, path)]]
        if key in schema and (not fitting or (most and len(fitting) > most)):
            yield f"{path}: fits {len(fitting)} of {key}"


def _list_faults(value: list, schema: dict, path: str) -> Iterator[str]:
    if len(value) < schema.get("minItems", 0):
        yield f"{path}: too few"
    for number, item in enumerate(value):
        yield from faults(item, schema.get("items", True), f"{path}.{number}")


def _text_faults(value: str, schema: dict, path: str) -> Iterator[str]:
    if not re.search(schema.get("pattern", ""), value):
        yield f"{path}: another pattern"
    if len(value) < schema.get("minLength", 0):
        yield f"{path}: too short"


def _object_faults(value: dict, schema: dict, path: str) -> Iterator[str]:
    if missing := set(schema.get("required", ())) - value.keys():
        yield f"{path}: without {missing}"
    if len(value) < schema.get("minProperties", 0):
        yield f"{path}: too few"
    for key, item in value.items():
        here = f"{path}.{key}"
        by_name = [s for name, s in schema.get("properties", {}).items() if name == key]
        by_pattern = [
            s
            for pattern, s in schema.get("patternProperties", {}).items()
            if re.search(pattern, key)
        ]
        further = schema.get("additionalProperties", True)
        if not by_name and not by_pattern and further is False:
            yield f"{here}: no such key"
        for one in by_name + by_pattern or ([] if further is False else [further]):
            yield from faults(item, one, here)


def _number_faults(value: float, schema: dict, path: str) -> Iterator[str]:
    inside = (
        value >= schema.get("minimum", value)
        and value <= schema.get("maximum", value)
        and value > schema.get("exclusiveMinimum", value - 1)
        and value < schema.get("exclusiveMaximum", value + 1)
    )
    if not inside:
        yield f"{path}: out of range"


BY_TYPE = {
    dict: _object_faults,
    list: _list_faults,
    str: _text_faults,
    (int, float): _number_faults,
}


def read(text):
    def plain(value):
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return value.isoformat() if isinstance(value, date) else value

    return plain(tomllib.loads(text))


def test_the_file_in_the_package_is_the_schema_of_the_language():
    assert shipped_json_schema() == render_json_schema(), "make docs writes it again"


@pytest.mark.parametrize("path", PROTOCOLS, ids=lambda path: path.stem)
def test_every_study_fits(path):
    assert list(faults(read(path.read_text(encoding="utf-8")), SCHEMA)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('title = "Death"', 'titel = "Death"'),
        ('concept = "death"', 'concept = "deth"'),
        ('concept = "death"', 'concept = "death@one"'),
        ('column = "tumour.age_at_diagnosis"', "column = 3"),
        ('kind = "survival"', 'kind = "survial"'),
        ('time_unit = "months"', 'time_unit = "weeks"'),
        ('from = "stage_assessment"', 'from = "stage_assessments"'),
        ("times = [12, 24, 36, 60]", 'times = ["12"]'),
        ('keep = "bone_metastasis"', 'kep = "bone_metastasis"'),
        ("[date.entry]", "[date.Entry]"),
        ("protocol = 1", "protocol = 2"),
        ("[settings]", "[switches]\nsacrum_group = 'LEG'\n[settings]"),
        ("[settings]", "[[expect]]\ntitle = 'X'\ngiven.patients = []\n[settings]"),
    ],
)
def test_what_is_misspelt_is_marked(old, new):
    text = next(p for p in PROTOCOLS if p.stem == "byar_greene").read_text(encoding="utf-8")
    if old not in text:
        old = 'title = "All men randomised"'
    changed = text.replace(old, new, 1)
    assert changed != text
    assert list(faults(read(changed), SCHEMA))


def test_a_version_of_a_concept_fits():
    declared = {"concept": "death@1"}
    assert list(faults(declared, SCHEMA["$defs"]["Variable"])) == []


def test_a_study_based_on_another_may_leave_out_what_that_one_says():
    part = {"protocol": 1, "id": "a", "title": "A"}
    assert list(faults(part, SCHEMA))
    assert list(faults({**part, "based_on": "b.toml"}, SCHEMA)) == []
