"""The commands, and the one place where an error becomes a message and an exit code."""

import gc
import sys
from typing import Annotated

import typer

from osteon import __version__
from osteon.cli.console import ERR, OUT
from osteon.cli.demo import demo
from osteon.cli.differences import diff
from osteon.cli.reports import app as report_app
from osteon.cli.snapshots import app as snapshot_app
from osteon.cli.studies import app as study_app
from osteon.cli.synthetics import app as synthetic_app
from osteon.cli.worklists import board_pack, worklist
from osteon.errors import UserError

YOUNG_OBJECTS = 200_000  # a query is many small objects; to look through them often costs a sixth

app = typer.Typer(
    name="osteon",
    help="Registry and study engine for bone metastases in neuroendocrine tumours.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(report_app)
app.add_typer(snapshot_app)
app.add_typer(study_app)
app.add_typer(synthetic_app)
app.command()(demo)
study_app.command()(diff)
app.command()(worklist)
app.command()(board_pack)


@app.callback(invoke_without_command=True)
def osteon(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,  # noqa: FBT002
) -> None:
    """Research use only: not a medical device, not for diagnosis or treatment decisions.

    Example: osteon demo
    """
    if version:
        OUT.print(f"osteon {__version__}")


def main() -> None:
    """Run the command line; an error of the user's ends with its message and exit code."""
    gc.set_threshold(YOUNG_OBJECTS)
    try:
        app()
    except UserError as error:
        ERR.print(str(error), style="red", markup=False)
        sys.exit(error.exit_code)
