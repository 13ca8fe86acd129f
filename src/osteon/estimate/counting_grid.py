"""Equal rows counted as one, on a grid of small whole numbers, without sorting them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

CELLS_PER_ROW = 4  # a grid may have this many cells for each row ...
SMALL_GRID = 1_000_000  # ... and always this many


def count_equal_rows(keys: Sequence[IntArray]) -> tuple[tuple[IntArray, ...], FloatArray] | None:
    """Return each combination of keys that occurs, in order, and the number of its rows.

    Parameters
    ----------
    keys : sequence of ndarray of int, each of shape (n_rows,)
        Codes from 0 on, at least one row.

    Returns
    -------
    tuple or None
        The combinations' keys, each of shape (n_combinations,), and the number of rows of each;
        None where a grid of all combinations would be too large to be worth it.
    """
    shape = tuple(int(key.max()) + 1 for key in keys)
    n_cells = float(np.prod(shape, dtype=np.float64))
    if n_cells > CELLS_PER_ROW * len(keys[0]) + SMALL_GRID:
        return None
    cells = np.bincount(np.ravel_multi_index(tuple(keys), shape), minlength=int(n_cells))
    filled = np.flatnonzero(cells)
    return np.unravel_index(filled, shape), cells[filled].astype(np.float64)
