"""Loops over columns of whole numbers, without the copies that NumPy's indexing makes.

Compiled as those of `kernels`. A value v stands at place ``v - origin`` of a table.
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def mark_values(values: NDArray[Any], origin: int, present: NDArray[np.bool_]) -> None:
    """Mark the places of the values that occur."""
    for i in range(values.shape[0]):
        present[values[i] - origin] = True


@njit(cache=True, nogil=True)
def mark_chosen(
    values: NDArray[Any], origin: int, chosen: NDArray[np.bool_], present: NDArray[np.bool_]
) -> None:
    """Mark the places of the values of the chosen rows."""
    for i in range(values.shape[0]):
        if chosen[i]:
            present[values[i] - origin] = True


@njit(cache=True, nogil=True)
def add_from_table(
    values: NDArray[Any], origin: int, table: NDArray[Any], totals: NDArray[Any]
) -> None:
    """Add to the total of each row what the table holds for its value."""
    for i in range(values.shape[0]):
        totals[i] += table[values[i] - origin]


@njit(cache=True, nogil=True)
def add_by_code(codes: NDArray[Any], values: NDArray[np.float64], sums: NDArray[Any]) -> None:
    """Add the value of each row to the sum of its code; one value may stand for all rows."""
    many = values.shape[0] > 1
    for i in range(codes.shape[0]):
        sums[codes[i]] += values[i] if many else values[0]
