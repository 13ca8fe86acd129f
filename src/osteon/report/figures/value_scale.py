"""Where a number stands on a straight or a logarithmic axis, and which numbers label the axis."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LOG_STEPS = (1.0, 2.0, 5.0)
LEAST_RATIO, GREATEST_RATIO = 1 / 20, 20.0
LINEAR_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
MOST_TICKS = 7


@dataclass(frozen=True, slots=True)
class ValueScale:
    """A horizontal axis of values.

    Parameters
    ----------
    left, width : float
        Its place in millimetres.
    ticks : tuple of float
        The numbers that label it; the first and the last are its ends.
    is_logarithmic : bool
        Whether equal distances are equal ratios.
    """

    left: float
    width: float
    ticks: tuple[float, ...]
    is_logarithmic: bool

    @property
    def right(self) -> float:
        """Return where it ends."""
        return self.left + self.width

    def holds(self, value: float) -> bool:
        """Return whether a value lies within the ends."""
        return self.ticks[0] <= value <= self.ticks[-1]

    def place(self, value: float) -> float:
        """Return where a value stands in millimetres; at an end, if it lies beyond it."""
        inside = min(max(value, self.ticks[0]), self.ticks[-1])
        low, high, at = map(self._linear, (self.ticks[0], self.ticks[-1], inside))
        return self.left + self.width * (at - low) / (high - low)

    def _linear(self, value: float) -> float:
        return math.log(value) if self.is_logarithmic else value


def ratio_ticks(values: Iterable[float], *, reference: float = 1.0) -> tuple[float, ...]:
    """Return 1, 2, 5, 10 ... around ratios, and no further than twenty to one.

    Examples
    --------
    >>> ratio_ticks([0.7, 1.2, 2.6])
    (0.5, 1.0, 2.0, 5.0)
    """
    found = [v for v in values if math.isfinite(v) and v > 0]
    least = max(min([*found, reference / 2]), LEAST_RATIO)
    greatest = min(max([*found, reference * 2]), GREATEST_RATIO)
    powers = range(math.floor(math.log10(least)) - 1, math.ceil(math.log10(greatest)) + 1)
    steps = [float(f"{step * 10.0**power:.6g}") for power in powers for step in LOG_STEPS]
    first = max(step for step in steps if step <= least * (1 + 1e-9))
    last = min(step for step in [*steps, GREATEST_RATIO] if step >= greatest * (1 - 1e-9))
    return tuple(step for step in steps if first <= step <= last)


def linear_ticks(values: Iterable[float], *, reference: float = 0.0) -> tuple[float, ...]:
    """Return evenly spaced round numbers around values, the reference among their range.

    Examples
    --------
    >>> linear_ticks([0.02, 0.31])
    (0.0, 0.1, 0.2, 0.3, 0.4)
    """
    found = [*(v for v in values if math.isfinite(v)), reference]
    low, high = min(found), max(found)
    step = _round_step(high - low)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(_clean(k * step) for k in range(first, max(last, first + 1) + 1))


def tick_texts(ticks: Sequence[float]) -> tuple[str, ...]:
    """Return the numbers of an axis as they are written, with a true minus sign."""
    return tuple(f"{tick:g}".replace("-", "\u2212") for tick in ticks)


def _round_step(span: float) -> float:
    if span <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(span / (MOST_TICKS - 1)))
    steps = (power * factor for factor in LINEAR_STEPS)
    return next(step for step in steps if span / step <= MOST_TICKS - 1 + 1e-9)


def _clean(value: float) -> float:
    """Return a multiple of a step without the dust of binary fractions."""
    return float(f"{value:.10g}")
