"""``python -m benchmarks.steps LIBRARY FUNCTION FOLDER REPEATS``: print the least of the times."""

import importlib
import sys
import warnings
from pathlib import Path
from time import perf_counter

from benchmarks.measure import MARK

LONG_ENOUGH = 3.0  # seconds, after which a step is not repeated


def main() -> None:
    """Prepare one step, then do it as often as asked."""
    library, function, folder, repeats = sys.argv[1:]
    warnings.simplefilter("ignore")  # of other libraries, about tied times
    module = importlib.import_module(f"benchmarks.steps.{library}_steps")
    task = getattr(module, function)(Path(folder))
    times: list[float] = []
    while len(times) < int(repeats) and sum(times) < LONG_ENOUGH:
        start = perf_counter()
        task()
        times.append(perf_counter() - start)
    print(f"{MARK}{min(times)}")


main()
