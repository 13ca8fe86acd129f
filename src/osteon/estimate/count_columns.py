"""Counts at the door: columns and arrays of whole numbers."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from osteon.errors import EstimationError, Problem, suggest

LARGEST_COUNT = 2**53  # above it, neighbouring whole numbers are one floating-point number


def read_count_column(table: pa.Table, name: str, *, keys: Sequence[str]) -> NDArray[np.int64]:
    """Return a count table's column of counts, having checked it and its key columns.

    Raises
    ------
    EstimationError
        With every problem found: columns that are not there, nulls in them, counts that are not
        whole numbers from 0 on.
    """
    problems = [
        Problem(column, "no such column", ", ".join(table.column_names), _nearest(column, table))
        for column in (*keys, name)
        if column not in table.column_names
    ]
    if not problems:
        problems = [
            Problem(
                where=column,
                found=f"{table.column(column).null_count} rows without a value",
                permitted="a value in each row",
                hint="Give missing values a level of their own, or leave them out and say so.",
            )
            for column in (*keys, name)
            if table.column(column).null_count
        ]
    counts = np.zeros(0) if problems else table.column(name).to_numpy()
    problems += check_counts(counts, where=name, n_dimensions=1)
    if problems:
        raise EstimationError("This is not a table of counts.", problems)
    return counts.astype(np.int64)


def check_counts(counts: NDArray[np.generic], *, where: str, n_dimensions: int) -> list[Problem]:
    """Return what keeps an array from being counts of this many dimensions."""
    array = np.asarray(counts)
    if array.ndim != n_dimensions or array.dtype.kind not in "iuf":
        found = f"{array.ndim} dimensions of type {array.dtype}"
        return [Problem(where, found, f"numbers in {n_dimensions} dimensions")]
    if not np.isfinite(array).all() or (array < 0).any() or (array != np.rint(array)).any():
        found = "a number that is negative, fractional or not finite"
        return [Problem(where, found, "whole numbers from 0 on", "Counts carry no weights.")]
    if array.sum(dtype=float) > LARGEST_COUNT:
        return [Problem(where, "counts that add up to more than 2^53", "at most 2^53")]
    return []


def check_choice(where: str, chosen: str, permitted: Sequence[str]) -> None:
    """Pass if the word is one of those permitted, else name the nearest."""
    if chosen not in permitted:
        raise EstimationError(
            "This choice does not exist.",
            [Problem(where, f"'{chosen}'", ", ".join(permitted), suggest(chosen, permitted))],
        )


def _nearest(column: str, table: pa.Table) -> str:
    return suggest(column, table.column_names)
