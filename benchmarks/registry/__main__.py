"""``python -m benchmarks.registry``: fill a registry, use it, and write the page of the manual."""

import argparse
import os
import tempfile
from importlib import import_module
from pathlib import Path

import django
from django.core.management import call_command

from osteon.registry.folder import DATABASE_VARIABLE, FOLDER_VARIABLE, create_folder


def main() -> None:
    """Open or found the registry; what needs its database is imported after that."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="osteon-bench-registry-") as name:
        folder = asked.folder or Path(name) / "registry"
        if not folder.exists():
            create_folder(folder)
        os.environ[FOLDER_VARIABLE] = str(folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "osteon.web.settings"
        if asked.database:
            os.environ[DATABASE_VARIABLE] = asked.database
        django.setup()
        call_command("migrate", verbosity=0)
        run = import_module("benchmarks.registry.run")
        run.measure(folder, n_patients=asked.patients, seconds=60 * asked.minutes)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.registry", description=__doc__)
    parser.add_argument("--patients", type=int, default=50_000)
    parser.add_argument("--database", default="", help="an address; SQLite where none is given")
    parser.add_argument("--minutes", type=float, default=5.0, help="how long the users click")
    parser.add_argument("--folder", type=Path, help="keep the registry, or use one that is filled")
    return parser.parse_args()


main()
