"""``osteon study check`` and ``schema``: what a protocol may say, and whether one holds."""

from pathlib import Path
from typing import Annotated

import typer

from osteon.cli.console import OUT, show_progress
from osteon.cli.findings import check_refusals, describe_findings
from osteon.cli.options import Quiet
from osteon.protocol import load_protocol, shipped_json_schema
from osteon.snapshot import open_snapshot
from osteon.study import check_expectations, check_study


def check(
    protocol: Annotated[Path, typer.Argument(help="A protocol in TOML.")],
    snapshot: Annotated[Path | None, typer.Argument(help="Also hold it against this.")] = None,
    *,
    quiet: Quiet = False,
) -> None:
    """Check a protocol as a whole; with a snapshot, also what guards say of its analyses.

    A refusal fails; a warning, acknowledged or not, does not.

    Example: osteon study check protocols/sinet_bone.toml
    """
    study = load_protocol(protocol)
    with show_progress("Check", quiet=quiet) as announce:
        announce("Invented patients")
        n_expected = check_expectations(study, name=protocol.name)
    if snapshot is not None:
        with show_progress("Check", quiet=quiet) as announce:
            checked = check_study(study, open_snapshot(snapshot), announce=announce)
        for line in describe_findings(checked.findings, study, protocol):
            OUT.print(line, markup=False)
        check_refusals(checked.refusals, study, protocol)
    OUT.print(
        f"{protocol.name} holds: {len(study.population)} populations, "
        f"{len(study.variable)} variables, {len(study.analysis)} analyses"
        f"{f', {n_expected} of {n_expected} expectations met' if n_expected else ''}.",
        markup=False,
    )


def schema() -> None:
    """Print the JSON Schema of a protocol, by which editors complete and check what is typed.

    Example: osteon study schema > protocol.schema.json
    """
    OUT.print(shipped_json_schema(), markup=False, end="")
