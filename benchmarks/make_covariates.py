"""Invented patients with covariates: whole days, two causes of death, one change of treatment."""

from pathlib import Path

import numpy as np

from benchmarks.make_patients import LONGEST, SEED

EFFECTS = {"male": 0.3, "treated": -0.2, "age": 0.02, "marker": 0.1}
OF_GRADE = np.array([0.0, 0.2, 0.4, 0.6])


def make_covariates(folder: Path, n: int) -> None:
    """Write the columns of n patients, and of their rows when follow-up is cut at the change."""
    generator = np.random.default_rng(SEED)
    patients = {
        "male": generator.integers(2, size=n, dtype=np.int32),
        "treated": generator.integers(2, size=n, dtype=np.int32),
        "grade": generator.integers(4, size=n, dtype=np.int32),
        "age": generator.integers(30, 90, size=n, dtype=np.int32),
        "marker": generator.normal(size=n),
    }
    predictor = OF_GRADE[patients["grade"]]
    for name, effect in EFFECTS.items():
        predictor += effect * (patients[name] - 60 * (name == "age"))
    days = generator.exponential(3_000 * np.exp(-predictor))
    end = np.minimum(generator.uniform(0, 1.4 * LONGEST, n), LONGEST)
    time = np.ceil(np.minimum(days, end)).astype(np.int32)
    cause = np.where(generator.random(n) < 0.3, 2, 1)
    status = np.where(days <= end, cause, 0).astype(np.int32)
    _write(folder, {"time": time, "status": status, **patients})
    change = np.ceil(generator.exponential(2_000, n)).astype(np.int32)
    _write(folder, _cut_at_change(patients, time, status, change), prefix="span_")


def _cut_at_change(
    patients: dict[str, np.ndarray], time: np.ndarray, status: np.ndarray, change: np.ndarray
) -> dict[str, np.ndarray]:
    """Return start-stop rows, those of a patient one after the other."""
    changes = change < time
    patient = np.repeat(np.arange(len(time), dtype=np.int32), 1 + changes)
    second = np.concatenate([[False], patient[1:] == patient[:-1]])
    first = np.concatenate([second[1:], [False]])
    rows = {name: column[patient] for name, column in patients.items() if name != "marker"}
    return {
        "entry": np.where(second, change[patient], 0).astype(np.int32),
        "time": np.where(first, change[patient], time[patient]).astype(np.int32),
        "status": np.where(first, 0, status[patient]).astype(np.int32),
        "patient": patient,
        "changed": second.astype(np.int32),
        **rows,
    }


def _write(folder: Path, columns: dict[str, np.ndarray], prefix: str = "") -> None:
    for name, values in columns.items():
        values.tofile(folder / f"{prefix}{name}.{values.dtype.name}")
