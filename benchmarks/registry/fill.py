"""A registry filled through its own action, with one chained entry of the trail a row."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from benchmarks.registry.rows import batches
from osteon.registry import actions
from osteon.registry.models import Centre
from osteon.registry.policies import EVERYWHERE, Actor, Role, operator

OPERATOR = operator("benchmark")
AT = datetime(2026, 5, 31, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Filling:
    """What was entered, and how long the action took; making the rows is not counted.

    `processor_seconds` are those of the process that imports, without a database server.
    """

    patients: int
    rows: int
    seconds: float
    processor_seconds: float
    slowest_batch: float


def fill(n_patients: int) -> Filling:
    """Import batch after batch; every row has to enter."""
    rows, seconds, processor_seconds, slowest = 0, 0.0, 0.0, 0.0
    by = Actor("importer", {EVERYWHERE: frozenset({Role.DATA_MANAGER})})
    for tables in batches(n_patients):
        _found_centres({str(row["centre_id"]) for row in tables["patient"]})
        began, processor_began = time.perf_counter(), time.process_time()
        entered = actions.import_batch(tables, by=by, at=AT, reason="benchmark")
        took = time.perf_counter() - began
        rejected = sum(map(len, entered.rejected.values()))
        if rejected:
            raise SystemExit(f"{rejected} rows were rejected")
        rows += sum(entered.entered.values())
        seconds, slowest = seconds + took, max(slowest, took)
        processor_seconds += time.process_time() - processor_began
        print(f"{rows:>9} rows, {rows / seconds:,.0f} a second", end="\r", flush=True)
    print()
    return Filling(n_patients, rows, seconds, processor_seconds, slowest)


def create_users(names: list[str]) -> None:
    """Create clinicians of all centres."""
    for name in names:
        actions.create_account(name, name, by=OPERATOR, at=AT)
        actions.grant_role(name, Role.CLINICIAN, EVERYWHERE, by=OPERATOR, at=AT)


def _found_centres(codes: set[str]) -> None:
    known = set(Centre.objects.values_list("code", flat=True))
    for code in sorted(codes - known):
        actions.create_centre(code, code.title(), by=OPERATOR, at=AT)
