"""What is done with an upload in the background: the dry run, and the import once confirmed."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from osteon.registry.actions import check_batch, import_batch
from osteon.registry.policies import Actor
from osteon.registry.reading import actor_of
from osteon.web.imports.parse import MAPPING, PARSED
from osteon.web.imports.uploads import find_upload, parse_apart
from osteon.web.jobs import Job, working, write_json
from osteon.web.request import now

DRY_RUN, ENTERED, CONFIRMED = "dry_run.json", "entered.json", "confirmed"
PATIENTS_AT_ONCE = 200
Tables = Mapping[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class DryRun:
    """What would become of an upload: every row of the file is accepted or rejected.

    Parameters
    ----------
    n_in, n_accepted : int
        Rows of the file, and those of which all records would be entered.
    rejected : list of (int, list of str)
        The numbers of the other rows with their problems.
    records : mapping of str to int
        How many records of each table would be entered.
    unused_columns : list of str
        Columns that the mapping does not name.
    """

    n_in: int
    n_accepted: int
    rejected: list[tuple[int, list[str]]]
    records: Mapping[str, int]
    unused_columns: list[str]

    @property
    def n_rejected(self) -> int:
        """How many rows are rejected."""
        return len(self.rejected)


def work(key: str, username: str) -> None:
    """Do the next part: the dry run, or what was confirmed."""
    by = actor_of(username)
    job = find_upload(key, by=by)
    with working(job):
        if (job.folder / CONFIRMED).exists():
            enter(job, by=by)
        else:
            try_out(job, by=by)


def try_out(job: Job, *, by: Actor) -> None:
    """Parse the file apart and hold its records against the registry; nothing is entered."""
    job.say("Parsing")
    parsed = parse_apart(job.folder)
    job.say("Checking against the registry")
    refused = {int(row["row"]): list(row["problems"]) for row in parsed["rejected"]}
    tables, late = _sift(parsed["records"], parsed["origins"], by)
    refused |= late
    write_json(job.folder / PARSED, tables)
    dry_run = {
        "n_in": parsed["n_in"],
        "n_accepted": parsed["n_in"] - len(refused),
        "rejected": sorted(refused.items()),
        "records": {name: len(rows) for name, rows in tables.items() if rows},
        "unused_columns": parsed["unused_columns"],
    }
    write_json(job.folder / DRY_RUN, dry_run)


def read_dry_run(job: Job) -> DryRun | None:
    """Return what would become of an upload, if that is known."""
    path = job.folder / DRY_RUN
    return DryRun(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def enter(job: Job, *, by: Actor) -> None:
    """Enter what the dry run accepted, some patients at a time, and forget the file."""
    tables: Tables = json.loads((job.folder / PARSED).read_text(encoding="utf-8"))
    reason = f"import {job.key} by the mapping '{job.facts['mapping']}'"
    entered: Counter[str] = Counter()
    rejected: list[str] = []
    for part in _by_patients(tables):
        made = import_batch(part, by=by, at=now(), reason=reason)
        entered.update(made.entered)
        for refused in made.rejected.values():
            rejected += [str(problem) for row in refused for problem in row.problems]
        job.say(f"{entered.total()} records entered")
    write_json(job.folder / ENTERED, {"entered": entered, "rejected": rejected})
    for path in (*job.folder.glob("source.*"), job.folder / PARSED, job.folder / MAPPING):
        path.unlink(missing_ok=True)


def read_entered(path: Path) -> Mapping[str, Any] | None:
    """Return what was entered from an upload, if it was."""
    file = path / ENTERED
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


def _sift(
    tables: Tables, origins: Mapping[str, list[int]], by: Actor
) -> tuple[Tables, dict[int, list[str]]]:
    """Return the records of those rows that can be entered whole, and the problems of the others.

    A row of the file is entered with all its records or with none; without one, those that refer to
    it have to go as well, until all that is left can stay.
    """
    kept = {name: list(zip(origins[name], rows, strict=True)) for name, rows in tables.items()}
    refused: dict[int, list[str]] = {}
    while True:
        checked = check_batch(
            {name: [row for _, row in pairs] for name, pairs in kept.items()}, by=by
        )
        problems: defaultdict[int, list[str]] = defaultdict(list)
        for name, rows in checked.rejected.items():
            for row in rows:
                number = kept[name][row.row_number - 1][0]
                problems[number] += [str(problem) for problem in row.problems]
        if not problems:
            return {name: [row for _, row in pairs] for name, pairs in kept.items()}, refused
        refused |= problems
        kept = {
            name: [pair for pair in pairs if pair[0] not in refused] for name, pairs in kept.items()
        }


def _by_patients(tables: Tables) -> Iterator[Tables]:
    """Yield the rows of some patients after the other; those of no patient come first."""
    homeless: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    groups: dict[object, defaultdict[str, list[dict[str, Any]]]] = {}
    for name, rows in tables.items():
        for row in rows:
            patient_id = row.get("patient_id")
            own = (
                homeless if patient_id is None else groups.setdefault(patient_id, defaultdict(list))
            )
            own[name].append(row)
    if homeless:
        yield homeless
    keys = list(groups)
    for start in range(0, len(keys), PATIENTS_AT_ONCE):
        yield _merge(groups[key] for key in keys[start : start + PATIENTS_AT_ONCE])


def _merge(groups: Iterable[Tables]) -> Tables:
    merged: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for tables in groups:
        for name, rows in tables.items():
            merged[name] += rows
    return merged
