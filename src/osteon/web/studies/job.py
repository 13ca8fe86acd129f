"""A study run in the background by the program itself, as on the command line."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from osteon.errors import StudyError
from osteon.registry.folder import SECRETS
from osteon.registry.policies import Actor
from osteon.web import background
from osteon.web.jobs import PROGRESS, Job, create_job, find_job, working
from osteon.web.request import now
from osteon.web.studies.protocols import PROTOCOL
from osteon.web.studies.snapshots import FrozenSnapshot, snapshots_folder

RESULTS = "results"
FORMATS = "html,docx,pdf,xlsx"
LONGEST_SECONDS = 4 * 3600
COMMAND = "from osteon.cli import main; main()"


def studies_folder() -> Path:
    """Return where studies lie."""
    folder: Path = settings.OSTEON_FOLDER.studies
    return folder


def create_study(snapshot: FrozenSnapshot, *, title: str, by: Actor) -> Job:
    """Make the folder of a study of a snapshot; its protocol is put there before it starts."""
    facts = {
        "title": title,
        "snapshot": snapshot.name,
        "digest": snapshot.digest,
        "data_cutoff": snapshot.data_cutoff,
        "centres": list(snapshot.centres),
    }
    return create_job(studies_folder(), by=by.name, at=now(), facts=facts)


def start_study(job: Job) -> None:
    """Start the process that runs it."""
    background.start("study", job.key)


def work(key: str) -> None:
    """Check and run a study; what the program says on the way is its progress."""
    job = find_job(studies_folder(), key)
    with working(job):
        _say(job, "study", "check", PROTOCOL)
        snapshot = snapshots_folder() / str(job.facts["snapshot"])
        _say(job, "study", "run", PROTOCOL, str(snapshot), RESULTS, "--format", FORMATS)


def _say(job: Job, *words: str) -> None:
    """Run a command of the program in the folder of some work, without the registry's secrets.

    Raises
    ------
    StudyError
        It failed, or took too long.
    """
    with (job.folder / PROGRESS).open("ab") as progress:
        try:
            ended = subprocess.run(  # noqa: S603  # the program itself, with words of its own
                [sys.executable, "-c", COMMAND, *words],
                cwd=job.folder,
                env={name: value for name, value in os.environ.items() if name not in SECRETS},
                stdin=subprocess.DEVNULL,
                stdout=progress,
                stderr=subprocess.STDOUT,
                timeout=LONGEST_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise StudyError("The study took too long and was ended.") from error
    if ended.returncode != 0:
        raise StudyError("The study could not be run; what the program said stands below.")
