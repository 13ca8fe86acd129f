"""``osteon snapshot``: freeze records for study, check what was frozen, say what it holds."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from osteon.cli.console import OUT, show_progress
from osteon.cli.freeze import freeze
from osteon.cli.options import Quiet, parse_day
from osteon.errors import SnapshotError
from osteon.exchange import import_table, load_mapping
from osteon.snapshot import check_snapshot, open_snapshot


def build(
    mapping: Annotated[Path, typer.Argument(help="TOML file: which column feeds which field.")],
    source: Annotated[Path, typer.Argument(help="CSV, XLSX, SPSS, Stata or Parquet file.")],
    folder: Annotated[Path, typer.Argument(help="Where the snapshot is written.")],
    cutoff: Annotated[str, typer.Option(help="Last day of the data, as 2023-05-31.")],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Report by row; write nothing.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Bring a file in through a mapping and freeze what the dictionary accepts.

    Rejected rows and their reasons go to a file beside the snapshot that only you can read.

    Example: osteon snapshot build mapping.toml patients.csv snapshots/2026 --cutoff 2023-05-31
    """
    data_cutoff = parse_day(cutoff, where="--cutoff")
    with show_progress("Import", quiet=quiet) as announce:
        announce("reading the mapping")
        table_mapping = load_mapping(mapping)
        announce(f"reading {source.name}")
        result = import_table(table_mapping, source)
        if dry_run:
            OUT.print(result.render_report(every_row=True), markup=False)
            return
        rejects = folder.with_name(f"{folder.name}.rejected.csv")
        if result.rejected:
            result.write_rejected(rejects)
        announce("freezing")
        snapshot = freeze(
            folder,
            result.records,
            data_cutoff=data_cutoff,
            source=source.name,
        )
    OUT.print(result.render_report(), markup=False)
    if result.rejected:
        OUT.print(f"Rejected rows, with reasons: {rejects}", markup=False)
    OUT.print(f"Snapshot {snapshot.digest[:12]} in {folder}", markup=False)


def check(folder: Annotated[Path, typer.Argument(help="A snapshot.")]) -> None:
    """Read every file of a snapshot and hold it against the manifest.

    Example: osteon snapshot check snapshots/2026
    """
    problems = check_snapshot(folder)
    if problems:
        raise SnapshotError(f"{folder} is not a snapshot that can be trusted.", problems)
    OUT.print(f"{folder} is whole.", markup=False)


def describe(folder: Annotated[Path, typer.Argument(help="A snapshot.")]) -> None:
    """Print rows, range of dates and missing values, table by table.

    Example: osteon snapshot describe snapshots/2026
    """
    snapshot = open_snapshot(folder)
    OUT.print(f"Snapshot {snapshot.digest}", markup=False)
    OUT.print(
        f"Data cut-off {snapshot.data_cutoff}; source {snapshot.manifest.source}", markup=False
    )
    listing = Table("table", "rows", "first date", "last date", "fields with missing values")
    for table in snapshot.describe():
        missing = ", ".join(
            f"{name} {n}" for name, n in table.missing.items() if 0 < n < table.rows
        )
        listing.add_row(
            table.name, str(table.rows), str(table.first_date or ""), str(table.last_date or ""),
            missing,
        )  # fmt: skip
    OUT.print(listing)
