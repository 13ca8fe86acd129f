"""Freezing a snapshot in the background, for who asked and of the centres that are theirs."""

from datetime import date
from pathlib import Path

from django.conf import settings

from osteon.registry import operations
from osteon.registry.policies import Actor
from osteon.registry.reading import actor_of
from osteon.web import background
from osteon.web.jobs import Job, create_job, find_job, working
from osteon.web.request import now
from osteon.web.studies.snapshots import snapshots_folder


def freezes_folder() -> Path:
    """Return where it is kept how freezing goes."""
    folder: Path = settings.OSTEON_FOLDER.path / "freezes"
    return folder


def start_freezing(*, data_cutoff: date, by: Actor) -> Job:
    """Start to freeze; the snapshot is named by its day and a part of the key of the work."""
    at = now()
    job = create_job(
        freezes_folder(), by=by.name, at=at, facts={"data_cutoff": data_cutoff.isoformat()}
    )
    background.start("freeze", job.key)
    return job


def name_of(job: Job) -> str:
    """Return the name of the snapshot that some work freezes."""
    return f"{job.at.date()}-{job.key[:8]}"


def work(key: str) -> None:
    """Freeze what was asked for."""
    job = find_job(freezes_folder(), key)
    with working(job):
        job.say("Freezing")
        snapshots_folder().mkdir(mode=0o700, exist_ok=True)
        operations.freeze(
            snapshots_folder() / name_of(job),
            data_cutoff=date.fromisoformat(str(job.facts["data_cutoff"])),
            by=actor_of(job.by),
            at=now(),
        )
