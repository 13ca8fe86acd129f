"""Work on many rows shared among threads, in pieces that do not depend on their number."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TypeVar

Result = TypeVar("Result")

ROWS_WORTH_SHARING = 200_000
N_PIECES = 8  # fixed, so that sums are rounded in the same way on every machine


def share_rows(n_rows: int, work: Callable[[tuple[int, int]], Result]) -> list[Result]:
    """Return what a piece of work gave for each range of rows, in their order.

    Parameters
    ----------
    n_rows : int
        How many rows there are. Few are one piece, done in this thread.
    work : callable
        Takes a range of rows (first, one past the last). It should release the interpreter's
        lock, as compiled loops and NumPy do.
    """
    if n_rows < ROWS_WORTH_SHARING:
        return [work((0, n_rows))]
    bounds = [n_rows * piece // N_PIECES for piece in range(N_PIECES + 1)]
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as threads:
        return list(threads.map(work, pairwise(bounds)))
