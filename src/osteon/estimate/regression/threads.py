"""Work on many rows shared among threads, in pieces that do not depend on their number."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TypeVar

Result = TypeVar("Result")

ROWS_WORTH_SHARING = 200_000
N_PIECES = 8  # fixed, so that sums are rounded in the same way on every machine
ROWS_PER_SUM = 4


def share_rows(
    n_rows: int, work: Callable[[tuple[int, int]], Result], *, n_sums: int = 1
) -> list[Result]:
    """Return what a piece of work gave for each range of rows, in their order.

    Parameters
    ----------
    n_rows : int
        How many rows there are. Few are one piece, done in this thread.
    work : callable
        Takes a range of rows (first, one past the last). It should release the interpreter's
        lock, as compiled loops and NumPy do.
    n_sums : int
        How many sums a piece makes of its rows; pieces are few where these are many, so that
        they are never larger than the rows.

    Returns
    -------
    list
        One result for each piece.
    """
    n_pieces = min(N_PIECES, n_rows // (ROWS_PER_SUM * n_sums))
    if n_rows < ROWS_WORTH_SHARING or n_pieces < 2:
        return [work((0, n_rows))]
    bounds = [n_rows * piece // n_pieces for piece in range(n_pieces + 1)]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return list(threads.map(work, pairwise(bounds)))
