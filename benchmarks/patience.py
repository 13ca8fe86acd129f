"""What is not tried: steps that took too long, or would with more patients."""

import math

from benchmarks.measure import Measurement

MARGIN = 1.5  # a step is tried unless proportional growth takes it this far beyond what is allowed


class Patience:
    """Remembers how long steps took, and says which of them are not worth trying with more."""

    def __init__(self, timeout: float) -> None:
        self.timeout = timeout
        self._slowest: dict[tuple[str, str], float] = {}  # seconds for each patient

    def refuse(self, step: tuple[str, str], n: int) -> Measurement | None:
        """Return what stands in place of a step that cannot end in time, or nothing.

        No step here grows slower than its patients, so that proportion is the least it will take.
        """
        expected = self._slowest.get(step, 0.0) * n
        if expected <= MARGIN * self.timeout:
            return None
        return Measurement(None, math.nan, f"> {self.timeout:g} s (not tried)")

    def remember(self, step: tuple[str, str], n: int, found: Measurement) -> None:
        """Keep what a step took."""
        self._slowest[step] = math.inf if found.seconds is None else found.seconds / n
