"""statsmodels."""

from collections.abc import Callable
from pathlib import Path

from statsmodels.duration.hazard_regression import PHReg

from benchmarks.load_covariates import load_columns, load_matrix

Task = Callable[[], object]


def cox(folder: Path, *more: str) -> Task:
    outcome, x = load_columns(folder, "time", "status"), load_matrix(folder, *more)
    return lambda: PHReg(outcome["time"], x, status=outcome["status"] > 0, ties="efron").fit()


def cox_marker(folder: Path) -> Task:
    return cox(folder, "marker")
