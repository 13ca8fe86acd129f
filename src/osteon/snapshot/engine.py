"""The engine that tables are asked in, and how its queries are written."""

import weakref
from collections.abc import Collection

import ibis
from ibis.expr import operations as ops
from ibis.expr.types import Table
from ibis.util import gen_name

ibis.options.sql.fuse_selects = False  # to merge them takes longer than most queries do


SHARE = 122_880
"""Rows that DuckDB gives to one thread at a time."""


def connect(most_rows: int) -> ibis.BaseBackend:
    """Return an engine in memory, which draws no progress between the results of a command.

    Parameters
    ----------
    most_rows : int
        Of the largest table. Where there is nothing to share, a second thread only waits, which
        doubles the cost of small queries.
    """
    connection = ibis.duckdb.connect()
    connection.raw_sql("SET enable_progress_bar = false")
    if most_rows <= SHARE:
        connection.raw_sql("SET threads = 1")
    return connection


def pick_columns(table: Table, names: Collection[str]) -> Table:
    """Return these columns of a table; those of a table that the engine holds at no cost.

    A selection is a query of its own, and Ibis holds it against every column there is: of a table
    with hundreds that takes longer than all the rest. Here the engine is asked for the same table,
    of which no more is known than these columns.
    """
    held = table.op()
    if not isinstance(held, ops.DatabaseTable):
        return table.select(*names)
    known = ibis.schema({name: held.schema[name] for name in names})
    return held.copy(schema=known).to_expr()


def hold(table: Table) -> Table:
    """Return the answer to a query as a table that the engine holds for as long as it is used.

    It is what `ibis.Table.cache` does on every engine. On DuckDB that writes each query out three
    times, which takes longer than to answer it.
    """
    engine = table.get_backend()
    if engine.name != "duckdb":
        return table.cache()
    name = gen_name("held")
    engine.raw_sql(f'CREATE TEMPORARY TABLE "{name}" AS {engine.compile(table)}')
    place = ops.Namespace(catalog="temp", database="main")
    held = ops.DatabaseTable(name, schema=table.schema(), source=engine, namespace=place)
    drop = f'DROP TABLE IF EXISTS "temp"."main"."{name}"'
    weakref.finalize(held, engine.raw_sql, drop).atexit = False
    return held.to_expr()
