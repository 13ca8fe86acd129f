"""One unchanging view of the database, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_BEGIN = {
    "sqlite": "BEGIN DEFERRED",
    "postgresql": "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
}


@contextmanager
def still_database() -> Iterator[None]:
    """Read the database as it is at the first question, whatever is written meanwhile.

    No writer waits for it. Inside a transaction that is already open, that one serves.
    """
    if connection.in_atomic_block:
        yield
        return
    _run(_BEGIN[connection.vendor])
    try:
        yield
    finally:
        _run("ROLLBACK")


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
