"""scikit-survival; its estimators take one group at a time."""

from collections.abc import Callable
from pathlib import Path

from sksurv.compare import compare_survival
from sksurv.nonparametric import cumulative_incidence_competing_risks, kaplan_meier_estimator
from sksurv.util import Surv

from benchmarks.load_patients import load_each_group, load_patients

Task = Callable[[], object]


def kaplan_meier(folder: Path) -> Task:
    groups = load_each_group(folder)
    return lambda: [
        kaplan_meier_estimator(status > 0, time, conf_type="log-log") for time, status in groups
    ]


def log_rank(folder: Path) -> Task:
    time, status, group = load_patients(folder)
    outcome = Surv.from_arrays(status > 0, time)
    return lambda: compare_survival(outcome, group)


def aalen_johansen(folder: Path) -> Task:
    groups = load_each_group(folder)
    return lambda: [cumulative_incidence_competing_risks(status, time) for time, status in groups]
