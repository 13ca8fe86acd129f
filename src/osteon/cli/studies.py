"""``osteon study run``: a protocol answered from a snapshot, and its report."""

from pathlib import Path
from typing import Annotated

import typer

from osteon.cli.console import show_progress
from osteon.cli.documents import name_documents
from osteon.cli.options import Formats, Quiet, SuppressBelow
from osteon.report import parse_formats, report_writer


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
    with report_writer(wanted) as writer:
        # What computes takes seconds to load, in which the second process loads what draws.
        from osteon.cli.answers import Output, answer_protocol  # noqa: PLC0415

        output = Output(wanted, with_png=png, suppress_below=suppress_below, writer=writer)
        with show_progress("Study", quiet=quiet) as announce:
            answer_protocol(protocol, snapshot, folder, announce=announce, output=output)
    name_documents(folder, wanted)
