"""``osteon synthetic``: registries whose truth is known."""

from pathlib import Path
from typing import Annotated

import typer

from osteon.cli.console import OUT, show_progress
from osteon.cli.freeze import freeze
from osteon.cli.options import Quiet
from osteon.synthetic import GOLDEN_DATA_CUTOFF, golden_records

app = typer.Typer(name="synthetic", help="Registries whose truth is known.", no_args_is_help=True)


@app.command()
def golden(
    folder: Annotated[Path, typer.Argument(help="Where the snapshot is written.")],
    *,
    quiet: Quiet = False,
) -> None:
    """Write the golden registry of 458 synthetic patients as a snapshot.

    Example: osteon synthetic golden snapshots/golden
    """
    with show_progress("Golden registry", quiet=quiet) as announce:
        announce("458 patients")
        snapshot = freeze(
            folder,
            golden_records(),
            data_cutoff=GOLDEN_DATA_CUTOFF,
            source="synthetic: golden siNET registry",
        )
    OUT.print(f"Snapshot {snapshot.digest[:12]} in {folder}", markup=False)
