"""Patients with covariates in memory, as a library takes them; needs NumPy only."""

from pathlib import Path

import numpy as np

COVARIATES = ("male", "treated", "grade", "age")


def load_columns(folder: Path, *names: str, prefix: str = "") -> dict[str, np.ndarray]:
    """Read columns by name."""
    return {name: _load(folder, prefix + name) for name in names}


def load_matrix(folder: Path, *more: str, prefix: str = "") -> np.ndarray:
    """Read the covariates as a matrix, with an indicator for each grade but the first."""
    columns = load_columns(folder, *COVARIATES, *more, prefix=prefix)
    grade = columns.pop("grade")
    indicators = [grade == level for level in (1, 2, 3)]
    return np.column_stack([*columns.values(), *indicators]).astype(np.float64)


def _load(folder: Path, name: str) -> np.ndarray:
    for kind in (np.int32, np.float64):
        path = folder / f"{name}.{np.dtype(kind).name}"
        if path.exists():
            return np.fromfile(path, kind)
    raise FileNotFoundError(name)
