"""Cox and Fine-Gray regression beside R and five Python libraries."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.libraries import COMPETITORS, HERE, OSTEON, Library
from benchmarks.make_covariates import make_covariates
from benchmarks.measure import Measurement, call_apart, measure
from benchmarks.patience import Patience
from benchmarks.survival import Progress

FUNCTIONS = {
    "cox": "Cox",
    "cox_marker": "Cox with a continuous covariate",
    "cox_change": "Cox with start-stop rows and a variance over patients",
    "fine_gray": "Fine-Gray",
}
LACK = {  # libraries without the function
    "cox": {"comprisk"},
    "cox_marker": {"comprisk"},
    "cox_change": {"comprisk", "statsmodels", "sksurv"},
    "fine_gray": {"lifelines", "statsmodels", "sksurv", "rust"},
}
INTRODUCTION = """\
Invented patients with whole days of follow-up up to 7,300: two binary covariates, one of four
levels, age in whole years. The continuous covariate has as many values as there are patients.
Start-stop rows cut the follow-up of those who change treatment (1.4 rows a patient), and the
variance is robust over patients.

All libraries start with columns in memory, share tied events by Efron's method and give standard
errors, Fine-Gray with its sandwich; scikit-survival gives coefficients only. lifelines' robust
variance ignores late entry. Osteon looks for patients alike on the way, which its time includes.
Ratios are to Osteon."""


def benchmark_regression(sizes: list[int], *, timeout: float, progress: Progress) -> Iterator[str]:
    """Yield the lines of the section, measuring as they are asked for."""
    yield "## Regression"
    yield ""
    yield INTRODUCTION
    bench = _Bench(timeout, progress)
    rows = {n: bench.measure_functions(n) for n in sizes}
    for function, title in FUNCTIONS.items():
        yield from _table(function, title, rows)


@dataclass(frozen=True, slots=True)
class _InR(Library):
    """R, with the script of regressions."""

    def command(self, function: str, folder: Path, repeats: int) -> list[str]:
        """Return the command that runs a step."""
        script = HERE / "steps" / "r_regression.R"
        return ["Rscript", "--vanilla", str(script), function, str(folder), str(repeats)]


def _regressions_of(library: Library) -> Library:
    if library.key == "r":
        return _InR(library.key, library.title, library.package)
    return replace(library, key=f"{library.key}_regression")


LIBRARIES = {library.key: _regressions_of(library) for library in (OSTEON, *COMPETITORS)}


class _Bench:
    """Runs steps on invented patients; what once took too long is not tried with more."""

    def __init__(self, timeout: float, progress: Progress) -> None:
        self.timeout, self.progress = timeout, progress
        self.patience = Patience(timeout)

    def measure_functions(self, n: int) -> dict[tuple[str, str], Measurement]:
        """Return what each library took for each function it has."""
        folder = Path(tempfile.mkdtemp(prefix="osteon-benchmark-"))
        try:
            call_apart(make_covariates, folder, n)
            return {
                (key, function): self.run(key, function, folder, n)
                for function in FUNCTIONS
                for key in _with(function)
            }
        finally:
            shutil.rmtree(folder)

    def run(self, key: str, function: str, folder: Path, n: int) -> Measurement:
        """Return what one step took."""
        refused = self.patience.refuse((key, function), n)
        if refused is not None:
            return refused
        repeats = 5 if key == OSTEON.key else 3 if n <= 100_000 else 1
        library = LIBRARIES[key]
        found = measure(library.command(function, folder, repeats), timeout=self.timeout)
        self.patience.remember((key, function), n, found)
        self.progress(f"{n:>12,} {library.title:<18} {function:<16} {_seconds(found):>10}")
        return found


def _with(function: str) -> list[str]:
    """Return the libraries that are installed and have a function."""
    return [
        key
        for key, library in LIBRARIES.items()
        if key not in LACK[function] and library.version() is not None
    ]


def _table(
    function: str, title: str, rows: dict[int, dict[tuple[str, str], Measurement]]
) -> Iterator[str]:
    keys = _with(function)
    yield from ("", f"### {title}", "")
    yield "| patients | " + " | ".join(LIBRARIES[key].title for key in keys) + " |"
    yield "|---:|" + "---:|" * len(keys)
    for n, found in rows.items():
        ours = found[OSTEON.key, function]
        cells = [_cell(found[key, function], ours) for key in keys]
        yield f"| {n:,} | " + " | ".join(cells) + " |"


def _cell(found: Measurement, ours: Measurement) -> str:
    if found.seconds is None:
        return _seconds(found)
    ratio = ""
    if found is not ours and ours.seconds:
        times = found.seconds / ours.seconds
        ratio = f", {times:.2f}x" if times < 10 else f", {times:,.0f}x"
    return f"{_seconds(found)}{ratio}, {found.peak_megabytes:.0f} MB"


def _seconds(found: Measurement) -> str:
    return found.note if found.seconds is None else f"{found.seconds:.3g} s"
