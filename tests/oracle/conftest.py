"""Tables that R wrote, as columns."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

ORACLE = Path(__file__).parents[2] / "oracle"

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
