"""A copy of the whole database in one file, made while others write, and read back."""

import datetime as dt
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection

from osteon.errors import Problem
from osteon.registry.errors import BrokenChainError, RegistryError
from osteon.registry.ledger import Deed, publish_current_head, writing
from osteon.registry.models import AuditHead
from osteon.registry.operations import copy_postgresql, copy_sqlite
from osteon.registry.operations.verifying import verify
from osteon.registry.policies import EVERYWHERE, Actor, Permission, require

Copy: TypeAlias = Callable[[Path], None]
_WRITE: Mapping[str, Copy] = {
    "sqlite": copy_sqlite.write_copy,
    "postgresql": copy_postgresql.write_copy,
}
_READ: Mapping[str, Copy] = {
    "sqlite": copy_sqlite.read_copy,
    "postgresql": copy_postgresql.read_copy,
}


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restored backup brought back.

    Parameters
    ----------
    number : int
        The last entry of the audit trail that the backup knew of.
    lost : int
        How many entries were published after it, as far as the file of heads tells.
    """

    number: int
    lost: int


def backup(file: Path, *, by: Actor, at: dt.datetime) -> None:
    """Write the database as it is at one moment to a file that only its owner can read.

    Others go on writing. The file appears when it is whole and on the disk. It holds no key:
    whoever restores it needs the secrets of the registry, which are kept elsewhere.

    Parameters
    ----------
    file : Path
        Where the backup is to lie; nothing may lie there yet.
    by : Actor
        An administrator.
    at : datetime
        When, with a zone.

    Raises
    ------
    PermissionRefusedError
        The actor is no administrator.
    RegistryError
        Something lies there already.
    """
    require(by, Permission.ADMINISTER, EVERYWHERE)
    if file.exists():
        problem = Problem(str(file), "a file", "a name that is not taken", "Choose another name.")
        raise RegistryError("The backup cannot be written there.", [problem])
    with writing(by=by, at=at) as ledger:
        ledger.note(Deed("backup", record_id=file.name))
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f".{file.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)
        _WRITE[connection.vendor](partial)
        _flush(partial)
        partial.rename(file)
    finally:
        partial.unlink(missing_ok=True)
    publish_current_head(at, "backup")


def restore(file: Path, *, by: Actor, at: dt.datetime) -> Restored:
    """Read a backup into an empty database, bring it to the present schema, and verify it.

    Raises
    ------
    PermissionRefusedError
        The actor is no administrator.
    RegistryError
        The file is no backup for a database of this kind, or the database is not empty.
    BrokenChainError
        What came back is not what was written.
    """
    require(by, Permission.ADMINISTER, EVERYWHERE)
    if not file.is_file():
        problem = Problem(str(file), "no file", "a backup")
        raise RegistryError("The backup cannot be read.", [problem])
    _require_empty()
    _READ[connection.vendor](file)
    call_command("migrate", interactive=False, verbosity=0)
    Session.objects.all().delete()
    published = _last_published()
    number = int(AuditHead.objects.get(id=1).number)
    with writing(by=by, at=at) as ledger:
        ledger.note(Deed("restore", record_id=file.name))
    publish_current_head(at, "restore")
    problems = verify()
    if problems:
        raise BrokenChainError("The backup is not what was written.", problems)
    return Restored(number, max(0, published - number))


def _require_empty() -> None:
    """Pass if nothing would be lost."""
    if connection.introspection.table_names():
        problem = Problem(
            "database", "a database that holds something", "an empty one",
            "Move the old one away, or name another in registry.toml.",
        )  # fmt: skip
        raise RegistryError("A backup is restored into an empty database only.", [problem])


def _last_published() -> int:
    file = Path(settings.OSTEON_AUDIT_HEADS)
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return max((int(json.loads(line)["number"]) for line in lines), default=0)


def _flush(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
