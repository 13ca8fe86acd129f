"""The registry of a folder, opened for a command: who acts, and when."""

from datetime import UTC, datetime
from getpass import getuser
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, NamedTuple, TypeAlias

import typer

from osteon.errors import Problem
from osteon.registry.errors import RegistryError
from osteon.registry.policies import Actor, operator

Folder: TypeAlias = Annotated[Path, typer.Argument(help="The folder of the registry.")]


class Command(NamedTuple):
    """Who gives a command, and when."""

    by: Actor
    at: datetime


def open_registry(folder: Path) -> Command:
    """Set Django up for the registry of a folder; its models can be imported from here on.

    Raises
    ------
    RegistryError
        There is no registry, it cannot be opened, or what it needs is not installed.
    """
    require_installed()
    from osteon.web.serve import set_up

    set_up(folder)
    return Command(operator(f"console:{getuser()}"), datetime.now(UTC))


def require_installed() -> None:
    """Refuse where the packages of the registry are not there.

    Raises
    ------
    RegistryError
        With the line that installs them.
    """
    if find_spec("django") is None:
        problem = Problem(
            "installation", "no packages of the registry", "osteon with its extra 'registry'",
            "pip install 'osteon[registry]'",
        )  # fmt: skip
        raise RegistryError("The registry is not installed.", [problem])
