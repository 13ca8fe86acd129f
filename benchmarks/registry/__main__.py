"""``python -m benchmarks.registry``: fill a registry, use it, and write the page of the manual."""

import argparse
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connections

from osteon.registry.folder import DATABASE_VARIABLE, FOLDER_VARIABLE, create_folder

TESTS = Path(__file__).parents[2] / "tests"


def main() -> None:
    """Find the folder and the database."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="osteon-bench-registry-") as name:
        folder = asked.folder or Path(name) / "registry"
        if not asked.postgresql:
            _measure(folder, asked.database, asked)
            return
        sys.path.insert(0, str(TESTS))
        server = import_module("postgres_server")
        with server.running_postgres(options=()) as cluster:
            _measure(folder, cluster.create_database("registry"), asked)


def _measure(folder: Path, database: str, asked: argparse.Namespace) -> None:
    """Open or found the registry; what needs its database is imported after that."""
    if not folder.exists():
        create_folder(folder)
    os.environ[FOLDER_VARIABLE] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "osteon.web.settings"
    if database:
        os.environ[DATABASE_VARIABLE] = database
    django.setup()
    call_command("migrate", verbosity=0)
    run = import_module("benchmarks.registry.run")
    try:
        run.measure(folder, n_patients=asked.patients, seconds=60 * asked.minutes)
    finally:
        connections.close_all()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.registry", description=__doc__)
    parser.add_argument("--patients", type=int, default=50_000)
    parser.add_argument("--database", default="", help="an address; SQLite where none is given")
    parser.add_argument("--postgresql", action="store_true", help="on a server of its own")
    parser.add_argument("--minutes", type=float, default=5.0, help="how long the users click")
    parser.add_argument("--folder", type=Path, help="keep the registry, or use one that is filled")
    return parser.parse_args()


main()
