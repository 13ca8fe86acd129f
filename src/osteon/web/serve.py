"""The way in from the command line: Django set up for one registry, and the server started."""

import os
import socket
from pathlib import Path

import django
from django.db import OperationalError, connection
from django.urls import reverse
from granian import Granian
from granian.constants import Interfaces

from osteon.errors import Problem
from osteon.registry.errors import RegistryError
from osteon.registry.folder import FOLDER_VARIABLE, RegistryFolder, open_folder

SETTINGS = "osteon.web.settings"
APPLICATION = "osteon.web.wsgi:application"
THREADS = 4
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})


def set_up(path: Path) -> RegistryFolder:
    """Set Django up for the registry of a folder; once in the life of a process.

    Raises
    ------
    RegistryError
        There is no registry, its settings are at fault, or its database does not answer.
    """
    folder = open_folder(path)
    os.environ[FOLDER_VARIABLE] = str(folder.path)
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    django.setup()
    try:
        connection.ensure_connection()
    except OperationalError as error:
        problem = Problem(
            "database", "no answer", "a database that answers",
            "Start it, or mend its address in registry.toml.",
        )  # fmt: skip
        raise RegistryError("The database does not answer.", [problem]) from error
    return folder


def outer_address(folder: RegistryFolder, *, host: str, port: int) -> str:
    """Return the address at which people reach a registry.

    Where a proxy ends TLS this is the first name under ``hosts`` that is not this machine's own,
    else where the server answers.
    """
    if not folder.https:
        return f"http://{host}:{port}"
    outside = [name for name in folder.hosts if name not in LOOPBACK and name[:1] not in {".", "*"}]
    return f"https://{(outside or folder.hosts)[0]}"


def start_link(token: str, *, at: str) -> str:
    """Return the address by which an account sets its first password, at that of the registry."""
    return f"{at}{reverse('open_link', args=[token])}"


def run_server(*, host: str, port: int, threads: int = THREADS) -> None:
    """Answer requests until the process is told to end.

    Raises
    ------
    RegistryError
        The address is taken, or not this machine's.
    """
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        problem = Problem(f"{host}:{port}", "an address that is taken", "one that is free")
        raise RegistryError("The registry cannot answer there.", [problem]) from error
    server = Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=threads,
        websockets=False,
        respawn_failed_workers=True,
    )
    server.serve()
