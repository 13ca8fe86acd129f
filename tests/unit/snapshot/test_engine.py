"""The engine of a snapshot: its threads, and tables of which few columns are known."""

import ibis
import pytest

from osteon.snapshot import pick_columns
from osteon.snapshot.engine import SHARE, connect


def threads(connection) -> int:
    return connection.raw_sql("SELECT current_setting('threads')").fetchone()[0]


@pytest.fixture
def held() -> ibis.Table:
    rows = ibis.memtable({"a": [1, 2], "b": ["x", "y"], "c": [True, None]})
    return connect(2).create_table("held", rows)


def test_a_small_table_is_asked_by_one_thread():
    assert threads(connect(SHARE)) == 1
    assert threads(connect(SHARE + 1)) == threads(ibis.duckdb.connect())


def test_picked_columns_are_those_of_the_table(held):
    picked = pick_columns(held, ["c", "a"])
    assert picked.columns == ("c", "a")
    assert picked.to_pyarrow().equals(held.select("c", "a").to_pyarrow())
    assert picked.filter(picked.a > 1).to_pyarrow().to_pylist() == [{"c": None, "a": 2}]


def test_columns_of_a_query_are_picked_from_its_answer(held):
    doubled = held.mutate(d=held.a * 2)
    assert pick_columns(doubled, ["d"]).to_pyarrow()["d"].to_pylist() == [2, 4]
