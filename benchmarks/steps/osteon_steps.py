"""Osteon: from Parquet all together, and from rows in memory one function at a time."""

from collections.abc import Callable
from pathlib import Path

from benchmarks.load_patients import load_patients
from benchmarks.steps.duckdb_steps import group_by
from osteon.estimate import (
    SurvivalCounts,
    estimate_cumulative_incidence,
    estimate_survival,
    test_for_incidence_difference,
    test_for_survival_difference,
)

Task = Callable[[], object]
ALL_FOUR = (
    estimate_survival,
    test_for_survival_difference,
    estimate_cumulative_incidence,
    test_for_incidence_difference,
)


def all_four(folder: Path) -> Task:
    count = group_by(folder)

    def everything() -> list[object]:
        counts = SurvivalCounts.from_arrow(count(), group=["group"])
        return [estimate(counts) for estimate in ALL_FOUR]

    return everything


def kaplan_meier(folder: Path) -> Task:
    time, status, group = load_patients(folder)
    return lambda: estimate_survival(SurvivalCounts.from_rows(time, status, group=group))


def log_rank(folder: Path) -> Task:
    time, status, group = load_patients(folder)
    return lambda: test_for_survival_difference(SurvivalCounts.from_rows(time, status, group=group))


def aalen_johansen(folder: Path) -> Task:
    time, status, group = load_patients(folder)
    return lambda: estimate_cumulative_incidence(
        SurvivalCounts.from_rows(time, status, group=group)
    )


def gray(folder: Path) -> Task:
    time, status, group = load_patients(folder)
    return lambda: test_for_incidence_difference(
        SurvivalCounts.from_rows(time, status, group=group)
    )
