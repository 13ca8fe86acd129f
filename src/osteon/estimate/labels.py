"""Codes and labels: key columns of a count table as small integers with their words."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Codes = NDArray[np.int64]

SMALL_GRID = 1_000_000  # codes up to here are counted, not sorted
NO_LABEL = ""  # of the only group, where nothing was grouped


def encode_values(values: Sequence[Any] | NDArray[Any]) -> tuple[Codes, tuple[str, ...]]:
    """Return the code of each value and the labels, in the order of the sorted values."""
    given = np.asarray(values)
    if given.dtype.kind == "U":  # hashed: sorting millions of words would take most of the time
        return _encode_array(pa.array(given))
    if given.dtype.kind in "iu" and len(given):
        lowest = given.min()
        numbers, codes = _number_from_zero((given - lowest).astype(np.int64))
        return codes, tuple(str(int(lowest) + number) for number in numbers.tolist())
    distinct, codes = np.unique(given, return_inverse=True)
    return codes.astype(np.int64), tuple(str(value) for value in distinct.tolist())


def encode_columns(table: pa.Table, names: Sequence[str]) -> tuple[Codes, tuple[str, ...]]:
    """Return one code a row for all combinations of some columns that occur, and their labels.

    A dictionary-encoded column keeps the order of its dictionary, any other is sorted. The label
    of a combination lists its values in the order of `names`, separated by commas.
    """
    codes = np.zeros(table.num_rows, dtype=np.int64)
    labels: tuple[str, ...] = (NO_LABEL,)
    for name in names:
        column_codes, column_labels = _encode_column(table.column(name))
        codes, labels = combine_codes(codes, labels, column_codes, column_labels)
    return codes, labels


def combine_codes(
    first: Codes, first_labels: tuple[str, ...], second: Codes, second_labels: tuple[str, ...]
) -> tuple[Codes, tuple[str, ...]]:
    """Return one code for each pair of codes that occurs, ordered by the first, then the second."""
    pairs, codes = _number_from_zero(first * len(second_labels) + second)
    labels = (
        ", ".join(filter(None, (first_labels[pair // len(second_labels)], word)))
        for pair, word in ((p, second_labels[p % len(second_labels)]) for p in pairs.tolist())
    )
    return codes, tuple(labels) if len(pairs) else (NO_LABEL,)


def keep_used_labels(codes: Codes, labels: tuple[str, ...]) -> tuple[Codes, tuple[str, ...]]:
    """Return codes without gaps: labels that no row carries are left out."""
    used = np.bincount(codes, minlength=len(labels)) > 0
    if used.all():
        return codes, labels
    renumbered = np.cumsum(used) - 1
    return renumbered[codes], tuple(np.array(labels, dtype=object)[used].tolist())


def _number_from_zero(codes: Codes) -> tuple[Codes, Codes]:
    """Return the distinct codes, ascending, and the place of each row's code among them."""
    if codes.max(initial=0) > SMALL_GRID:
        distinct, places = np.unique(codes, return_inverse=True)
        return distinct, places.astype(np.int64)
    used = np.bincount(codes) > 0
    return np.flatnonzero(used), (np.cumsum(used) - 1)[codes]


def _encode_column(column: pa.ChunkedArray) -> tuple[Codes, tuple[str, ...]]:
    array = column.combine_chunks()
    if pa.types.is_dictionary(array.type):
        words = tuple(str(word) for word in array.dictionary.to_pylist())
        return array.indices.to_numpy(zero_copy_only=False).astype(np.int64), words
    return _encode_array(array)


def _encode_array(array: pa.Array) -> tuple[Codes, tuple[str, ...]]:
    encoded = array.dictionary_encode()
    values = encoded.dictionary.to_pylist()
    order = sorted(range(len(values)), key=values.__getitem__)
    rank = np.empty(len(values), dtype=np.int64)
    rank[order] = np.arange(len(values))
    codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return rank[codes], tuple(str(values[index]) for index in order)
