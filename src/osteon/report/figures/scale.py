"""The time axis, shared by the curves and by the numbers below them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Where a time stands on the page.

    Parameters
    ----------
    left, width : float
        Place of the axis in millimetres.
    last : float
        The time at its right end; its left end is time 0.
    times : tuple of float
        The times that may be labelled.
    """

    left: float
    width: float
    last: float
    times: tuple[float, ...]

    def place(self, time: float) -> float:
        """Return the distance of a time from the left edge of the page in millimetres."""
        return self.left + self.width * time / self.last if self.last else self.left

    def thinned(self, least_distance: float) -> tuple[float, ...]:
        """Return the times to label: each, or each second, third ... so that labels stand apart."""
        for step in range(1, len(self.times) + 1):
            times = self.times[::step]
            if self._least_distance(times) >= least_distance:
                return times
        return ()

    def _least_distance(self, times: Sequence[float]) -> float:
        places = [self.place(time) for time in times]
        gaps = (after - before for before, after in pairwise(places))
        return min(gaps, default=self.width)
