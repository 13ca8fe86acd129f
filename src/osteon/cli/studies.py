"""``osteon study run``: a protocol answered from a snapshot, and its report."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from osteon.cli.console import show_progress
from osteon.cli.documents import name_documents
from osteon.cli.findings import locate_problem
from osteon.cli.options import Formats, Quiet, SuppressBelow
from osteon.errors import StudyError
from osteon.protocol import StudyProtocol, load_protocol
from osteon.report import Commission, Format, parse_formats, report_writer, suppress
from osteon.snapshot import Snapshot, open_snapshot
from osteon.study import run_study, write_counts


@dataclass(frozen=True, slots=True)
class Output:
    """What a run writes: formats, figures as images too, and from which count on."""

    formats: Collection[Format]
    with_png: bool = False
    suppress_below: int = 0


def run(  # noqa: PLR0913  # the options of a command are its arguments
    protocol: Annotated[Path, typer.Argument(help="A protocol in TOML.")],
    snapshot: Annotated[Path, typer.Argument(help="A snapshot.")],
    folder: Annotated[Path, typer.Argument(help="Where the results are written.")],
    *,
    formats: Formats = "html,pdf",
    suppress_below: SuppressBelow = 0,
    png: Annotated[bool, typer.Option(help="Write figures as images of 300 dpi too.")] = False,
    quiet: Quiet = False,
) -> None:
    """Answer every analysis of a protocol and write the report.

    Example: osteon study run protocols/sinet_bone.toml snapshots/2026 results/sinet
    """
    wanted = parse_formats(formats, where="--format")
    study = load_protocol(protocol)
    with show_progress("Study", quiet=quiet) as announce:
        try:
            answer(
                study,
                open_snapshot(snapshot),
                folder,
                announce=announce,
                output=Output(wanted, with_png=png, suppress_below=suppress_below),
            )
        except StudyError as error:
            located = [locate_problem(problem, study, protocol) for problem in error.problems]
            raise StudyError(error.summary, located) from error
    name_documents(folder, wanted)


def answer(
    study: StudyProtocol,
    snapshot: Snapshot,
    folder: Path,
    *,
    announce: Callable[[str], None],
    output: Output,
) -> None:
    """Run a study and write its result folder, without small counts where that is asked for.

    What is to be without them is known at the end: nothing can be drawn ahead then.
    """
    with report_writer() as writer:
        if output.suppress_below:
            run = run_study(study, snapshot, announce=announce)
            run = suppress(run, output.suppress_below)
        else:
            run = run_study(study, snapshot, announce=announce, answered=writer.draw_ahead)
        announce("Report")
        folder.mkdir(parents=True, exist_ok=True)
        write_counts(run.counts, folder / "counts")
        (folder / f"{study.id}.toml").write_text(study.text, encoding="utf-8")
        writer.write(Commission(run.results, folder, study, output.formats, output.with_png))
