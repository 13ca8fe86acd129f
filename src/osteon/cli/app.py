"""The command line as a whole, and the one place where an error becomes a message and an exit code.

The commands stand in `osteon.cli.commands`: a new one is a line there.
"""

import gc
import sys
from typing import Annotated

import typer

from osteon import __version__
from osteon.cli.commands import ALONE, COMMANDS, GROUPS
from osteon.cli.console import ERR, OUT
from osteon.cli.lazy import lazy_group
from osteon.errors import UserError

YOUNG_OBJECTS = 200_000  # a query is many small objects; to look through them often costs a sixth

app = typer.Typer(
    name="osteon",
    cls=lazy_group(COMMANDS[ALONE]),
    help="Registry and study engine for bone metastases in neuroendocrine tumours.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for group, summary in GROUPS.items():
    app.add_typer(
        typer.Typer(name=group, cls=lazy_group(COMMANDS[group]), help=summary, no_args_is_help=True)
    )


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
    finally:
        gc.freeze()  # or the interpreter looks through all queries again as it ends, for a second
