"""Kaplan-Meier, log-rank, Aalen-Johansen and Gray beside R and five Python libraries."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.libraries import COMPETITORS, DUCKDB, OSTEON, Library
from benchmarks.make_patients import make_patients
from benchmarks.measure import Measurement, call_apart, measure
from benchmarks.patience import Patience

FUNCTIONS = {
    "kaplan_meier": "Kaplan-Meier",
    "log_rank": "Log-rank",
    "aalen_johansen": "Aalen-Johansen",
    "gray": "Gray",
}
LACK = {  # libraries without the function
    "kaplan_meier": {"comprisk"},
    "log_rank": {"comprisk"},
    "gray": {"lifelines", "sksurv", "statsmodels", "rust"},
}
GROUPS = (3, 12)
INTRODUCTION = """\
Invented patients with whole days of follow-up up to 7,300, two causes of an event and three
groups.

*From Parquet* is the whole way that a study takes: DuckDB counts, and Osteon estimates survival
and incidence with their limits in each group and makes both tests. The floor is the counting.

*From rows* starts, as the libraries do, with arrays in memory. Osteon's Aalen-Johansen has variance
and limits, as those of statsmodels and comprisk have a variance; R's `survfit`, lifelines and
scikit-survival are measured without, since theirs takes minutes. R's Gray is `cuminc`, which
estimates the incidence as well. Ratios are to Osteon."""

Progress = Callable[[str], None]


def benchmark_survival(sizes: list[int], *, timeout: float, progress: Progress) -> Iterator[str]:
    """Yield the lines of the section, measuring as they are asked for."""
    bench = _Bench(timeout, progress)
    yield "## Survival and competing risks"
    yield ""
    yield INTRODUCTION
    yield from _pipeline_table(sizes, bench)
    rows = {n: bench.measure_functions(n) for n in sizes}
    for function, title in FUNCTIONS.items():
        yield from _function_table(function, title, rows)
    yield from _group_table(max(sizes), bench)


class _Bench:
    """Runs steps on invented patients; what once took too long is not tried with more."""

    def __init__(self, timeout: float, progress: Progress) -> None:
        self.timeout, self.progress = timeout, progress
        self.patience = Patience(timeout)

    def measure_pipeline(self, n: int, n_groups: int = 3) -> tuple[Measurement, Measurement]:
        with _patients(n, n_groups) as folder:
            return (
                self.run(DUCKDB, "group_by", folder, n),
                self.run(OSTEON, "all_four", folder, n),
            )

    def measure_functions(self, n: int) -> dict[tuple[str, str], Measurement]:
        with _patients(n) as folder:
            return {
                (library.key, function): self.run(library, function, folder, n)
                for function in FUNCTIONS
                for library in (OSTEON, *COMPETITORS)
                if _has(library, function)
            }

    def run(self, library: Library, function: str, folder: Path, n: int) -> Measurement:
        step = (library.key, function)
        refused = self.patience.refuse(step, n)
        if refused is not None:
            return refused
        ours = library in {OSTEON, DUCKDB}
        repeats = 20 if ours else 5 if n <= 100_000 else 1
        found = measure(library.command(function, folder, repeats), timeout=self.timeout)
        self.patience.remember(step, n, found)
        self.progress(f"{n:>12,} {library.title:<18} {function:<16} {_seconds(found):>10}")
        return found


@contextmanager
def _patients(n: int, n_groups: int = 3) -> Iterator[Path]:
    """Keep a folder of invented patients for as long as steps need it."""
    folder = Path(tempfile.mkdtemp(prefix="osteon-benchmark-"))
    try:
        call_apart(make_patients, folder, n, n_groups)
        yield folder
    finally:
        shutil.rmtree(folder)


def _has(library: Library, function: str) -> bool:
    """Return whether a library is installed and has the function."""
    return library.key not in LACK.get(function, ()) and library.version() is not None


def _pipeline_table(sizes: list[int], bench: _Bench) -> Iterator[str]:
    yield from ("", "### From Parquet: all four together", "")
    yield "| patients | GROUP BY alone | and all four | ratio | peak memory, alone and all |"
    yield "|---:|---:|---:|---:|---:|"
    for n in sizes:
        bare, whole = bench.measure_pipeline(n)
        peaks = f"{bare.peak_megabytes:.0f} and {whole.peak_megabytes:.0f} MB"
        yield f"| {n:,} | {_seconds(bare)} | {_seconds(whole)} | {_ratio(whole, bare)} | {peaks} |"


def _function_table(
    function: str, title: str, rows: dict[int, dict[tuple[str, str], Measurement]]
) -> Iterator[str]:
    libraries = [library for library in (OSTEON, *COMPETITORS) if _has(library, function)]
    yield from ("", f"### {title}, from rows", "")
    yield "| patients | " + " | ".join(library.title for library in libraries) + " |"
    yield "|---:|" + "---:|" * len(libraries)
    for n, found in rows.items():
        ours = found[OSTEON.key, function]
        cells = [_cell(found[library.key, function], ours) for library in libraries]
        yield f"| {n:,} | " + " | ".join(cells) + " |"


def _group_table(n: int, bench: _Bench) -> Iterator[str]:
    yield from ("", "### How it grows with the number of groups", "")
    yield f"{n:,} patients, from Parquet. Gray's test compares each group with each."
    yield from ("", "| groups | GROUP BY alone | GROUP BY and all four | peak memory |")
    yield "|---:|---:|---:|---:|"
    for n_groups in GROUPS:
        bare, whole = bench.measure_pipeline(n, n_groups)
        peak = f"{whole.peak_megabytes:.0f} MB"
        yield f"| {n_groups} | {_seconds(bare)} | {_seconds(whole)} | {peak} |"


def _cell(found: Measurement, ours: Measurement) -> str:
    if found.seconds is None:
        return _seconds(found)
    ratio = "" if found is ours else f", {_ratio(found, ours)}"
    return f"{_seconds(found)}{ratio}, {found.peak_megabytes:.0f} MB"


def _seconds(found: Measurement) -> str:
    return found.note if found.seconds is None else f"{found.seconds:.3g} s"


def _ratio(found: Measurement, other: Measurement) -> str:
    if found.seconds is None or not other.seconds:
        return "-"
    ratio = found.seconds / other.seconds
    return f"{ratio:.2f}x" if ratio < 10 else f"{ratio:,.0f}x"
