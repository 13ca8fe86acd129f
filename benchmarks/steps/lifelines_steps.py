"""lifelines; its estimators take one group at a time."""

from collections.abc import Callable
from pathlib import Path

from lifelines import AalenJohansenFitter, KaplanMeierFitter
from lifelines.statistics import multivariate_logrank_test

from benchmarks.load_patients import load_each_group, load_patients

Task = Callable[[], object]


def kaplan_meier(folder: Path) -> Task:
    groups = load_each_group(folder)
    return lambda: [KaplanMeierFitter().fit(time, status > 0) for time, status in groups]


def log_rank(folder: Path) -> Task:
    time, status, group = load_patients(folder)
    return lambda: multivariate_logrank_test(time, group, status > 0)


def aalen_johansen(folder: Path) -> Task:
    groups = load_each_group(folder)
    return lambda: [
        AalenJohansenFitter(seed=1, calculate_variance=False).fit(
            time, status, event_of_interest=cause
        )
        for time, status in groups
        for cause in (1, 2)
    ]
