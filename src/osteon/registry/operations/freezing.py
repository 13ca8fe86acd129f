"""A snapshot of the registry: what counts, of the centres one may freeze, without identity."""

import datetime as dt
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from osteon import __version__
from osteon.codes import value_sets
from osteon.dictionary import ENTITIES
from osteon.errors import Problem, suggest
from osteon.registry.actions.written import bookkeeping, deed
from osteon.registry.errors import RegistryError, UnknownRecordError
from osteon.registry.ledger import publish_current_head, writing
from osteon.registry.models import RECORD_MODELS, Centre
from osteon.registry.operations.columns import read_columns
from osteon.registry.operations.still import still_database
from osteon.registry.operations.whole import keep_whole
from osteon.registry.policies import EVERYWHERE, Actor, Permission, require
from osteon.registry.states import RecordState
from osteon.snapshot import Snapshot, build_snapshot, open_snapshot

NOT_FROZEN = frozenset({"data_cut"})


def freeze(
    folder: Path,
    *,
    data_cutoff: dt.date,
    by: Actor,
    at: dt.datetime,
    centres: Sequence[str] | None = None,
) -> Snapshot:
    """Freeze what counts as a snapshot: records that are complete, signed or locked.

    A record that belongs to one that does not count is held back, and the snapshot says how many
    were. Writers do not wait. The snapshot takes its place only after the audit trail names it.

    Parameters
    ----------
    folder : Path
        Where the snapshot is to lie; nothing may lie there yet.
    data_cutoff : date
        Last day of the data.
    by : Actor
        Who freezes.
    at : datetime
        When, with a zone.
    centres : sequence of str, optional
        Codes of centres; all at which the actor may freeze if not given.

    Returns
    -------
    Snapshot
        As written, opened and verified.

    Raises
    ------
    PermissionRefusedError
        The actor may not freeze at one of the centres, or at none at all.
    UnknownRecordError
        There is no such centre.
    RegistryError
        Something lies in the folder.
    """
    _require_free(folder)
    chosen = _permitted(by, centres)
    with still_database():
        read = {name: read_columns(name, chosen) for name in ENTITIES if name not in NOT_FROZEN}
    tables, held_back = keep_whole(read)
    workshop = folder.with_name(f".{folder.name}.freezing")
    shutil.rmtree(workshop, ignore_errors=True)
    try:
        made = build_snapshot(
            workshop,
            tables,
            data_cutoff=data_cutoff,
            source=_source(chosen, held_back),
            created=at,
        )
        _record(made, tables, chosen, by=by, at=at)
        workshop.rename(folder)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    publish_current_head(at, "freeze")
    return open_snapshot(folder)


def _require_free(folder: Path) -> None:
    if folder.exists():
        problem = Problem(
            str(folder), "something", "a folder that is not there yet",
            "A snapshot is never replaced; choose another name.",
        )  # fmt: skip
        raise RegistryError("The snapshot cannot be frozen there.", [problem])


def _permitted(by: Actor, centres: Sequence[str] | None) -> list[str]:
    known = list(Centre.objects.order_by("code").values_list("code", flat=True))
    for code in centres or ():
        require(by, Permission.FREEZE, code)
        if code not in known:
            problem = Problem("centre", "no centre of this code", "a centre", suggest(code, known))
            raise UnknownRecordError("There is no such centre.", [problem])
    chosen = [
        code for code in by.centres(Permission.FREEZE, known) if centres is None or code in centres
    ]
    if not chosen:
        require(by, Permission.FREEZE, EVERYWHERE)
    return chosen


def _source(centres: Sequence[str], held_back: Mapping[str, int]) -> str:
    source = f"registry: centres {', '.join(centres)}"
    if not held_back:
        return source
    rows = ", ".join(f"{name} {n}" for name, n in held_back.items())
    return f"{source}; held back, as they belong to records that do not count: {rows}"


def _record(
    made: Snapshot,
    tables: Mapping[str, pa.Table],
    centres: Sequence[str],
    *,
    by: Actor,
    at: dt.datetime,
) -> None:
    """Record the closing of the data as a row of its own, and its entry in the audit trail."""
    row = {
        "id": f"{at:%Y%m%dT%H%M%S%f}-{made.digest[:12]}",
        "centre_id": centres[0] if len(centres) == 1 else EVERYWHERE,
        "source": "derived",
        "cut_date": made.data_cutoff,
        "software_version": __version__,
        "code_list_versions": [f"{name} {codes.version}" for name, codes in value_sets().items()],
        "table_rows": [f"{name} {table.num_rows}" for name, table in sorted(tables.items())],
        "export_sha256": made.digest,
    }
    with writing(by=by, at=at) as ledger:
        record = RECORD_MODELS["data_cut"](record_state=RecordState.LOCKED.value)
        record.take(row | bookkeeping(ledger, version=1, created=None))
        record.save(force_insert=True)
        ledger.note(deed("freeze", record, before={}, reason=f"snapshot {made.digest}"))
