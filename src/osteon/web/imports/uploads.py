"""An uploaded file with its mapping: taken in, parsed apart within limits, and forgotten again."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from osteon.errors import Problem, SourceFileError
from osteon.exchange import packaged_mapping
from osteon.registry.errors import UnknownRecordError
from osteon.registry.policies import Actor, Permission
from osteon.web.imports.parse import MAPPING, PARSED
from osteon.web.jobs import Job, create_job, find_job, list_jobs
from osteon.web.request import now

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".sav")
LARGEST_SOURCE = 100 * 1024**2
LARGEST_MAPPING = 1024**2
KEPT_FOR = timedelta(days=2)
"""What was neither entered nor dropped by then is forgotten."""
WALL_SECONDS = 240
PASSED_ON = ("PATH", "LANG", "LC_ALL", "PYTHONPATH")
"""What the parser is told of the environment: none of the registry's secrets."""


def imports_folder() -> Path:
    """Return where uploads lie until they are entered or dropped."""
    folder: Path = settings.OSTEON_FOLDER.path / "imports"
    return folder


def packaged_mappings() -> list[str]:
    """Return the names of the mappings that come with the program."""
    return sorted(path.stem for path in packaged_mapping("any").parent.glob("*.toml"))


def take_in(
    source: UploadedFile | None, *, mapping: str, uploaded: UploadedFile | None, by: Actor
) -> Job:
    """Keep a file and its mapping, readable by the registry only, and forget what is old.

    Raises
    ------
    SourceFileError
        There is no file, it is too large or of another kind, or there is no such mapping.
    """
    for old in list_jobs(imports_folder()):
        if now() - old.at > KEPT_FOR and not old.is_open:
            old.remove()
    problems = [*_source_problems(source), *_mapping_problems(mapping, uploaded)]
    if problems or source is None:
        raise SourceFileError("The file is not taken in.", problems)
    suffix = Path(source.name or "").suffix.lower()
    name = "own" if uploaded is not None else mapping
    job = create_job(imports_folder(), by=by.name, at=now(), facts={"mapping": name})
    with (job.folder / f"source{suffix}").open("wb") as file:
        shutil.copyfileobj(source, file)
    if uploaded is not None:
        (job.folder / MAPPING).write_bytes(uploaded.read())
    else:
        shutil.copyfile(packaged_mapping(mapping), job.folder / MAPPING)
    return job


def find_upload(key: str, *, by: Actor) -> Job:
    """Return an upload of one's own.

    Raises
    ------
    UnknownRecordError
        There is none of this key, or it is somebody else's.
    """
    job = find_job(imports_folder(), key)
    if job.by != by.name or not by.may_anywhere(Permission.IMPORT):
        problem = Problem("key", "nothing of this key", "one that is listed")
        raise UnknownRecordError("There is nothing of this key.", [problem])
    return job


def parse_apart(
    folder: Path, *, wall_seconds: int = WALL_SECONDS, cpu_seconds: int | None = None
) -> Mapping[str, Any]:
    """Return what a process of its own makes of the file in a folder.

    Raises
    ------
    SourceFileError
        The mapping or the file cannot be used, or it took too long or too much.
    """
    words = [] if cpu_seconds is None else [str(cpu_seconds)]
    process = subprocess.Popen(  # noqa: S603  # the program itself, with words of its own
        [sys.executable, "-m", "osteon.web.imports.parse", str(folder), *words],
        cwd=folder,
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        code = process.wait(timeout=wall_seconds)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise _too_much("more time than an import may take") from error
    if not (folder / PARSED).exists():
        why = "more than an import may use" if code < 0 else "a file at which the parser failed"
        raise _too_much(why)
    parsed: Mapping[str, Any] = json.loads((folder / PARSED).read_text(encoding="utf-8"))
    if "summary" in parsed:
        raise SourceFileError("\n".join([parsed["summary"], *parsed["problems"]]))
    return parsed


def _too_much(found: str) -> SourceFileError:
    hint = "Split the file, or ask the operator of the registry."
    problem = Problem("the file", found, "a file within the limits of the import", hint)
    return SourceFileError("The file cannot be parsed.", [problem])


def _source_problems(source: UploadedFile | None) -> list[Problem]:
    if source is None:
        return [Problem("file", "nothing", "a file to import")]
    problems = []
    if (source.size or 0) > LARGEST_SOURCE:
        permitted = f"at most {LARGEST_SOURCE // 1024**2} MB"
        problems.append(Problem("file", "a larger one", permitted, "Split it."))
    if Path(source.name or "").suffix.lower() not in SUFFIXES:
        problems.append(Problem("file", "a file of another kind", ", ".join(SUFFIXES)))
    return problems


def _mapping_problems(mapping: str, uploaded: UploadedFile | None) -> list[Problem]:
    if uploaded is not None:
        small = (uploaded.size or 0) <= LARGEST_MAPPING
        return [] if small else [Problem("mapping", "a larger file", "at most 1 MB")]
    known = packaged_mappings()
    return [] if mapping in known else [Problem("mapping", "none of this name", ", ".join(known))]
