"""statsmodels; its estimators take one group at a time."""

from collections.abc import Callable
from pathlib import Path

from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight, survdiff

from benchmarks.load_patients import load_each_group, load_patients

Task = Callable[[], object]


def kaplan_meier(folder: Path) -> Task:
    groups = load_each_group(folder)
    return lambda: [SurvfuncRight(time, status > 0) for time, status in groups]


def log_rank(folder: Path) -> Task:
    time, status, group = load_patients(folder)
    return lambda: survdiff(time, status > 0, group)


def aalen_johansen(folder: Path) -> Task:
    groups = load_each_group(folder)
    return lambda: [CumIncidenceRight(time, status) for time, status in groups]
