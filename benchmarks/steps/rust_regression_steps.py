"""The package ``survival``, R's written again in Rust."""

from collections.abc import Callable
from pathlib import Path

import survival

from benchmarks.load_covariates import load_columns, load_matrix

Task = Callable[[], object]


def cox(folder: Path, *more: str) -> Task:
    columns, names = _columns(folder, *more)
    formula = f"Surv(time, event) ~ {' + '.join(names)}"
    return lambda: survival.coxph(formula, columns)


def cox_marker(folder: Path) -> Task:
    return cox(folder, "marker")


def cox_change(folder: Path) -> Task:
    columns, names = _columns(folder, "changed", prefix="span_")
    columns |= load_columns(folder, "entry", "patient", prefix="span_")
    formula = f"Surv(entry, time, event) ~ {' + '.join(names)}"
    return lambda: survival.coxph(formula, columns, cluster="patient")


def _columns(folder: Path, *more: str, prefix: str = "") -> tuple[dict[str, object], list[str]]:
    x = load_matrix(folder, *more, prefix=prefix)
    names = [f"x{column}" for column in range(x.shape[1])]
    outcome = load_columns(folder, "time", "status", prefix=prefix)
    event = (outcome["status"] > 0).astype(float)
    return {**dict(zip(names, x.T, strict=True)), "time": outcome["time"], "event": event}, names
