"""comprisk."""

from collections.abc import Callable
from pathlib import Path

from comprisk import CumulativeIncidence, gray_test

from benchmarks.load_patients import load_patients

Task = Callable[[], object]


def aalen_johansen(folder: Path) -> Task:
    time, status, group = load_patients(folder)
    return lambda: CumulativeIncidence().fit(time, status, group=group)


def gray(folder: Path) -> Task:
    time, status, group = load_patients(folder)
    return lambda: gray_test(time, status, group)
