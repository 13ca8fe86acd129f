"""What follow-up must satisfy before anything is estimated from it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from osteon.errors import EstimationError, Problem, suggest

SUMMARY = "This follow-up cannot be used."

FloatArray = NDArray[np.float64]


def check_lengths(columns: Mapping[str, NDArray[Any] | None]) -> None:
    """Raise unless all columns are one-dimensional and equally long."""
    shapes = {name: column.shape for name, column in columns.items() if column is not None}
    expected = shapes["time"]
    problems = [
        Problem(name, f"an array of shape {shape}", f"the shape of time, {expected}, one dimension")
        for name, shape in shapes.items()
        if shape != expected or len(shape) != 1
    ]
    if problems:
        raise EstimationError(SUMMARY, problems)


def check_follow_up(
    time: FloatArray,
    status: NDArray[Any],
    n: FloatArray,
    *,
    entry: FloatArray | None,
    weight: FloatArray | None,
) -> None:
    """Raise with all problems of times, statuses and numbers of patients."""
    columns = {"time": time, "status": status, "n": n, "entry": entry, "weight": weight}
    given = {name: np.asarray(column) for name, column in columns.items() if column is not None}
    problems = find_number_problems(given)
    if entry is not None and all(column.dtype.kind in "biuf" for column in given.values()):
        problems += _late_entries(entry, time)
    if problems:
        raise EstimationError(SUMMARY, problems)


def find_number_problems(columns: Mapping[str, NDArray[Any]]) -> list[Problem]:
    """Return what is wrong with columns of finite numbers, those but entry being 0 or more.

    A column called ``status`` must hold whole numbers.
    """
    problems = list(_not_numeric(columns))
    return problems or [*_not_finite(columns), *_out_of_range(columns)]


def check_columns(table: pa.Table, *, numeric: Sequence[str], keys: Sequence[str]) -> None:
    """Raise unless a count table has the columns asked for, without nulls and of the right type."""
    problems: list[Problem] = []
    for name in dict.fromkeys([*numeric, *keys]):
        if name not in table.column_names:
            permitted = ", ".join(table.column_names)
            hint = suggest(name, table.column_names)
            problems.append(Problem("count table", f"no column '{name}'", permitted, hint))
            continue
        column = table.column(name)
        if column.null_count:
            found = f"no value ({render_rows(column.null_count)})"
            hint = "Count them as a level of their own, or leave them out before counting."
            problems.append(Problem(f"column '{name}'", found, "a value in every row", hint))
        if name in numeric and not _is_number(column.type):
            problems.append(Problem(f"column '{name}'", f"values of type {column.type}", "numbers"))
    if problems:
        raise EstimationError(SUMMARY, problems)


def _is_number(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_decimal(kind)
        or pa.types.is_boolean(kind)
    )


def _not_numeric(columns: Mapping[str, NDArray[Any]]) -> Iterator[Problem]:
    for name, column in columns.items():
        if column.dtype.kind not in "biuf":
            yield Problem(name, "values that are not numbers", "numbers")


def _not_finite(columns: Mapping[str, NDArray[Any]]) -> Iterator[Problem]:
    for name, column in columns.items():
        if column.dtype.kind == "f" and not np.isfinite(column).all():
            broken = np.count_nonzero(~np.isfinite(column))
            found = f"values that are not finite ({render_rows(broken)})"
            yield Problem(name, found, "a finite number in every row")


def _out_of_range(columns: Mapping[str, NDArray[Any]]) -> Iterator[Problem]:
    for name, column in columns.items():
        if name != "entry" and (negative := np.count_nonzero(column < 0)):
            yield Problem(name, f"negative values ({render_rows(negative)})", "0 or more")
    status = columns["status"]
    if status.dtype.kind == "f":
        broken = np.count_nonzero((status != np.floor(status)) & np.isfinite(status))
        if broken:
            permitted = "whole numbers: 0 censored, 1 and above the cause of the event"
            yield Problem("status", f"values that are not whole ({render_rows(broken)})", permitted)


def _late_entries(entry: FloatArray, time: FloatArray) -> Iterator[Problem]:
    if late := np.count_nonzero(entry >= time):
        found = f"entry at or after time ({render_rows(late)})"
        hint = "A patient is at risk after entry, up to and including time."
        yield Problem("entry", found, "entry before time", hint)


def render_rows(number: int | np.integer[Any]) -> str:
    """Return a number of rows in words."""
    return f"{number} row" if number == 1 else f"{number} rows"
