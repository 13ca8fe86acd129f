"""comprisk."""

from collections.abc import Callable
from pathlib import Path

from comprisk import FineGrayRegression

from benchmarks.load_covariates import load_columns, load_matrix

Task = Callable[[], object]


def fine_gray(folder: Path) -> Task:
    outcome, x = load_columns(folder, "time", "status"), load_matrix(folder)
    return lambda: FineGrayRegression(robust_se=True).fit(
        x, time=outcome["time"], event=outcome["status"]
    )
