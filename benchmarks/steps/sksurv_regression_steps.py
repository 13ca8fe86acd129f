"""scikit-survival."""

from collections.abc import Callable
from pathlib import Path

from sksurv.linear_model import CoxPHSurvivalAnalysis
from sksurv.util import Surv

from benchmarks.load_covariates import load_columns, load_matrix

Task = Callable[[], object]


def cox(folder: Path, *more: str) -> Task:
    columns, x = load_columns(folder, "time", "status"), load_matrix(folder, *more)
    outcome = Surv.from_arrays(columns["status"] > 0, columns["time"])
    return lambda: CoxPHSurvivalAnalysis(ties="efron").fit(x, outcome)


def cox_marker(folder: Path) -> Task:
    return cox(folder, "marker")
