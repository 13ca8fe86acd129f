"""A fault and its repair, and how they are drawn."""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias, TypeVar

import numpy as np

Chance: TypeAlias = np.random.Generator
Value = TypeVar("Value")


class Pair(NamedTuple):
    """A protocol with a fault, its repaired twin, as text, and the unit of each."""

    faulty: str
    repaired: str
    faulty_unit: str = "patient"


def pick(chance: Chance, values: Sequence[Value]) -> Value:
    """Return one of several values."""
    return values[int(chance.integers(len(values)))]


def times(chance: Chance) -> dict[str, Any]:
    """Return the times of a table of survival, or none, so that protocols differ."""
    drawn = sorted({int(t) for t in chance.integers(1, 120, size=int(chance.integers(0, 4)))})
    return {"times": drawn} if drawn else {}


def settings(chance: Chance) -> dict[str, Any]:
    """Return settings on which no guard depends."""
    return {
        "settings": {
            "conf_level": pick(chance, (0.8, 0.9, 0.95, 0.99)),
            "time_unit": pick(chance, ("days", "months", "years")),
            "conf_type": pick(chance, ("log-log", "log", "plain")),
        }
    }
