"""lifelines."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
from lifelines import CoxPHFitter

from benchmarks.load_covariates import load_columns, load_matrix

Task = Callable[[], object]


def cox(folder: Path, *more: str) -> Task:
    frame = pd.DataFrame(load_matrix(folder, *more)).add_prefix("x")
    outcome = load_columns(folder, "time", "status")
    frame["time"], frame["event"] = outcome["time"], outcome["status"] > 0
    return lambda: CoxPHFitter().fit(frame, "time", "event")


def cox_marker(folder: Path) -> Task:
    return cox(folder, "marker")


def cox_change(folder: Path) -> Task:
    frame = pd.DataFrame(load_matrix(folder, "changed", prefix="span_")).add_prefix("x")
    outcome = load_columns(folder, "entry", "time", "status", "patient", prefix="span_")
    frame = frame.assign(**{**outcome, "status": outcome["status"] > 0})
    return lambda: CoxPHFitter().fit(
        frame, "time", "status", entry_col="entry", cluster_col="patient", robust=True
    )
