"""Tables that concepts rest on are derived once for the switches that they read."""

import ibis
import pytest

from osteon.concepts import CONCEPTS, SharedTables
from osteon.concepts.shared import shared

SWITCHES = {"least": 2, "unread": True}


@pytest.fixture
def tables() -> SharedTables:
    rows = ibis.duckdb.connect().create_table("rows", ibis.memtable({"n": [1, 2, 3]}))
    return SharedTables({"rows": rows}, {})


@pytest.fixture
def calls() -> list[str]:
    return []


@pytest.fixture
def many(calls):
    @shared
    def many(tables, switches):
        """Return the rows from the least number on."""
        calls.append("many")
        rows = tables["rows"]
        return rows.filter(rows.n >= switches["least"])

    return many


def numbers(table) -> list[int]:
    return sorted(table.to_pyarrow()["n"].to_pylist())


def test_a_table_is_derived_once_for_switches_it_does_not_read(tables, many, calls):
    first = many(tables, SWITCHES)
    assert many(tables, SWITCHES | {"unread": False}) is first
    assert numbers(first) == [2, 3]
    assert calls == ["many"]


def test_another_value_of_a_switch_it_reads_gives_another_table(tables, many, calls):
    assert numbers(many(tables, SWITCHES)) == [2, 3]
    assert numbers(many(tables, {"least": 3})) == [3]
    assert numbers(many(tables, SWITCHES)) == [2, 3]
    assert calls == ["many", "many"]


def test_what_a_table_rests_on_reads_switches_for_it(tables, many):
    @shared
    def most(tables, switches):
        rows = many(tables, switches)
        return rows.filter(rows.n == rows.n.max())

    @shared
    def fewest(tables, switches):
        rows = many(tables, switches)
        return rows.filter(rows.n == rows.n.min())

    assert [numbers(fewest(tables, {"least": n})) for n in (2, 3)] == [[2], [3]]
    assert [numbers(most(tables, {"least": n})) for n in (2, 9)] == [[3], []]


def test_a_function_that_shares_is_not_held_twice(tables, many, calls):
    assert tables.hold(many, SWITCHES) is many(tables, SWITCHES)
    assert calls == ["many"]


def test_plain_tables_hold_nothing(tables, many, calls):
    plain = dict(tables)
    assert numbers(many(plain, SWITCHES)) == numbers(many(plain, SWITCHES)) == [2, 3]
    assert calls == ["many", "many"]


def test_tables_are_found_by_name(tables):
    assert list(tables) == ["rows"]
    assert len(tables) == 1
    assert "patient" not in tables


def test_expressions_of_concepts_are_told_apart():
    components = [c.expression for name, c in CONCEPTS.items() if "skeletal_event_" in name]
    assert len({*components}) == len(components)
