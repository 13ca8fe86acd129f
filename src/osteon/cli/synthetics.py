"""``osteon synthetic``: registries whose truth is known."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from osteon.cli.console import OUT, show_progress
from osteon.cli.freeze import Rows, freeze
from osteon.cli.options import Quiet
from osteon.errors import Problem, ProtocolError
from osteon.snapshot import Snapshot
from osteon.synthetic import (
    GOLDEN_DATA_CUTOFF,
    GOLDEN_RADIOTHERAPY_DATA_CUTOFF,
    SimulationTruth,
    golden_radiotherapy_records,
    golden_records,
    parse_truth,
    write_simulated_snapshot,
)


class Golden(StrEnum):
    """The registries that are made by fixed rules, to meet a publication."""

    SINET = "sinet"
    RADIOTHERAPY = "radiotherapy"


class GoldenRegistry(NamedTuple):
    """A registry that follows a publication: its records, and when they were closed."""

    title: str
    size: str
    records: Callable[[], dict[str, list[dict[str, object]]]]
    data_cutoff: date


GOLDEN = {
    Golden.SINET: GoldenRegistry(
        "golden siNET registry", "458 patients", golden_records, GOLDEN_DATA_CUTOFF
    ),
    Golden.RADIOTHERAPY: GoldenRegistry(
        "golden registry of radiotherapy",
        "600 patients",
        golden_radiotherapy_records,
        GOLDEN_RADIOTHERAPY_DATA_CUTOFF,
    ),
}


def golden(
    folder: Annotated[Path, typer.Argument(help="Where the snapshot is written.")],
    registry: Annotated[
        Golden, typer.Option("--registry", "-r", help="Which publication it follows.")
    ] = Golden.SINET,
    *,
    quiet: Quiet = False,
) -> None:
    """Write a golden registry of synthetic patients, made to meet a publication, as a snapshot.

    Example: osteon synthetic golden snapshots/golden
    """
    with show_progress("Golden registry", quiet=quiet) as announce:
        snapshot = freeze_golden(registry, folder, announce)
    OUT.print(f"Snapshot {snapshot.digest[:12]} in {folder}", markup=False)


def freeze_golden(registry: Golden, folder: Path, announce: Callable[[str], None]) -> Snapshot:
    """Write the records of a golden registry as a snapshot made now."""
    chosen = GOLDEN[registry]
    announce(chosen.size)
    records: dict[str, Rows] = dict(chosen.records())
    source = f"synthetic: {chosen.title}"
    return freeze(folder, records, data_cutoff=chosen.data_cutoff, source=source)


def simulate(
    folder: Annotated[Path, typer.Argument(help="Where the snapshot is written.")],
    patients: Annotated[int, typer.Option("--patients", "-n", min=1, help="How many.")],
    seed: Annotated[
        int, typer.Option("--seed", "-s", min=0, help="The same seed gives the same registry.")
    ],
    truth: Annotated[
        Path | None,
        typer.Option("--truth", "-t", help="What it is drawn from, as JSON; all else by default."),
    ] = None,
    *,
    quiet: Quiet = False,
) -> None:
    """Draw a registry of any size from a declared truth, as a snapshot that names its seed.

    Example: osteon synthetic simulate snapshots/simulated --patients 1000 --seed 1
    """
    declared = SimulationTruth() if truth is None else _load_truth(truth)
    with show_progress("Simulated registry", quiet=quiet) as announce:
        announce(f"{patients} patients")
        simulated = write_simulated_snapshot(
            folder, declared, patients, seed=seed, created=datetime.now(UTC)
        )
    OUT.print(f"Snapshot {simulated.snapshot.digest[:12]} in {folder}", markup=False)


def _load_truth(path: Path) -> SimulationTruth:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(
            where=str(path),
            found="no text file that can be read",
            permitted="a truth in JSON, encoded as UTF-8",
        )
        raise ProtocolError("The truth cannot be read.", [problem]) from error
    return parse_truth(text, where=path.name)
