"""Clinical concepts of a snapshot, each derived once and held by the engine."""

from typing import Any

from ibis.expr.types import Table

from osteon.concepts import CONCEPTS, SharedTables
from osteon.snapshot import Snapshot


def derive_concept(snapshot: Snapshot, name: str, switches: dict[str, Any]) -> Table:
    """Return a concept under some switches; see `osteon.concepts.Concept.derive`.

    The same concept under the same switches is asked for by several variables, and again by each
    run of the study under other choices: the engine keeps the answer, one row a unit at most.
    """
    concept = CONCEPTS[name]
    tables = {table: snapshot.table(table) for table in concept.tables}
    shared = SharedTables(tables, snapshot.derived)
    return shared.hold(concept.expression, concept.settle(switches))
