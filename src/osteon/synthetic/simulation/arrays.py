"""Arrays of one length that describe patients, kept together."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

DAYS_PER_YEAR = 365.25


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """Arrays of which the same place is about the same thing."""

    def select(self, rows: NDArray[Any]) -> Self:
        """Return some rows, chosen by a mask or by their places."""
        return replace(self, **{name: column[rows] for name, column in self.columns().items()})

    @classmethod
    def stack(cls, parts: Sequence[Self]) -> Self:
        """Return several sets of rows as one."""
        columns = [part.columns() for part in parts]
        return cls(**{name: np.concatenate([c[name] for c in columns]) for name in columns[0]})

    def columns(self) -> dict[str, NDArray[Any]]:
        """Return the arrays by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __len__(self) -> int:
        return len(next(iter(self.columns().values())))


def whole_days(years: FloatArray) -> FloatArray:
    """Return durations in days, begun ones as whole; infinite where they are."""
    return np.asarray(np.ceil(years * DAYS_PER_YEAR))
