"""The libraries measured, and how a step of each is started."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
APART = HERE.parent / ".venv" / "competitors" / "bin" / "python"  # see benchmarks/install


@dataclass(frozen=True, slots=True)
class Library:
    """A program that estimates.

    Parameters
    ----------
    key : str
        First word of the module of its steps.
    title : str
        How the page calls it.
    package : str
        What must be installed, and whose version is printed.
    apart : bool
        Whether it lives in an environment of its own.
    """

    key: str
    title: str
    package: str
    apart: bool = False

    def command(self, function: str, folder: Path, repeats: int) -> list[str]:
        """Return the command that runs a step."""
        program = [self.interpreter, "-m", "benchmarks.steps", self.key, function]
        if self.key == "r":
            program = ["Rscript", "--vanilla", str(HERE / "steps" / "r_survival.R"), function]
        return [*program, str(folder), str(repeats)]

    @property
    def interpreter(self) -> str:
        """The Python that has it."""
        return str(APART) if self.apart else sys.executable

    def version(self) -> str | None:
        """Return the installed version, None where there is none."""
        return _r_version(self.package) if self.key == "r" else _version(self)


OSTEON = Library("osteon", "Osteon", "osteon")
DUCKDB = Library("duckdb", "DuckDB", "duckdb")
COMPETITORS = (
    Library("r", "R", "survival cmprsk"),
    Library("lifelines", "lifelines", "lifelines"),
    Library("sksurv", "scikit-survival", "scikit-survival"),
    Library("statsmodels", "statsmodels", "statsmodels"),
    Library("rust", "survival (Rust)", "survival", apart=True),
    Library("comprisk", "comprisk", "comprisk", apart=True),
)


@cache
def _version(library: Library) -> str | None:
    ask = f"import importlib.metadata as m; print(m.version({library.package!r}))"
    return _answer([library.interpreter, "-c", ask])


@cache
def _r_version(packages: str) -> str | None:
    if shutil.which("Rscript") is None:
        return None
    words = ", ".join(f'"{name}"' for name in packages.split())
    ask = (
        f"name <- c({words}); version <- sapply(name, function(p) as.character(packageVersion(p)));"
        'cat(as.character(getRversion()), paste(name, version), sep = ", ")'
    )
    return _answer(["Rscript", "--vanilla", "-e", ask])


def _answer(command: list[str]) -> str | None:
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout.strip()
