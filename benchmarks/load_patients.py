"""Patients in memory, as a library takes them; needs NumPy only."""

from pathlib import Path

import numpy as np

COLUMNS = ("time", "status", "group")


def load_patients(folder: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Read time, status and group."""
    time, status, group = (np.fromfile(folder / f"{name}.int32", np.int32) for name in COLUMNS)
    return time, status, group


def load_each_group(folder: Path) -> list[tuple[np.ndarray, np.ndarray]]:
    """Read time and status of each group."""
    time, status, group = load_patients(folder)
    return [(time[group == code], status[group == code]) for code in np.unique(group)]
