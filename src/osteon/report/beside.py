"""A report written beside its study: a second process draws what is answered already."""

import os
import pickle
import subprocess
import sys
from collections.abc import Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from osteon.report.formats import Format

if TYPE_CHECKING:  # this process may load what computes while the second one loads what draws
    from osteon.protocol import StudyProtocol
    from osteon.study import StudyResults

PROGRAM = "import gc; gc.set_threshold(200_000); from osteon.report.ahead import work; work()"
"""Figures and documents are many small objects; to look through them often takes long."""
CORES = 2


@dataclass(frozen=True, slots=True)
class Commission:
    """A report to be written, as `write_report` is asked for it."""

    results: "StudyResults"
    folder: Path
    protocol: "StudyProtocol | None"
    formats: Collection[Format]
    with_png: bool = False

    def write(self) -> None:
        """Write it in this process."""
        from osteon.report.writing import write_report  # noqa: PLC0415  # takes long, needed rarely

        write_report(
            self.results,
            self.folder,
            protocol=self.protocol,
            formats=self.formats,
            with_png=self.with_png,
        )


class SecondProcess:
    """A process that draws what it is sent, and writes the report that it is sent last.

    Parameters
    ----------
    formats : collection of Format
        In which the report will be written.
    """

    def __init__(self, formats: Collection[Format]) -> None:
        self._process = subprocess.Popen(  # noqa: S603  # the program itself, with words of its own
            [sys.executable, "-P", "-c", PROGRAM, *formats],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # what the terminal sends to this process is not for that one
        )
        self._pipe = cast("IO[bytes]", self._process.stdin)
        self._postman = ThreadPoolExecutor(max_workers=1)

    def send(self, message: object) -> Future[None]:
        """Send a message; nobody waits until the process has time to read it."""
        return self._postman.submit(_dump, message, self._pipe)

    def has_written(self, commission: Commission) -> bool:
        """Have a report written, and return whether it was, when that is known."""
        sent = self.send(commission)
        return sent.exception() is None and self._process.wait() == 0

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        self._postman.shutdown(cancel_futures=True)
        with suppress(BrokenPipeError):
            self._pipe.close()


@dataclass(frozen=True, slots=True)
class ReportWriter:
    """Writes a report, and draws its figures before all of them are known.

    Where there is no second process, or it fails, the report is written here: it is the same
    report, and what is wrong with it is said by `write_report`.
    """

    beside: SecondProcess | None

    def draw_ahead(self, found: "StudyResults") -> None:
        """Draw the figures of some answers, while others are still sought."""
        if self.beside is not None:
            self.beside.send(found)

    def write(self, commission: Commission) -> None:
        """Write a report; return when it is written."""
        if self.beside is None or not self.beside.has_written(commission):
            commission.write()


@contextmanager
def report_writer(formats: Collection[Format]) -> Iterator[ReportWriter]:
    """Yield what writes a report; no process of it is left behind, however the block ends.

    The formats are those in which the report will be written.
    """
    beside = _start(formats)
    try:
        yield ReportWriter(beside)
    finally:
        if beside is not None:
            beside.end()


def _start(formats: Collection[Format]) -> SecondProcess | None:
    """Start a second process where there is a core for it, and the system lets it be."""
    if _cores() < CORES:
        return None
    try:
        return SecondProcess(formats)
    except OSError:
        return None


def _cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not every system says so
        return os.cpu_count() or 1


def _dump(message: object, pipe: IO[bytes]) -> None:
    pickle.dump(message, pipe)
    pipe.flush()
