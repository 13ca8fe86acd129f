"""Tables that R wrote, and how far our numbers may be from them and are.

``pytest tests/oracle --write-deviations`` writes the largest deviations seen into the manual.
"""

import csv
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import ArrayLike, NDArray

ROOT = Path(__file__).parents[2]
ORACLE = ROOT / "oracle"
PAGES = ROOT / "docs" / "reference" / "estimate"
ROW = re.compile(r"^(\| `(\w+)` \|.*\| )(\d(?:e[+-]\d+)?)( \|)$", re.MULTILINE)
OTHER_PROCESSORS = 10  # they sum in other orders: so many times the deviation in the manual

Columns = dict[str, NDArray[np.generic]]
Loader = Callable[..., Columns]


def load_columns(path: Path, **wanted: str) -> Columns:
    """Read the rows that have the wanted values; a column is text unless all of it is numbers."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if all(row[name] == value for name, value in wanted.items())
        ]
    if not rows:
        raise LookupError(f"{path.name} has no rows with {wanted}")
    return {name: _column([row[name] for row in rows]) for name in rows[0]}


def _column(words: list[str]) -> NDArray[np.generic]:
    try:
        return np.array([float(word) if word else np.nan for word in words])
    except ValueError:
        return np.array(words)


@pytest.fixture(scope="session")
def oracle_data() -> Loader:
    """Load what R was given: ``oracle_data("lung")``."""
    return lambda name, **wanted: load_columns(ORACLE / "data" / f"{name}.csv", **wanted)


@pytest.fixture(scope="session")
def expected() -> Loader:
    """Load what R found: ``expected("kaplan_meier", case="lung")``."""
    return lambda name, **wanted: load_columns(ORACLE / "expected" / f"{name}.csv", **wanted)


class Deviations:
    """The largest deviation of each function: as the manual has it, and as seen in this run."""

    def __init__(self) -> None:
        rows = (row for page in PAGES.glob("*.md") for row in ROW.finditer(page.read_text("utf-8")))
        self.written = {row[2]: float(row[3]) for row in rows}
        self.seen: dict[str, float] = {}

    def note(
        self, function: str, found: ArrayLike, wanted: ArrayLike, rtol: float, atol: float
    ) -> None:
        """Fail where numbers are not close, or further apart than the manual says."""
        assert_allclose(found, wanted, rtol=rtol, atol=atol, err_msg=function)
        numbers = np.atleast_1d(np.asarray(wanted, dtype=float))
        scale = np.maximum(np.abs(numbers), max(atol / rtol, np.finfo(float).tiny))
        finite = np.isfinite(numbers)
        apart = np.abs(np.atleast_1d(np.asarray(found, dtype=float))[finite] - numbers[finite])
        relative = apart / scale[finite]
        self.seen[function] = max(self.seen.get(function, 0.0), float(relative.max(initial=0.0)))

    def write(self) -> None:
        """Put what was seen into the manual, rounded up to one digit."""
        for page in PAGES.glob("*.md"):
            text = page.read_text("utf-8")
            page.write_text(ROW.sub(self._row, text), encoding="utf-8")

    def _row(self, row: re.Match[str]) -> str:
        seen = self.seen.get(row[2])
        return row[0] if seen is None else f"{row[1]}{round_up(seen)}{row[4]}"


def round_up(number: float) -> str:
    """Return a number with one digit, not below it."""
    if number == 0:
        return "0"
    power = 10.0 ** math.floor(math.log10(number))
    return f"{math.ceil(number / power * (1 - 1e-9)) * power:.0e}"


@pytest.fixture(scope="session")
def deviations(pytestconfig: pytest.Config) -> Iterator[Deviations]:
    """Compare with R and remember by how much; at the end hold it against the manual."""
    found = Deviations()
    yield found
    if pytestconfig.getoption("--write-deviations", default=False):
        found.write()
        return
    for function, largest in found.seen.items():
        assert function in found.written, f"no page of the manual has a row for {function}"
        permitted = OTHER_PROCESSORS * max(found.written[function], np.finfo(float).eps)
        assert largest <= permitted, f"{function} is {largest:.1e} from R: write it again"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-deviations", action="store_true", help="write them into the manual")
