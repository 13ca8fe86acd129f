"""Columns of a snapshot's table from arrays: codes, numbers, dates of any precision."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from osteon.dictionary import arrow_schema
from osteon.synthetic.simulation.arrays import BoolArray, IntArray

Columns = dict[str, pa.Array]

FIRST_DAY = np.datetime64("1900-01-01")
LAST_DAY = np.datetime64("2100-12-31")
DAY, MONTH, YEAR = range(3)
"""How precisely a date is recorded."""


class _Calendar(NamedTuple):
    """Every partial date there is: its text, and the days it permits."""

    first_day: int
    place: tuple[IntArray, IntArray, IntArray]
    text: pa.Array
    low: IntArray
    high: IntArray


@cache
def _calendar() -> _Calendar:
    days = np.arange(FIRST_DAY, LAST_DAY + 1)
    texts, lows, highs, places = [], [], [], []
    n_before = 0
    for unit in ("D", "M", "Y"):
        spans, place = np.unique(days.astype(f"datetime64[{unit}]"), return_inverse=True)
        texts.append(np.datetime_as_string(spans))
        lows.append(spans.astype("datetime64[D]").astype(np.int64))
        highs.append((spans + 1).astype("datetime64[D]").astype(np.int64) - 1)
        places.append(place + n_before)
        n_before += len(spans)
    return _Calendar(
        first_day=int(FIRST_DAY.astype(np.int64)),
        place=(places[DAY], places[MONTH], places[YEAR]),
        text=pa.array(np.concatenate([text.astype("U10") for text in texts])),
        low=np.concatenate(lows),
        high=np.concatenate(highs),
    )


def date_columns(
    name: str,
    day: NDArray[Any],
    *,
    precision: IntArray | None = None,
    is_estimated: BoolArray | None = None,
    absent: BoolArray | None = None,
) -> Columns:
    """Return the columns of a partial date.

    Parameters
    ----------
    name : str
        The field.
    day : ndarray, shape (n,)
        Days since 1970-01-01.
    precision : ndarray of int, shape (n,), optional
        `DAY`, `MONTH` or `YEAR`; days by default.
    is_estimated, absent : ndarray of bool, shape (n,), optional
        Which dates are marked as estimated, and which are not there; none by default.
    """
    calendar = _calendar()
    there = np.where(absent, 0, day) if absent is not None else day
    offset = there.astype(np.int64) - calendar.first_day
    place = calendar.place[DAY][offset]
    if precision is not None:
        for level in (MONTH, YEAR):
            place = np.where(precision == level, calendar.place[level][offset], place)
    marked = np.zeros(len(day), dtype=np.bool_) if is_estimated is None else is_estimated
    ends = {
        end: pa.array(days[place].astype(np.int32), mask=absent).cast(pa.date32())
        for end, days in (("lo", calendar.low), ("hi", calendar.high))
    }
    return {
        name: calendar.text.take(pa.array(place, mask=absent)),
        **{f"{name}_{end}": column for end, column in ends.items()},
        f"{name}_estimated": pa.array(marked, mask=absent),
    }


def code_column(
    words: Sequence[str | None], code: NDArray[Any], *, absent: BoolArray | None = None
) -> pa.Array:
    """Return a column of words by their places in a list."""
    return pa.array(words, pa.string()).take(pa.array(code.astype(np.int32), mask=absent))


def reason_column(absent: BoolArray, reason: str = "UNK") -> pa.Array:
    """Return a column with the reason where a value is absent."""
    return code_column([reason], np.zeros(len(absent)), absent=~absent)


def explained_column(name: str, values: pa.Array, absent: BoolArray) -> Columns:
    """Return a column without some of its values, and the reasons for their absence."""
    kept = values.take(pa.array(np.arange(len(values)), mask=absent))
    return {name: kept, f"{name}_null": reason_column(absent)}


def build_table(
    entity_name: str, n_rows: int, columns: Mapping[str, pa.Array | str | bool | float]
) -> pa.Table:
    """Return a table as `osteon.dictionary.to_arrow` makes it of rows.

    Parameters
    ----------
    entity_name : str
        The table.
    n_rows : int
        How many rows it has.
    columns : mapping
        Columns, or a value that holds in every row. Columns that are not given are empty.
    """
    schema = arrow_schema(entity_name)
    unknown = columns.keys() - set(schema.names)
    if unknown:
        raise KeyError(f"{entity_name} has no column {', '.join(sorted(unknown))}")
    empty = {data_type: pa.nulls(n_rows, data_type) for data_type in set(schema.types)}
    arrays = [
        _fill(columns[field.name], field.type, n_rows)
        if field.name in columns
        else empty[field.type]
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _fill(value: Any, data_type: pa.DataType, n_rows: int) -> pa.Array:
    if isinstance(value, pa.Array):
        return value.cast(data_type)
    return pa.repeat(pa.scalar(value, data_type), n_rows)
