"""Work in the background with a folder of its own: who wants it, how far it is, how it ended."""

import fcntl
import json
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext_noop

from osteon.errors import Problem, UserError
from osteon.registry.errors import UnknownRecordError
from osteon.web.request import now

FACTS, OUTCOME, PROGRESS, LOCK = "job.json", "outcome.json", "progress.txt", "lock"
START_TAKES = timedelta(seconds=60)
"""A process that has not begun by then never will."""
SHOWN_STEPS = 400


class JobState(StrEnum):
    """How far some work is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True)
class Job:
    """Some work with its folder.

    Parameters
    ----------
    folder : Path
        Where all of it lies; its name is the key of the work.
    by : str
        The account that wants it.
    at : datetime
        When it was asked for.
    facts : mapping
        What it is about.
    """

    folder: Path
    by: str
    at: datetime
    facts: Mapping[str, object]

    @property
    def key(self) -> str:
        """The name of the folder."""
        return self.folder.name

    @property
    def state(self) -> JobState:
        """How far it is."""
        outcome = self.outcome
        if outcome is not None:
            return JobState.DONE if outcome["ok"] else JobState.FAILED
        if _is_locked(self.folder / LOCK):
            return JobState.RUNNING
        begun = (self.folder / PROGRESS).exists()
        late = now() - self.asked_at > START_TAKES
        return JobState.INTERRUPTED if begun or late else JobState.WAITING

    @property
    def is_open(self) -> bool:
        """Whether something may still happen."""
        return self.state in {JobState.WAITING, JobState.RUNNING}

    @property
    def asked_at(self) -> datetime:
        """When the process was asked to start."""
        return datetime.fromtimestamp((self.folder / FACTS).stat().st_mtime, tz=self.at.tzinfo)

    @property
    def outcome(self) -> dict[str, object] | None:
        """How it ended, if it did: ``ok``, ``summary``, ``problems``, ``at``."""
        path = self.folder / OUTCOME
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

    @property
    def steps(self) -> list[str]:
        """What was said on the way, the last lines of it."""
        path = self.folder / PROGRESS
        text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        return text.splitlines()[-SHOWN_STEPS:]

    def say(self, step: str) -> None:
        """Say what is done now."""
        with (self.folder / PROGRESS).open("a", encoding="utf-8") as file:
            file.write(f"{step}\n")

    def restart(self) -> None:
        """Make ready for a further part of the work."""
        (self.folder / OUTCOME).unlink(missing_ok=True)
        (self.folder / PROGRESS).unlink(missing_ok=True)
        (self.folder / FACTS).touch()

    def remove(self) -> None:
        """Forget the work with all that it left."""
        shutil.rmtree(self.folder, ignore_errors=True)


def create_job(root: Path, *, by: str, at: datetime, facts: Mapping[str, object]) -> Job:
    """Make the folder of some work, readable by its owner only."""
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = root / uuid.uuid4().hex
    folder.mkdir(mode=0o700)
    job = Job(folder, by, at, dict(facts))
    write_json(folder / FACTS, {"by": by, "at": at.isoformat(), "facts": job.facts})
    return job


def find_job(root: Path, key: str) -> Job:
    """Return some work.

    Raises
    ------
    UnknownRecordError
        There is none of this key.
    """
    folder = root / key
    if not key.isalnum() or not (folder / FACTS).is_file():
        problem = Problem("key", "nothing of this key", "one that is listed")
        raise UnknownRecordError("There is nothing of this key.", [problem])
    kept = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    return Job(folder, kept["by"], datetime.fromisoformat(kept["at"]), kept["facts"])


def list_jobs(root: Path) -> list[Job]:
    """Return all work of a kind, the last first."""
    keys = [path.parent.name for path in root.glob(f"*/{FACTS}")] if root.is_dir() else []
    return sorted((find_job(root, key) for key in keys), key=lambda job: job.at, reverse=True)


@contextmanager
def working(job: Job) -> Iterator[None]:
    """Hold the work while it is done, one heavy piece after the other; write how it ended."""
    with (job.folder / LOCK).open("ab") as own, (job.folder.parent / LOCK).open("ab") as turn:
        fcntl.flock(own, fcntl.LOCK_EX)
        fcntl.flock(turn, fcntl.LOCK_EX)
        try:
            yield
        except UserError as error:
            problems = [str(problem) for problem in error.problems]
            _end(job, ok=False, summary=error.summary, problems=problems)
        except BaseException:
            summary = gettext_noop("The program failed; its operator finds why in its log.")
            _end(job, ok=False, summary=summary)
            raise
        else:
            _end(job, ok=True)


def write_json(path: Path, value: object) -> None:
    """Write a value so that who reads sees all of it or nothing."""
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(value, default=str), encoding="utf-8")
    partial.replace(path)


def _end(job: Job, *, ok: bool, summary: str = "", problems: list[str] | None = None) -> None:
    outcome = {"ok": ok, "summary": summary, "problems": problems or [], "at": now().isoformat()}
    write_json(job.folder / OUTCOME, outcome)


def _is_locked(path: Path) -> bool:
    if not path.exists():
        return False
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
