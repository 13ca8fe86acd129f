"""Hazards that a truth declares: how likely something is on a day on which it has not happened."""

from functools import cached_property
from typing import Annotated, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import ConfigDict, Field, field_validator
from pydantic.dataclasses import dataclass

FloatArray = NDArray[np.float64]
NonNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]

STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, config=STRICT)
class PiecewiseConstant:
    """A hazard that is constant between given times.

    Parameters
    ----------
    rates_per_year : tuple of float
        The hazard of each piece; 0 where nothing can happen.
    from_years : tuple of float
        Where each piece begins, ascending from 0; the last one has no end.
    kind : str
        The word that tells this hazard from others in a file.

    Examples
    --------
    >>> hazard = PiecewiseConstant((0.1, 0.3), from_years=(0.0, 2.0))
    >>> hazard.cumulative([1.0, 4.0]).round(3).tolist()
    [0.1, 0.8]
    >>> hazard.time_at([0.1, 0.8]).round(3).tolist()
    [1.0, 4.0]
    """

    rates_per_year: Annotated[tuple[NonNegative, ...], Field(min_length=1)]
    from_years: tuple[NonNegative, ...] = (0.0,)
    kind: Literal["piecewise_constant"] = "piecewise_constant"

    @field_validator("from_years")
    @classmethod
    def _check_pieces(cls, years: tuple[float, ...]) -> tuple[float, ...]:
        if years[:1] != (0.0,) or any(np.diff(years) <= 0):
            raise ValueError("pieces begin at 0 and then ever later")
        return years

    def __post_init__(self) -> None:
        if len(self.rates_per_year) != len(self.from_years):
            raise ValueError("rates_per_year and from_years need one number for each piece")

    @cached_property
    def _pieces(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Start, rate, and cumulative hazard at the start, of each piece."""
        start, rate = np.array(self.from_years), np.array(self.rates_per_year)
        return start, rate, np.concatenate([[0.0], np.cumsum(rate[:-1] * np.diff(start))])

    def cumulative(self, years: ArrayLike) -> FloatArray:
        """Return the hazard summed up to some times."""
        start, rate, reached = self._pieces
        time = np.asarray(years, dtype=np.float64)
        piece = np.searchsorted(start, time, side="right") - 1
        return np.asarray(reached[piece] + rate[piece] * (time - start[piece]))

    def time_at(self, cumulative: ArrayLike) -> FloatArray:
        """Return the times by which the hazard sums to some amounts; infinite if it never does."""
        start, rate, reached = self._pieces
        amount = np.asarray(cumulative, dtype=np.float64)
        piece = np.searchsorted(reached, amount, side="right") - 1
        never = np.full(amount.shape, np.inf)
        further = np.divide(amount - reached[piece], rate[piece], out=never, where=rate[piece] > 0)
        return np.asarray(start[piece] + further)


@dataclass(frozen=True, config=STRICT)
class Weibull:
    """A hazard that rises or falls with a power of time.

    Parameters
    ----------
    shape : float
        Above 1 the hazard rises, below it falls, at 1 it is constant.
    scale_years : float
        The time by which 63.2 % have had the event.
    kind : str
        The word that tells this hazard from others in a file.

    Examples
    --------
    >>> Weibull(shape=2.0, scale_years=10.0).cumulative([5.0, 10.0]).tolist()
    [0.25, 1.0]
    """

    shape: Positive
    scale_years: Positive
    kind: Literal["weibull"] = "weibull"

    def cumulative(self, years: ArrayLike) -> FloatArray:
        """Return the hazard summed up to some times."""
        time = np.asarray(years, dtype=np.float64)
        return np.asarray((time / self.scale_years) ** self.shape)

    def time_at(self, cumulative: ArrayLike) -> FloatArray:
        """Return the times by which the hazard sums to some amounts."""
        amount = np.asarray(cumulative, dtype=np.float64)
        return np.asarray(self.scale_years * amount ** (1 / self.shape))


Hazard = Annotated[PiecewiseConstant | Weibull, Field(discriminator="kind")]


def constant(rate_per_year: float) -> PiecewiseConstant:
    """Return a hazard that is the same at all times."""
    return PiecewiseConstant((rate_per_year,))
