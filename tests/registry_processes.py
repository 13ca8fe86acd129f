"""Registries in folders of their own, worked on by programs that may be killed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from osteon.registry.folder import DATABASE_VARIABLE, FOLDER_VARIABLE

KEYS = {
    name: f"the key of kept schemas, {name.lower()}"
    for name in ("OSTEON_SECRET_KEY", "OSTEON_AUDIT_KEY", "OSTEON_IDENTITY_KEY")
}
"""Secrets of the registries that are kept in `tests/registry/schemas`."""
START = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from osteon.web.serve import set_up
folder = Path(sys.argv[1])
set_up(folder)
from osteon.registry import actions, operations, reading
from osteon.registry.models import RECORD_MODELS, AuditEntry
from osteon.registry.policies import Role, operator
from osteon.registry.states import RecordState
by, at = operator("tests"), datetime.now(UTC)
def patient(key, **values):
    row = {"patient_id": key, "centre_id": "A", "source": "manual", "birth": "1950", "sex": "F"}
    return row | values
"""


@dataclass(frozen=True)
class OwnRegistry:
    """A registry in a folder, and how to start programs that work on it."""

    folder: Path
    database: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)

    def osteon(self, *words: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, which has to be the one expected."""
        done = subprocess.run(
            [sys.executable, "-c", "from osteon.cli import main; main()", *map(str, words)],
            capture_output=True,
            text=True,
            env=self._environment(),
            check=False,
        )
        assert done.returncode == code, done.stderr + done.stdout
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def run(self, program: str, *words: object) -> str:
        """Run a program on the registry to its end; return what it said."""
        with self.start(program, *words) as process:
            said, complained = process.communicate()
        assert process.returncode == 0, complained
        return said

    def start(
        self, program: str, *words: object, into: Path | None = None
    ) -> subprocess.Popen[str]:
        """Start a program on the registry; what it says goes into a file, or waits to be read."""
        with ExitStack() as stack:
            said = stack.enter_context(into.open("w")) if into else subprocess.PIPE
            return self._start(program, words, said)

    def _start(
        self, program: str, words: Sequence[object], said: int | TextIO
    ) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", START + program, str(self.folder), *map(str, words)],
            stdout=said,
            stderr=subprocess.PIPE,
            text=True,
            env=self._environment(),
        )

    def twin(self, folder: Path, database: str) -> "OwnRegistry":
        """Return a registry without a database that has the settings and secrets of this one."""
        folder.mkdir()
        for name in ("registry.toml", "secrets.env"):
            shutil.copy(self.folder / name, folder / name)
        return OwnRegistry(folder, database, self.environment)

    def _environment(self) -> dict[str, str]:
        chosen = {FOLDER_VARIABLE, DATABASE_VARIABLE, "DJANGO_SETTINGS_MODULE", "OSTEON_TESTS_ON"}
        kept = {name: value for name, value in os.environ.items() if name not in chosen}
        database = {DATABASE_VARIABLE: self.database} if self.database else {}
        return kept | {"PYTHONPATH": os.pathsep.join(sys.path)} | database | dict(self.environment)
