"""``osteon registry``: found a registry, fill it, freeze it, keep copies of it, verify it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from osteon.cli.console import ERR, OUT, show_progress
from osteon.cli.options import Quiet, parse_day
from osteon.cli.registry_folder import Folder, open_registry, require_installed
from osteon.errors import Problem
from osteon.exchange import import_table, load_mapping
from osteon.registry.errors import BrokenChainError, RegistryError
from osteon.registry.folder import create_folder
from osteon.snapshot import open_snapshot

if TYPE_CHECKING:
    from osteon.registry.operations import Loaded

SHOWN = 20


def init(
    folder: Annotated[Path, typer.Argument(help="Where the registry is to lie.")],
    *,
    database: Annotated[
        str, typer.Option(help="postgresql://user@host/name; SQLite in the folder if not given.")
    ] = "",
    settings_only: Annotated[
        bool, typer.Option("--settings-only", help="Write settings and secrets, no database.")
    ] = False,
) -> None:
    """Make the folder of a new registry: settings, fresh secrets, and an empty database.

    Example: osteon registry init registry
    """
    require_installed()
    create_folder(folder, database=database)
    if not settings_only:
        by, at = open_registry(folder)
        from osteon.registry.operations import found

        found(by=by, at=at)
    OUT.print(f"Registry in {folder}; 'osteon serve {folder}' starts it.", markup=False)
    OUT.print(
        "Keep a copy of secrets.env elsewhere: without it no backup can be read.", markup=False
    )


def load(
    folder: Folder,
    source: Annotated[Path, typer.Argument(help="A snapshot, or a file with --mapping.")],
    *,
    mapping: Annotated[
        Path | None, typer.Option(help="TOML file: which column of the file feeds which field.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Enter the records of a snapshot, or of a file through a mapping; rejected rows are told.

    Example: osteon registry load registry snapshots/golden
    """
    by, at = open_registry(folder)
    from osteon.registry.operations import load_records, load_snapshot

    with show_progress("Load", quiet=quiet) as announce:
        announce(f"reading {source.name}")
        if mapping is None:
            loaded = load_snapshot(open_snapshot(source), by=by, at=at)
        else:
            result = import_table(load_mapping(mapping), source)
            OUT.print(result.render_report(), markup=False)
            announce("entering")
            loaded = load_records(result.records, by=by, at=at, reason=source.name)
    _report(loaded)


def freeze(
    folder: Folder,
    snapshot: Annotated[Path, typer.Argument(help="Where the snapshot is written.")],
    cutoff: Annotated[str, typer.Option(help="Last day of the data, as 2023-05-31.")],
    *,
    centre: Annotated[
        list[str] | None, typer.Option(help="A centre to keep to; may be given again.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Freeze what counts as a snapshot for study; the audit trail names its digest.

    Example: osteon registry freeze registry snapshots/2026 --cutoff 2026-11-22
    """
    data_cutoff = parse_day(cutoff, where="--cutoff")
    by, at = open_registry(folder)
    from osteon.registry import operations

    with show_progress("Freeze", quiet=quiet) as announce:
        announce("reading")
        made = operations.freeze(snapshot, data_cutoff=data_cutoff, by=by, at=at, centres=centre)
    OUT.print(f"Snapshot {made.digest[:12]} in {snapshot}", markup=False)


def backup(
    folder: Folder,
    file: Annotated[
        Path | None, typer.Argument(help="Where the copy is written; backups/ if not given.")
    ] = None,
    *,
    quiet: Quiet = False,
) -> None:
    """Copy the whole database to one file, while others go on writing.

    Example: osteon registry backup registry
    """
    by, at = open_registry(folder)
    from osteon.registry import operations

    target = file or folder / "backups" / f"{at:%Y-%m-%dT%H%M%SZ}.backup"
    with show_progress("Backup", quiet=quiet) as announce:
        announce("copying")
        operations.backup(target, by=by, at=at)
    OUT.print(f"Backup: {target}", markup=False)


def restore(
    folder: Folder,
    file: Annotated[Path, typer.Argument(help="A backup.")],
    *,
    quiet: Quiet = False,
) -> None:
    """Read a backup into the empty database of a registry, and verify what came back.

    The folder holds the settings and the secrets that the backup was made with.

    Example: osteon registry restore registry 2026-11-22.backup
    """
    by, at = open_registry(folder)
    from osteon.registry import operations

    with show_progress("Restore", quiet=quiet) as announce:
        announce("reading and verifying")
        restored = operations.restore(file, by=by, at=at)
    OUT.print(f"Restored and verified up to audit entry {restored.number}.", markup=False)
    if restored.lost:
        ERR.print(
            f"The file of heads knows of {restored.lost} later entries, which are lost.",
            markup=False,
        )


def verify(folder: Folder, *, quiet: Quiet = False) -> None:
    """Hold the audit trail and every row it covers against what was written.

    Example: osteon registry verify registry
    """
    open_registry(folder)
    from osteon.registry import operations

    with show_progress("Verify", quiet=quiet) as announce:
        announce("reading the audit trail and every row")
        problems = operations.verify()
    if problems:
        raise BrokenChainError("The registry is not what was written.", problems)
    OUT.print("The registry is as it was written.", markup=False)


def _report(loaded: "Loaded") -> None:
    rows = sum(loaded.entered.values())
    OUT.print(f"Entered {rows} rows into {len(loaded.entered)} tables.", markup=False)
    rejected = {name: rows for name, rows in loaded.rejected.items() if rows}
    if not rejected:
        return
    problems = [
        Problem(f"{name}, row {row.row_number}: {problem.where}", problem.found, problem.permitted)
        for name, rows in rejected.items()
        for row in rows
        for problem in row.problems
    ]
    more = len(problems) - SHOWN
    if more > 0:
        problems = [*problems[:SHOWN], Problem("rows", f"{more} more problems", "none")]
    n = sum(map(len, rejected.values()))
    raise RegistryError(f"{n} rows were rejected; all others are entered.", problems)
