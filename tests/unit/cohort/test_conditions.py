"""Conditions on missing values are unknown, never false: a table of all cases."""

import ibis
import pytest

from osteon.cohort.conditions import compile_condition
from osteon.protocol import parse_condition

ROWS = ibis.memtable(
    {"a": [1, 2, None], "t": ["x", "y", None], "b": [True, False, None]},
    schema={"a": "int64", "t": "string", "b": "boolean"},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1", [True, False, None]),
        ("a != 1", [False, True, None]),
        ("a >= 2", [False, True, None]),
        ("a between 2 and 3", [False, True, None]),
        ("t in ('x', 'z')", [True, False, None]),
        ("t not in ('x', 'z')", [False, True, None]),
        ("b", [True, False, None]),
        ("not b", [False, True, None]),
        ("a is missing", [False, False, True]),
        ("a is not missing", [True, True, False]),
        ("b or a is missing", [True, False, True]),
        ("b and a is missing", [False, False, None]),
        ("b or a = 2", [True, True, None]),
        ("a / 2 = 0.5", [True, False, None]),
        ("a / (a - 1) = 2", [None, True, None]),
        ("a * 2 + 1 > 4", [False, True, None]),
    ],
)
def test_three_values(text, expected):
    condition = compile_condition(
        parse_condition(text, where="test"), {name: ROWS[name] for name in ROWS.columns}
    )
    result = ROWS.select(answer=condition).to_pyarrow()["answer"].to_pylist()
    assert result == expected
