"""``python -m benchmarks.study``: how long a whole study takes, to page, Word document and PDF."""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import children_seconds

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "benchmarks-study.md"
OSTEON = Path(sys.executable).with_name("osteon")
FORMATS = "html,docx,pdf"
RUNS = 5
STUDIES = {
    "sinet_bone": "sinet",
    "bone_radiotherapy": "radiotherapy",
    "bone_radiotherapy_patients": "radiotherapy",
    "byar_greene": "prostate",
}
"""The folder of the demonstration in which the snapshot of each protocol lies."""
PACKAGES = ("ibis-framework", "duckdb", "matplotlib", "typst")
HEAD = """# How long a whole study takes

Measured by `make bench-study`, never in a test, and written by the benchmark itself: the numbers
are those of one machine on one day.

`osteon study run PROTOCOL SNAPSHOT FOLDER --format html,docx,pdf --quiet`, from the command to its
end: the snapshot is opened and verified, cohort and analyses are computed, every figure is drawn
as SVG and PDF, and the page, the Word document and the PDF are written. The program was run once
before, so that nothing has to be compiled. What is done by hand instead takes weeks, and is not
timed here.

The target: `sinet_bone`, 55 analyses of 458 patients, in less than 15 seconds.
"""


TABLE = (
    "| study | median, s | fastest, s | slowest, s | processor time, s |",
    "| --- | --- | --- | --- | --- |",
)


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds by the clock, and seconds of the processors, those of the second process included."""

    seconds: float
    processor_seconds: float


def main() -> None:
    """Time every demonstration study and write the page."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="osteon-bench-study-") as name:
        demo = Path(name) / "demo"
        subprocess.run([OSTEON, "demo", demo, "--quiet"], check=True, stdout=subprocess.DEVNULL)
        lines = [
            _line(protocol, [_run(protocol, demo / place / "snapshot") for _ in range(RUNS)])
            for protocol, place in STUDIES.items()
        ]
    PAGE.write_text("\n".join([HEAD, _machine(load), "", *TABLE, *lines, ""]), encoding="utf-8")
    print(f"written to {PAGE}")


def _machine(load: float) -> str:
    versions = [f"{package} {version(package)}" for package in PACKAGES]
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    before = f"Before, {load:.1f} processes waited for these cores."
    return f"{', '.join([machine, *versions])}. {before}"


def _run(protocol: str, snapshot: Path) -> Run:
    with tempfile.TemporaryDirectory(prefix="osteon-bench-study-") as name:
        command = [OSTEON, "study", "run", ROOT / "protocols" / f"{protocol}.toml", snapshot]
        options = [Path(name) / "results", "--format", FORMATS, "--quiet"]
        began, used = time.perf_counter(), children_seconds()
        subprocess.run([*command, *options], check=True, stdout=subprocess.DEVNULL)
        return Run(time.perf_counter() - began, children_seconds() - used)


def _line(protocol: str, runs: list[Run]) -> str:
    seconds = [run.seconds for run in runs]
    processor = statistics.median(run.processor_seconds for run in runs)
    numbers = (statistics.median(seconds), min(seconds), max(seconds), processor)
    return " | ".join([f"| `{protocol}`", *(f"{number:.1f}" for number in numbers)]) + " |"


if __name__ == "__main__":
    main()
