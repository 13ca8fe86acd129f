"""The snapshots of a registry: what is in them, and who may use which."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from osteon.errors import Problem
from osteon.registry.errors import UnknownRecordError
from osteon.registry.policies import Actor, Permission

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class FrozenSnapshot:
    """A snapshot as it is listed.

    Parameters
    ----------
    name : str
        The name of its folder.
    digest : str
        SHA-256 of all it holds.
    data_cutoff : str
        The last day of its data.
    created : datetime
        When it was frozen.
    source : str
        Whence its rows come, in words.
    n_patients, n_rows : int
        How much it holds.
    centres : tuple of str
        The centres that keep a row of it.
    """

    name: str
    digest: str
    data_cutoff: str
    created: datetime
    source: str
    n_patients: int
    n_rows: int
    centres: tuple[str, ...]

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return snapshots_folder() / self.name

    def is_open_to(self, by: Actor) -> bool:
        """Return whether somebody may run studies on all that it holds."""
        if not by.may_anywhere(Permission.FREEZE):
            return False
        return all(by.may(Permission.FREEZE, centre) for centre in self.centres)


def snapshots_folder() -> Path:
    """Return where snapshots lie."""
    folder: Path = settings.OSTEON_FOLDER.snapshots
    return folder


def list_snapshots(*, by: Actor) -> list[FrozenSnapshot]:
    """Return the snapshots that somebody may use, the last first."""
    found = (one for one in _all_snapshots() if one.is_open_to(by))
    return sorted(found, key=lambda one: one.created, reverse=True)


def find_snapshot(name: str, *, by: Actor) -> FrozenSnapshot:
    """Return a snapshot.

    Raises
    ------
    UnknownRecordError
        There is none of this name, or not for this actor.
    """
    for one in list_snapshots(by=by):
        if one.name == name:
            return one
    problem = Problem("snapshot", "no snapshot of this name", "one that you may use")
    raise UnknownRecordError("There is no such snapshot.", [problem])


def _all_snapshots() -> Iterator[FrozenSnapshot]:
    for path in sorted(snapshots_folder().glob(f"*/{MANIFEST}")):
        if not path.parent.name.startswith("."):
            yield _describe(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _describe(path: Path, _written: int) -> FrozenSnapshot:
    """Return what the manifest says, and the centres from the rows themselves; read once."""
    manifest = json.loads(path.read_text(encoding="utf-8"))
    rows = {name: _rows(table) for name, table in manifest["tables"].items()}
    return FrozenSnapshot(
        name=path.parent.name,
        digest=str(manifest["digest"]),
        data_cutoff=str(manifest["data_cutoff"]),
        created=datetime.fromisoformat(manifest["created"]),
        source=str(manifest["source"]),
        n_patients=rows.get("patient", 0),
        n_rows=sum(rows.values()),
        centres=_centres(path.parent, manifest["tables"]),
    )


def _rows(table: dict[str, list[dict[str, int]]]) -> int:
    return sum(file["rows"] for file in table["files"])


def _centres(folder: Path, tables: dict[str, dict[str, list[dict[str, str]]]]) -> tuple[str, ...]:
    found: set[str] = set()
    for table in tables.values():
        for file in table["files"]:
            path = folder / file["name"]
            if "centre_id" in pq.read_schema(path).names:
                column = pq.read_table(path, columns=["centre_id"])["centre_id"]
                found.update(pc.unique(column).drop_null().to_pylist())
    return tuple(sorted(found))
