"""The engine that tables are asked in, and how its queries are written."""

import ibis

ibis.options.sql.fuse_selects = False  # to merge them takes longer than most queries do


def connect() -> ibis.BaseBackend:
    """Return an engine in memory, which draws no progress between the results of a command."""
    connection = ibis.duckdb.connect()
    connection.raw_sql("SET enable_progress_bar = false")
    return connection
