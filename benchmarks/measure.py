"""Run one step in a process of its own; report its time and its largest memory."""

import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

MARK = "SECONDS "  # what a step prints before its result


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a step took; `seconds` is None where it did not end, with the reason in `note`."""

    seconds: float | None
    peak_megabytes: float
    note: str = ""


def call_apart(function: Callable[..., None], *arguments: object) -> None:
    """Call a function in a process of its own.

    The most that a process held counts from the process that started it: who measures stays small.
    """
    process = multiprocessing.get_context("spawn").Process(target=function, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        raise ChildProcessError(f"{function.__name__} ended with {process.exitcode}.")


def measure(command: Sequence[str], *, timeout: float) -> Measurement:
    """Run a step, which times itself without its start-up, and wait no longer than `timeout`."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(command, stdout=output, stderr=errors, text=True)
        too_late = threading.Event()

        def stop() -> None:
            too_late.set()
            process.kill()

        timer = threading.Timer(timeout, stop)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = usage.ru_maxrss / 1024
        if too_late.is_set():
            return Measurement(None, peak, f"> {timeout:g} s")
        output.seek(0)
        lines = [line for line in output if line.startswith(MARK)]
        if process.returncode or not lines:
            errors.seek(0)
            sys.stderr.write(errors.read())
            return Measurement(None, peak, "failed")
        return Measurement(float(lines[-1].removeprefix(MARK)), peak)


def children_seconds() -> float:
    """Return the processor time of the processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
