"""Osteon: regressions, from an Arrow table in memory as DuckDB hands it over."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.load_covariates import COVARIATES, load_columns
from osteon.estimate import CovariateCounts, fit_cox, fit_fine_gray

Task = Callable[[], object]
GRADES = ("G0", "G1", "G2", "G3")


def cox(folder: Path) -> Task:
    table = _table(load_columns(folder, "time", "status", *COVARIATES))
    return lambda: fit_cox(CovariateCounts.from_arrow(table, covariates=COVARIATES))


def cox_marker(folder: Path) -> Task:
    table = _table(load_columns(folder, "time", "status", *COVARIATES, "marker"))
    names = (*COVARIATES, "marker")
    return lambda: fit_cox(CovariateCounts.from_arrow(table, covariates=names))


def cox_change(folder: Path) -> Task:
    names = (*COVARIATES, "changed")
    columns = ("time", "status", "entry", "patient", *names)
    table = _table(load_columns(folder, *columns, prefix="span_"))
    return lambda: fit_cox(
        CovariateCounts.from_arrow(table, covariates=names, entry="entry", cluster="patient")
    )


def fine_gray(folder: Path) -> Task:
    table = _table(load_columns(folder, "time", "status", *COVARIATES))
    return lambda: fit_fine_gray(CovariateCounts.from_arrow(table, covariates=COVARIATES))


def _table(columns: dict[str, np.ndarray]) -> pa.Table:
    grade = pa.DictionaryArray.from_arrays(pa.array(columns.pop("grade")), list(GRADES))
    n = np.ones(len(grade), dtype=np.int32)
    return pa.table({**columns, "grade": grade, "n": n})
