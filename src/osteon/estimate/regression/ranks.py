"""Ranks of values by counting them, where they are whole numbers; by sorting them, where not."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IndexArray = NDArray[np.int32]

VALUES_PER_ROW = 8  # a counting table may have this many places for each value counted
SMALL_TABLE = 100_000


def rank_values(values: NDArray[Any]) -> tuple[IndexArray, NDArray[Any]]:
    """Return the rank of each value among the distinct ones, and the distinct values, ascending."""
    whole = whole_numbers(values)
    if whole is None or not len(whole):
        distinct, codes = np.unique(values, return_inverse=True)
        return codes.astype(np.int32), distinct
    lowest, highest = int(whole.min()), int(whole.max())
    if highest - lowest > VALUES_PER_ROW * len(whole) + SMALL_TABLE:
        distinct, codes = np.unique(whole, return_inverse=True)
        return codes.astype(np.int32), distinct
    places = whole - whole.dtype.type(lowest) if lowest else whole
    present = np.bincount(places, minlength=highest - lowest + 1) > 0
    distinct = np.flatnonzero(present) + lowest
    if len(distinct) == len(present):
        return places.astype(np.int32, copy=False), distinct
    return (np.cumsum(present, dtype=np.int32) - np.int32(1))[places], distinct


def sum_by_code(codes: NDArray[Any], values: FloatArray, n_codes: int) -> FloatArray:
    """Return the sum of the values that carry each code, shape (n_codes,)."""
    return np.asarray(np.bincount(codes, values, minlength=n_codes), dtype=np.float64)


def whole_numbers(values: NDArray[Any]) -> NDArray[Any] | None:
    """Return values as integers, or None where some are not whole numbers of at most 32 bits."""
    if values.dtype.kind == "b":
        return values.astype(np.int8)
    if values.dtype.kind in "iu":
        return values if values.dtype.itemsize < 8 else _narrowed(values)
    if values.dtype.kind != "f" or not _fits(values):
        return None
    whole = values.astype(np.int32)
    return whole if np.array_equal(whole, values) else None


def _narrowed(values: NDArray[Any]) -> NDArray[Any]:
    return values.astype(np.int32) if _fits(values) else values


def _fits(values: NDArray[Any]) -> bool:
    limit = np.iinfo(np.int32).max
    return not len(values) or (values.min() >= -limit and values.max() <= limit)
