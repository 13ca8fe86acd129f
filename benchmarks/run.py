"""Measure, and write the page of the manual with machine, versions and ratios."""

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.libraries import APART, COMPETITORS, DUCKDB, OSTEON
from benchmarks.regression import benchmark_regression
from benchmarks.survival import Progress, benchmark_survival

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "benchmarks.md"
Section = Callable[..., Iterator[str]]
SECTIONS: tuple[Section, ...] = (benchmark_survival, benchmark_regression)
QUICK_LARGEST, QUICK_TIMEOUT = 100_000, 20.0
INTRODUCTION = """\
# Benchmarks

Written by `make bench`. Each step runs in a process of its own. Its time leaves out start-up and
reading; it is the least of as many runs as fit into three seconds, at most 20 of Osteon and DuckDB,
5 for others up to 100,000 patients and 1 above. Memory is the most that the whole process held,
start-up and data included. A step that takes longer than allowed is stopped and printed as such. It
is not tried with more patients, nor is one that would take half as long again as allowed if it grew
in proportion to them.
"""


def main() -> None:
    """Run the benchmark that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--largest", type=int, default=10_000_000, help="most patients")
    parser.add_argument("--timeout", type=float, default=300.0, help="seconds a step may take")
    parser.add_argument("--quick", action="store_true", help="a minute; prints, writes nothing")
    parser.add_argument("--output", type=Path, default=PAGE, help="page to write")
    asked = parser.parse_args()
    largest, timeout = (
        (QUICK_LARGEST, QUICK_TIMEOUT) if asked.quick else (asked.largest, asked.timeout)
    )
    sizes = [10**power for power in range(4, 9) if 10**power <= largest]
    if not APART.exists():
        _say("benchmarks/install adds comprisk and the Rust package survival.")
    text = "\n".join([*_head(), *_measure(sizes, timeout)]) + "\n"
    if asked.quick:
        print(text)
        return
    asked.output.write_text(text, encoding="utf-8")
    _say(f"Written: {asked.output}")


def _measure(sizes: list[int], timeout: float) -> Iterator[str]:
    progress: Progress = _say
    for section in SECTIONS:
        yield ""
        yield from section(sizes, timeout=timeout, progress=progress)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _head() -> Iterator[str]:
    libraries = [(library.title, library.version()) for library in (OSTEON, DUCKDB, *COMPETITORS)]
    versions = [f"{title} {version}" for title, version in libraries if version is not None]
    yield INTRODUCTION
    yield f"Machine: {_processor()}, {os.cpu_count()} cores, {_memory()} GB, {platform.system()}."
    yield ""
    yield f"Versions: Python {platform.python_version()}; {'; '.join(versions)}."


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    lines = described.read_text(encoding="utf-8").splitlines() if described.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


if __name__ == "__main__":
    main()
