"""Work that takes longer than a page may: ``python -m osteon.web.background reviews``.

Pages start it and ask how far it is. A timer may start ``reviews`` at night, so that the day begins
with lists that are ready.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import IO

import django
from django.conf import settings

from osteon.registry.folder import FOLDER_VARIABLE

TASKS = {
    "reviews": "osteon.web.reviews.start",
    "freeze": "osteon.web.studies.freezing",
    "study": "osteon.web.studies.job",
    "import": "osteon.web.imports.job",
}
"""Modules whose ``work`` does it, by the name of the work."""


def start(task: str, *words: str, log: IO[bytes] | None = None) -> int:
    """Start some work in a process that outlives the request; return its number."""
    folder = settings.OSTEON_FOLDER.path
    output = subprocess.DEVNULL if log is None else log
    process = subprocess.Popen(  # noqa: S603  # the program itself, with words of its own
        [sys.executable, "-m", "osteon.web.background", task, *words],
        env=os.environ | {FOLDER_VARIABLE: str(folder)},
        cwd=Path("/"),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
    )
    # Somebody has to take note of its end, or the system keeps its entry until the server's own.
    threading.Thread(target=process.wait, daemon=True).start()
    return process.pid


def main(words: Sequence[str]) -> None:
    """Do the work that is named first; models need Django before they are imported."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "osteon.web.settings")
    django.setup()
    task, *rest = words
    import_module(TASKS[task]).work(*rest)


if __name__ == "__main__":
    main(sys.argv[1:])
