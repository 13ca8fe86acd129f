"""Protocols that contain a fault, and their repaired twins, for every guard."""

from faults.pair import Chance, Pair
from faults.parts import POOLS, whole_pool
from faults.tables import TABLES
from faults.times import TIMES

MAKERS = {**TIMES, **TABLES}
"""By code of the guard: what makes a pair by chance."""

__all__ = ["MAKERS", "POOLS", "Chance", "Pair", "whole_pool"]
