"""Expressions of concepts, as queries for other engines than the one at hand."""

import ibis
import pytest

from osteon.concepts import CONCEPTS, Concept
from osteon.dictionary import arrow_schema


def derive(item: Concept) -> ibis.Table:
    schemas = {name: ibis.Schema.from_pyarrow(arrow_schema(name)) for name in item.tables}
    return item.derive({name: ibis.table(schema, name=name) for name, schema in schemas.items()})


@pytest.mark.parametrize("item", CONCEPTS.values(), ids=CONCEPTS)
def test_a_concept_is_a_query_for_postgresql_with_three_columns(item):
    expression = derive(item)
    assert expression.columns == (item.key, "value", "known_on")
    assert "SELECT" in ibis.to_sql(expression, dialect="postgres")


@pytest.mark.parametrize("item", CONCEPTS.values(), ids=CONCEPTS)
def test_the_kind_of_a_concept_is_the_type_of_its_value(item):
    schema = derive(item).schema()
    expected = {"category": "string", "boolean": "boolean", "date": "int64", "number": "float64"}
    assert str(schema["value"]).lstrip("!") == expected[item.kind]
    assert str(schema["known_on"]).lstrip("!") == "int64"
