"""``osteon report``: documents from the results of a study."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from osteon.cli.console import OUT, show_progress
from osteon.cli.options import Formats, Quiet
from osteon.errors import Problem, StudyError
from osteon.protocol import StudyProtocol, load_protocol
from osteon.report import (
    RESULTS_FILE,
    Format,
    document_paths,
    load_results,
    parse_formats,
    write_report,
)
from osteon.study import StudyResults

app = typer.Typer(
    name="report", help="Documents from the results of a study.", no_args_is_help=True
)


@app.command()
def write(
    folder: Annotated[Path, typer.Argument(help="A result folder.")],
    *,
    formats: Formats = "html,docx,pdf",
    quiet: Quiet = False,
) -> None:
    """Write the documents of a result folder anew, without running the study.

    Example: osteon report write results/sinet --format docx
    """
    wanted = parse_formats(formats, where="--format")
    results = load_results(folder / RESULTS_FILE)
    protocol = _protocol_of(results, folder)
    with show_progress("Report", quiet=quiet) as announce:
        announce(", ".join(sorted(wanted)))
        write_report(results, folder, protocol=protocol, formats=wanted)
    name_documents(folder, wanted)


def _protocol_of(results: StudyResults, folder: Path) -> StudyProtocol | None:
    """Return the protocol that lies beside the results, if it is the one they answer."""
    path = folder / f"{results.study['id']}.toml"
    if not path.exists():
        return None
    protocol = load_protocol(path)
    if protocol.digest != results.study["protocol_digest"]:
        problem = Problem(
            where=str(path),
            found="a protocol with another digest than the results name",
            permitted="the protocol as it was run",
            hint="Run the study again, or take the file away: the report then has no methods.",
        )
        raise StudyError("The protocol was changed after the study was run.", [problem])
    return protocol


def name_documents(folder: Path, formats: Collection[Format]) -> None:
    """Say where the documents of a result folder lie."""
    for path in document_paths(folder, formats):
        OUT.print(f"Report: {path}", markup=False)
