"""The package ``survival``, R's written again in Rust."""

from collections.abc import Callable
from pathlib import Path

import survival

from benchmarks.load_patients import load_patients

Task = Callable[[], object]


def kaplan_meier(folder: Path) -> Task:
    time, status, group = load_patients(folder)
    outcome = survival.Surv(time.astype(float), (status > 0).astype(float))
    return lambda: survival.survfit(outcome, group=group, conf_type="log-log")


def log_rank(folder: Path) -> Task:
    time, status, group = load_patients(folder)
    outcome = survival.Surv(time.astype(float), (status > 0).astype(float))
    return lambda: survival.survdiff(outcome, group=group)


def aalen_johansen(folder: Path) -> Task:
    time, status, group = load_patients(folder)
    outcome = survival.Surv(time.astype(float), status.astype(float), type="mstate")
    return lambda: survival.survfit(outcome, group=group)
