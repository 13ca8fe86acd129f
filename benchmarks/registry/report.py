"""What was measured, and the page of the manual that shows it."""

import os
import platform
import sqlite3
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.db import connection

from benchmarks.registry.fill import Filling
from benchmarks.registry.users import Answers

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "benchmarks-registry.md"
TITLES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
PACKAGES = ("django", "granian", "psycopg")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One database: what was entered, frozen and read."""

    database: str
    database_version: str
    patients: int
    rows: int
    import_seconds: float
    processor_seconds: float
    slowest_batch: float
    freeze_seconds: float
    freeze_processor_seconds: float
    server_seconds: float
    users: int
    pages: dict[str, dict[str, float]]
    faults: list[str]
    load: float
    machine: str
    versions: dict[str, str]

    @classmethod
    def of(
        cls,
        database: str,
        filled: Filling,
        frozen: tuple[float, float],
        answers: Answers,
        *,
        users: int,
    ) -> "Outcome":
        """Sum up a run."""
        return cls(
            database=database,
            database_version=_database_version(database),
            patients=filled.patients,
            rows=filled.rows,
            import_seconds=filled.seconds,
            processor_seconds=filled.processor_seconds,
            slowest_batch=filled.slowest_batch,
            freeze_seconds=frozen[0],
            freeze_processor_seconds=frozen[1],
            server_seconds=answers.server_seconds,
            users=users,
            pages={step: _summary(seconds) for step, seconds in sorted(answers.seconds.items())},
            faults=answers.faults,
            load=answers.load,
            machine=f"{os.cpu_count()} cores, {platform.machine()}",
            versions={"Python": platform.python_version()}
            | {name: version(name) for name in PACKAGES},
        )


def write_page(outcomes: Sequence[Outcome]) -> None:
    """Write the page of the manual."""
    parts = [_HEAD, *map(_section, outcomes)]
    PAGE.write_text("\n".join(parts), encoding="utf-8")
    print(f"written to {PAGE}")


def _summary(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {
        "n": len(ordered),
        "median": 1000 * statistics.median(ordered),
        "p95": 1000 * ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))],
        "most": 1000 * ordered[-1],
    }


def _database_version(vendor: str) -> str:
    if vendor == "sqlite":
        return sqlite3.sqlite_version
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        return str(cursor.fetchone()[0]).split()[0]


_HEAD = """# How a large registry bears a day's work

Measured by `make bench-registry`, never in a test, and written by the benchmark itself: the numbers
are those of one machine on one day.

Simulated patients of some forty rows each are entered through the action that every import takes
(`actions.import_batch`): a batch of 500 patients is one transaction, each row is checked against
the dictionary and has its own entry in the chained audit trail. Making the rows is not counted.
Then a snapshot of the whole registry is frozen from the command line. Then twenty people, each with
a session, use `osteon serve` at once, on the same cores as the database and their own clicks: the
list, a search, a filter, a page further on, and three clicks of seven on a patient. Each reads the
whole page, thinks for 5 seconds on average (2.5 to 7.5), and clicks again. A time runs from the
request to the last byte. SQLite lies in a file; PostgreSQL is a server on the same machine with
the settings it comes with.

Where other work shared the cores, waiting times are those of that day, and processor time is what
counts.

The targets: a median below 200 ms for list and patient, a freeze within 60 s, 2,000 rows a second.
"""


def _section(outcome: Outcome) -> str:
    named = ", ".join(f"{name} {number}" for name, number in outcome.versions.items())
    rate = outcome.rows / outcome.import_seconds
    n_pages = sum(page["n"] for page in outcome.pages.values())
    each = 1000 * outcome.server_seconds / max(1, n_pages)
    rows: list[list[Any]] = [
        ["rows", f"{outcome.rows:,}"],
        ["patients", f"{outcome.patients:,}"],
        ["import", f"{outcome.import_seconds:,.0f} s, {rate:,.0f} rows a second"],
        ["of it, processor time of the import", f"{outcome.processor_seconds:,.0f} s"],
        ["slowest batch of 500 patients", f"{outcome.slowest_batch:.1f} s"],
        ["freeze", f"{outcome.freeze_seconds:.0f} s"],
        ["of it, processor time", f"{outcome.freeze_processor_seconds:.0f} s"],
        ["pages read", f"{n_pages:,.0f}"],
        ["processor time of the server a page, its start included", f"{each:.0f} ms"],
        ["pages refused or failed", len(outcome.faults)],
    ]
    pages = [
        [
            step,
            f"{page['n']:.0f}",
            f"{page['median']:.0f}",
            f"{page['p95']:.0f}",
            f"{page['most']:.0f}",
        ]
        for step, page in outcome.pages.items()
    ]
    title = f"## {TITLES[outcome.database]} {outcome.database_version}"
    machine = (
        f"{outcome.machine}, {named}; {outcome.users} users. "
        f"Before they came, {outcome.load:.1f} processes waited for these cores."
    )
    return "\n".join(
        [
            title, "", machine, "", _table(["", ""], rows), "",
            _table(["page", "times read", "median, ms", "p95, ms", "slowest, ms"], pages), "",
        ]
    )  # fmt: skip


def _table(head: list[str], rows: list[list[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
