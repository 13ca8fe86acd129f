"""The dictionary as a JSON Schema."""

import json
import re

from osteon.codes import load_value_set
from osteon.dictionary import ENTITIES, json_schema

SCHEMA = json_schema()


def follow(reference):
    node = SCHEMA
    for part in reference.removeprefix("#/").split("/"):
        node = node[part]
    return node


def references(node):
    if isinstance(node, dict):
        yield from (value for key, value in node.items() if key == "$ref")
        yield from (ref for value in node.values() for ref in references(value))
    elif isinstance(node, list):
        yield from (ref for value in node for ref in references(value))


def test_it_is_json_and_every_reference_leads_somewhere():
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert all(follow(reference) for reference in references(SCHEMA))


def test_every_table_and_field_is_in_it():
    assert list(SCHEMA["properties"]) == list(ENTITIES)
    for name, table in ENTITIES.items():
        assert set(table.by_name) <= set(SCHEMA["$defs"][name]["properties"])
        assert SCHEMA["$defs"][name]["additionalProperties"] is False


def test_ranges_units_and_codes_are_in_it():
    pathology = SCHEMA["$defs"]["pathology"]["properties"]
    ki67 = pathology["ki67_percent"]
    assert (ki67["minimum"], ki67["maximum"], ki67["x-unit"]) == (0, 100, "%")
    codes = follow(pathology["grade_reported"]["$ref"])
    assert codes["enum"] == list(load_value_set("grade").words)


def test_several_values_are_an_array():
    syndrome = SCHEMA["$defs"]["hormone_assessment"]["properties"]["syndrome"]
    assert syndrome["type"] == "array"
    assert syndrome["items"] == {"$ref": "#/$defs/codes.hormone_syndrome"}


def test_a_value_and_its_reason_exclude_each_other():
    rules = SCHEMA["$defs"]["patient"]["allOf"]
    assert {"oneOf": [{"required": ["sex"]}, {"required": ["sex_null"]}]} in rules
    optional = [{"required": ["menopause"]}, {"required": ["menopause_null"]}]
    assert {"not": {"allOf": optional}} in rules


def test_a_partial_date_is_a_year_a_month_or_a_day():
    pattern = SCHEMA["$defs"]["patient"]["properties"]["birth"]["pattern"]
    assert all(re.search(pattern, text) for text in ("2020", "2020-05", "2020-05-17"))
    assert not any(re.search(pattern, text) for text in ("17.05.2020", "2020-5", "x2020"))
