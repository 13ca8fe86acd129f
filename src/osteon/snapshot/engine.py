"""The engine that tables are asked in, and how its queries are written."""

import ibis

ibis.options.sql.fuse_selects = False  # to merge them takes longer than most queries do


def connect() -> ibis.BaseBackend:
    """Return an engine in memory."""
    return ibis.duckdb.connect()
