"""``osteon registry demo``: the golden patients in a registry, and an account for each role."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from osteon.cli.console import OUT, show_progress
from osteon.cli.options import Quiet
from osteon.cli.registry_folder import Command, open_registry, require_installed
from osteon.registry.folder import SETTINGS_FILE, create_folder
from osteon.registry.policies import EVERYWHERE, Role
from osteon.synthetic import golden_records

PASSWORD_BYTES = 12


def demo(
    folder: Annotated[Path, typer.Argument(help="Where the registry is to lie.")],
    *,
    quiet: Quiet = False,
) -> None:
    """Make a registry with the golden synthetic patients and one account for each role.

    Passwords are random and printed once. Where there is a registry already, it stays as it is.

    Example: osteon registry demo demo/registry
    """
    require_installed()
    if (folder / SETTINGS_FILE).exists():
        OUT.print(f"There is a registry in {folder}; it stays as it is.", markup=False)
        return
    create_folder(folder)
    command = open_registry(folder)
    with show_progress("Registry", quiet=quiet) as announce:
        announce("founding")
        passwords = _fill(command, announce=announce)
    listing = Table("account", "password")
    for username, password in passwords.items():
        listing.add_row(username, password)
    OUT.print(listing)
    OUT.print("The passwords are shown once; they stand nowhere else.", markup=False)


def _fill(command: Command, *, announce: Callable[[str], None]) -> dict[str, str]:
    """Enter patients and accounts; return the passwords by account."""
    from osteon.registry.actions import create_account, grant_role, use_link
    from osteon.registry.operations import found, load_records

    by, at = command
    found(by=by, at=at)
    announce("entering 458 synthetic patients")
    load_records(golden_records(), by=by, at=at, reason="golden synthetic registry")
    passwords: dict[str, str] = {}
    for role in Role:
        token = create_account(role.value, f"One {role.value}", by=by, at=at)
        grant_role(role.value, role, EVERYWHERE, by=by, at=at)
        passwords[role.value] = secrets.token_urlsafe(PASSWORD_BYTES)
        use_link(token, passwords[role.value], at=at)
    return passwords
